// The backend as `./dev run` starts it: a process of its own, which can be killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const main = join(import.meta.dirname, '../../../backend/local/main.mjs');

export function run(...args) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.setEncoding('utf8');
  child.complaints = '';
  child.stderr.on('data', (text) => {
    child.complaints += text;
  });
  return child;
}

/** What a process prints when it is ready; one that ends before tells why. */
export async function readyLine(child) {
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`It ended with ${code} before it was ready: ${child.complaints ?? ''}`);
  });
  const line = once(createInterface({ input: child.stdout }), 'line');
  return (await Promise.race([line, ended]))[0];
}

/** How a process ended that was not meant to run on. */
export async function outcome(...args) {
  const child = run(...args);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  return { code, output, complaints: child.complaints };
}

export class BackendProcess {
  static async start(...args) {
    const data = await mkdtemp(join(tmpdir(), 'chatql-test-'));
    const backend = new BackendProcess(data, args);
    await backend.launch('0');
    return backend;
  }

  constructor(data, args) {
    Object.assign(this, { data, args });
  }

  async launch(port) {
    this.child = run('--port', port, '--data', this.data, ...this.args);
    this.outputs = JSON.parse(await readyLine(this.child));
  }

  get port() {
    return new URL(this.outputs.localEndpoint).port;
  }

  /** @returns {Promise<number | null>} the exit code */
  async end(signal) {
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    return (await exit)[0];
  }

  async restart(signal) {
    await this.end(signal);
    await this.launch(this.port);
  }

  async stop() {
    await this.end('SIGKILL');
    await rm(this.data, { recursive: true, force: true });
  }

  fetch(path, options) {
    return fetch(new URL(path, this.outputs.localEndpoint), options);
  }

  async code(username) {
    return (await (await this.fetch(`/mailbox/${username}`)).json()).at(-1)?.code;
  }
}
