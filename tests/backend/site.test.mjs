// The site, its configuration, the mailbox and the other things around the API.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { TestBackend } from './support/backend.mjs';

let backend;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatql-site-'));
  const site = join(folder, 'site');
  await mkdir(join(site, 'icons'), { recursive: true });
  const files = {
    'index.html': '<!doctype html>',
    'sw.js': '// worker',
    'main-ABCD2345.js': '// main',
    'main-ABCD2345.js.br': brotliCompressSync('// main'),
    'chatql-ZYXW7654.wasm': Buffer.from([0, 97, 115, 109]),
    'manifest.webmanifest': '{}',
    'icons/maskable.png': Buffer.from([137]),
  };
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(site, name), bytes);
  await writeFile(join(folder, 'secret.txt'), 'secret');
  backend = await TestBackend.start({ site });
});
after(async () => {
  await backend.stop();
  await rm(folder, { recursive: true });
});

/** Exactly the path and headers that are given, which fetch() would tidy up. */
function get(path, headers = {}, method = 'GET') {
  const { port } = new URL(backend.outputs.localEndpoint);
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path, method, headers };
    request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

test('the page comes with its policy and is asked for again each time', async () => {
  const { status, headers, body } = await get('/', { host: 'chat.local:8080' });
  assert.equal(status, 200);
  assert.equal(String(body), '<!doctype html>');
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(headers['cache-control'], 'no-cache');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(
    headers['content-security-policy'],
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
      "connect-src 'self' ws://chat.local:8080; img-src 'self' data: blob:; manifest-src 'self'; " +
      "worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  );
});

test('only names with a hash are kept for ever', async () => {
  for (const path of ['/main-ABCD2345.js', '/chatql-ZYXW7654.wasm'])
    assert.equal((await get(path)).headers['cache-control'], 'public, max-age=31536000, immutable');
  for (const path of ['/sw.js', '/index.html', '/manifest.webmanifest', '/icons/maskable.png'])
    assert.equal((await get(path)).headers['cache-control'], 'no-cache');
});

test('WebAssembly has its type', async () => {
  assert.equal((await get('/chatql-ZYXW7654.wasm')).headers['content-type'], 'application/wasm');
});

test('the compressed copy is sent to those who accept it', async () => {
  const compressed = await get('/main-ABCD2345.js', { 'accept-encoding': 'gzip, br' });
  assert.equal(compressed.headers['content-encoding'], 'br');
  assert.equal(compressed.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.deepEqual(compressed.body, brotliCompressSync('// main'));
  const plain = await get('/main-ABCD2345.js', { 'accept-encoding': 'gzip' });
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(String(plain.body), '// main');
});

test('what has not changed is not sent again', async () => {
  const { headers } = await get('/sw.js');
  const again = await get('/sw.js', { 'if-none-match': headers.etag });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
});

test('a HEAD request gets the headers alone', async () => {
  const { status, headers, body } = await get('/sw.js', {}, 'HEAD');
  assert.equal(status, 200);
  assert.equal(headers['content-length'], '9');
  assert.equal(body.length, 0);
});

test('nothing outside the folder of the site is ever sent', async () => {
  for (const path of [
    '/../secret.txt',
    '/icons/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '//secret.txt',
    '/icons',
    '/icons/',
    '/main-ABCD2345.js.br',
    '/\\secret.txt',
    '/nothing.js',
  ])
    assert.equal((await get(path)).status, 404, path);
});

test('the configuration names the server as the client reached it', async () => {
  const config = JSON.parse((await get('/config.json', { host: '192.168.1.5:8080' })).body);
  assert.deepEqual(config, {
    graphqlEndpoint: 'http://192.168.1.5:8080/graphql',
    cognitoEndpoint: 'http://192.168.1.5:8080/cognito/',
    region: 'eu-west-1',
    userPoolId: backend.outputs.userPoolId,
    userPoolClientId: backend.outputs.userPoolClientId,
  });
  assert.equal((await get('/config.json', { host: 'a"b' })).status, 400);
});

test('the mailbox and the faults are for this machine only', async () => {
  assert.equal((await get('/mailbox/alice', { host: 'localhost:1' })).status, 200);
  assert.equal((await get('/mailbox/%', { host: 'localhost:1' })).status, 200);
  assert.equal((await get('/mailbox/alice', { host: 'attacker.example' })).status, 403);
  assert.equal((await get('/faults', { host: 'attacker.example' }, 'POST')).status, 403);
  const { headers } = await get('/mailbox/alice', { origin: 'https://attacker.example' });
  assert.equal(headers['access-control-allow-origin'], undefined);
});

test('the API may be called from other origins, as on AWS', async () => {
  for (const path of ['/graphql', '/cognito/']) {
    const asked = { 'access-control-request-headers': 'authorization,content-type' };
    const { status, headers } = await get(path, asked, 'OPTIONS');
    assert.equal(status, 200);
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['access-control-allow-headers'], 'authorization,content-type');
    assert.equal((await get(path, {}, 'POST')).headers['access-control-allow-origin'], '*');
  }
});

test('without --faults nobody can order any', async () => {
  const plain = await TestBackend.start({ faults: false });
  const response = await plain.fetch('/faults', { method: 'POST', body: '{"cut":"sockets"}' });
  assert.equal(response.status, 404);
  await plain.stop();
});

test('--tls serves https and wss with a certificate of its own', async () => {
  const secure = await TestBackend.start({ tls: true });
  assert.match(secure.outputs.graphqlEndpoint, /^https:/);
  const { get: getSecure } = await import('node:https');
  const body = await new Promise((resolve, reject) =>
    getSecure(
      `${secure.outputs.localEndpoint}/config.json`,
      { rejectUnauthorized: false },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve(text));
      },
    ).on('error', reject),
  );
  assert.match(JSON.parse(body).graphqlEndpoint, /^https:/);
  await secure.stop();
});
