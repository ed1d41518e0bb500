// A backend of its own for one test file, in this process, and people who use it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../../../backend/local/start.mjs';
import { Person } from './person.mjs';

export class TestBackend {
  /** @param {object} [options] of start() */
  static async start(options = {}) {
    const data = await mkdtemp(join(tmpdir(), 'chatql-test-'));
    const running = await start({ data, faults: true, ...options });
    return new TestBackend(data, options, running);
  }

  constructor(data, options, running) {
    Object.assign(this, { data, options, running });
  }

  get outputs() {
    return this.running.outputs;
  }

  /** On the same data, as after a clean stop. */
  async restart() {
    await this.running.stop();
    const port = Number(new URL(this.outputs.localEndpoint).port);
    this.running = await start({ data: this.data, faults: true, ...this.options, port });
  }

  async stop() {
    await this.running.stop();
    await rm(this.data, { recursive: true, force: true });
  }

  fetch(path, options) {
    return fetch(new URL(path, this.outputs.localEndpoint), options);
  }

  async code(username) {
    const mails = await (await this.fetch(`/mailbox/${username}`)).json();
    return mails.at(-1)?.code;
  }

  async fault(order) {
    const response = await this.fetch('/faults', { method: 'POST', body: JSON.stringify(order) });
    if (response.status !== 204) throw new Error(`fault: ${response.status}`);
  }

  /** People who are signed in and in the directory. */
  people(...names) {
    return Promise.all(names.map((name) => Person.appear(this, name)));
  }
}
