// A Chromium with a profile that outlives it, so that it can be killed like a crash would.
import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import config from '../playwright.config';

export class KillableBrowser {
  private constructor(
    private readonly process: ChildProcess,
    private readonly browser: Browser,
  ) {}

  static async start(profile: string): Promise<KillableBrowser> {
    const { executablePath, args } = config.use!.launchOptions!;
    const child = spawn(
      executablePath!,
      [...args!, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const endpoint = await debuggingEndpoint(child);
    return new KillableBrowser(child, await chromium.connectOverCDP(endpoint));
  }

  async open(url: string): Promise<Page> {
    const page = await this.browser.contexts()[0].newPage();
    await page.goto(url);
    return page;
  }

  /** SIGKILL: no chance to flush anything. */
  async kill(): Promise<void> {
    if (this.process.signalCode !== null) return; // It is dead already.
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
  }
}

async function debuggingEndpoint(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stderr! })) {
    const match = /DevTools listening on (ws:\S+)/.exec(line);
    if (match) return match[1];
  }
  throw new Error('Chromium ended before it could be driven');
}
