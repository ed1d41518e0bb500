// A page with the product's elements and its content security policy, served from nowhere: the
// browser's requests are answered here.
import { readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { buildSync } from 'esbuild';
import type { Call, Harness } from './page.js';
import { test as base } from './pages.js';

export { expect };
export const origin = 'http://chatql.test';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));

const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>ChatQL</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="style.css"></head>
  <body>
    <div id="app">
      <canvas id="canvas" aria-hidden="true"></canvas>
      <div id="twin"></div>
      <div id="fields"></div>
    </div>
    <div id="live" aria-live="polite"></div>
    <script type="module" src="page.js"></script>
  </body>
</html>`;

const css = `
  html, body { height: 100%; margin: 0; background: #fff; }
  #app { position: fixed; inset: 0; overflow: hidden; }
  #canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  #fields { position: absolute; inset: 0; pointer-events: none; }
  #live { position: absolute; width: 1px; height: 1px; overflow: hidden; }`;

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

const bundles = new Map<string, string>();

/** A script of tests/web/support, bundled with what it imports. */
function bundle(name: string): string {
  let code = bundles.get(name);
  if (code === undefined) {
    const result = buildSync({
      entryPoints: [`${folder}${name}.ts`],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      logLevel: 'error',
    });
    code = result.outputFiles[0].text;
    bundles.set(name, code);
  }
  return code;
}

/** Answers the page's requests; `script` is a file of this folder. */
export async function serve(page: Page, script: string): Promise<void> {
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') {
      return route.fulfill({
        contentType: 'text/html',
        body: html,
        headers: { 'content-security-policy': policy },
      });
    }
    if (path === '/style.css') return route.fulfill({ contentType: 'text/css', body: css });
    if (path === '/page.js') {
      return route.fulfill({ contentType: 'text/javascript', body: bundle(script) });
    }
    const file = `${root}build/${process.env.CHATQL_PRESET ?? 'wasm-release'}${path}`;
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    const contentType = path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    return route.fulfill({ contentType, body: readFileSync(file) });
  });
}

/** What the page reported with this name, without the name. */
export function calls(page: Page, name: string): Promise<Call[]> {
  return page.evaluate((wanted) => window.harness.calls.filter((call) => call[0] === wanted), name);
}

export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await serve(page, 'page');
    await page.goto(origin);
    await page.waitForFunction(() => 'harness' in window);
    await use(page);
    expect(problems).toEqual([]);
  },
});

declare global {
  interface Window {
    harness: Harness;
  }
}
