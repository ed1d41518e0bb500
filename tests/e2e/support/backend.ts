// The local backend as a child process with the built site, as `./dev run` starts it. It can be
// killed without warning and started again on the same port and data.
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');
export const builtSite = process.env.CHATQL_SITE ?? resolve(root, 'build/site');

/** The line that the backend prints when it is ready. */
export interface Outputs {
  graphqlEndpoint: string;
  cognitoEndpoint: string;
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  localEndpoint: string;
  /** With --demo only. */
  demo?: { password: string };
}

/** What a server prints when it is ready. */
export async function firstLine(
  child: ChildProcessByStdio<Writable | null, Readable, null>,
): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  return Promise.race([
    once(lines, 'line').then(([line]) => line as string),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`It ended with ${code}.`))),
  ]);
}

export class Backend {
  outputs!: Outputs;
  private process?: ChildProcess;

  private constructor(
    private readonly data: string,
    private readonly demo: boolean,
    private readonly site: string,
  ) {}

  static async start({ demo = false, site = builtSite } = {}): Promise<Backend> {
    const backend = new Backend(await mkdtemp(join(tmpdir(), 'chatql-e2e-')), demo, site);
    await backend.launch(0);
    return backend;
  }

  get url(): string {
    return this.outputs.localEndpoint;
  }

  get demoPassword(): string {
    return this.outputs.demo!.password;
  }

  /** SIGKILL: no chance to flush anything. */
  async kill(): Promise<void> {
    const process = this.process!;
    this.process = undefined;
    const exit = once(process, 'exit');
    process.kill('SIGKILL');
    await exit;
  }

  /** On the same port and data as before. */
  async restart(): Promise<void> {
    await this.launch(Number(new URL(this.url).port));
  }

  async stop(): Promise<void> {
    if (this.process) await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  /** The newest code that was mailed to `username`. */
  async code(username: string): Promise<string> {
    const response = await fetch(new URL(`/mailbox/${username}`, this.url));
    const mails = (await response.json()) as { kind: string; code: string }[];
    const mail = mails.at(-1);
    if (!mail) throw new Error(`no mail for ${username}`);
    return mail.code;
  }

  /** Makes the backend misbehave; see backend/local/faults.mjs for the shapes. */
  async fault(body: unknown): Promise<void> {
    const response = await fetch(new URL('/faults', this.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`faults: ${response.status} ${await response.text()}`);
  }

  private async launch(port: number): Promise<void> {
    const child = spawn(
      process.execPath,
      [
        'backend/local/main.mjs',
        ...['--port', String(port)],
        ...['--data', this.data],
        ...['--site', this.site],
        '--faults',
        ...(this.demo ? ['--demo'] : []),
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.process = child;
    this.outputs = JSON.parse(await firstLine(child)) as Outputs;
  }
}
