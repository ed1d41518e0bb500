// The site as `./dev deploy` puts it up: under the names that a deployment has, which this
// browser finds on this machine.
import { chromium, type Browser } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../playwright.config';
import { builtSite, firstLine, root, type Backend } from './backend';

export interface Hosts {
  site: string;
  api: string;
  realtime: string;
  cognito: string;
}

export class Deployment {
  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
    readonly hosts: Hosts,
    readonly browser: Browser,
  ) {}

  static async of(backend: Backend): Promise<Deployment> {
    const folder = await mkdtemp(join(tmpdir(), 'chatql-e2e-'));
    const program = join(root, 'tests/e2e/support/front_doors.mjs');
    const args = [program, JSON.stringify(backend.outputs), builtSite, folder];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const { port, hosts } = JSON.parse(await firstLine(child)) as { port: number; hosts: Hosts };
    const rules = Object.values(hosts).map((host: string) => `MAP ${host} 127.0.0.1:${port}`);
    const options = config.use!.launchOptions!;
    const browser = await chromium.launch({
      ...options,
      args: [
        ...options.args!,
        `--host-resolver-rules=${rules.join(', ')}`,
        '--ignore-certificate-errors', // Made on this machine; a service worker wants a good one.
      ],
    });
    return new Deployment(folder, child, hosts, browser);
  }

  get address(): string {
    return `https://${this.hosts.site}/`;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.process.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
