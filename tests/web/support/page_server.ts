// Serves one small page on a port of its own: tests/web/pages/NAME.ts, bundled with the
// product's modules that it imports, and the compiled program if it asks for it.
import { test } from '@playwright/test';
import { build } from 'esbuild';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const program = process.env.CHATQL_PROGRAM ?? join(root, 'build/wasm-release');

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  wasm: 'application/wasm',
};

interface PageServer {
  url: string;
  close(): Promise<void>;
}

/** The page for all tests of a file. `body`: the elements that it needs. */
export function servePage(name: string, body = ''): { readonly url: string } {
  const page = { url: '' };
  let server: PageServer;
  test.beforeAll(async () => {
    server = await start(name, body);
    page.url = server.url;
  });
  test.afterAll(() => server.close());
  return page;
}

async function start(name: string, body: string): Promise<PageServer> {
  const script = await bundle(name);
  const page = `<!doctype html><meta charset="utf-8"><title>${name}</title>
    <body>${body}<script type="module" src="/page.js"></script></body>`;
  const server = createServer((request, response) => {
    const send = (type: string, content: string | Uint8Array): void => {
      response.writeHead(200, { 'content-type': types[type] }).end(content);
    };
    if (request.url === '/') send('html', page);
    else if (request.url === '/page.js') send('js', script);
    else if (request.url === '/chatql.wasm') {
      void readFile(join(program, 'chatql.wasm')).then((file) => send('wasm', file));
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bundle(name: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'tests/web/pages', `${name}.ts`)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
    alias: { 'chatql-module': join(program, 'chatql.mjs') },
  });
  return outputFiles[0].contents;
}
