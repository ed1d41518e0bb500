// Serves the built site with a config.json and nothing behind it: what the page does alone.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';

const site = process.env.CHATQL_SITE ?? resolve(import.meta.dirname, '../../../build/site');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export interface SiteServer {
  url: string;
  config: Record<string, string>;
  close(): Promise<void>;
}

export async function serveSite(): Promise<SiteServer> {
  const config: Record<string, string> = {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/config.json') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(config));
      return;
    }
    const path = join(site, pathname === '/' ? 'index.html' : pathname);
    readFile(path).then(
      (file) => response.writeHead(200, { 'content-type': types[extname(path)] ?? '' }).end(file),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  Object.assign(config, {
    graphqlEndpoint: `${url}graphql`,
    cognitoEndpoint: `${url}cognito/`,
    region: 'eu-west-1',
    userPoolId: 'eu-west-1_Test',
    userPoolClientId: 'test',
  });
  return {
    url,
    config,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
