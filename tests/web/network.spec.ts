// The two ways to the network, against a real server.
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { servePage } from './support/page_server';
import { test } from './support/pages';

const pages = servePage('host');
let server: Server;
let sockets: WebSocketServer;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const asked: IncomingMessage[] = [];
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'date',
};

const port = () => (server.address() as AddressInfo).port;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.end();
    asked.push(request);
    answer(request, response);
  });
  sockets = new WebSocketServer({ server, handleProtocols: ([first]) => first });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
test.afterAll(() => {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  server.closeAllConnections();
  server.close();
});
test.beforeEach(async ({ page }) => {
  asked.length = 0;
  await page.goto(pages.url);
  await page.evaluate(() => {
    const note =
      (name: string) =>
      (...values: unknown[]) =>
        void window.heard.push([name, ...values]);
    window.heard = [];
    window.http = new window.product.Http({ done: note('done'), lost: note('lost') });
    window.socket = new window.product.Socket({
      opened: note('opened'),
      frame: note('frame'),
      closed: note('closed'),
    });
  });
});

const heard = (page: Page) => page.evaluate(() => window.heard);

function post(page: Page, id: number, path = '', body = 'question'): Promise<void> {
  const url = `http://127.0.0.1:${port()}/${path}`;
  return page.evaluate(
    ([id, url, body]) => window.http.post(id, url, { authorization: 'token' }, body),
    [id, url, body] as const,
  );
}

test('a post is answered with its status, the clock of the server and its text', async ({
  page,
}) => {
  answer = (request, response) => {
    response.writeHead(418, {
      'set-cookie': 'a=b; SameSite=None; Secure',
      date: 'Tue, 24 Nov 2026 10:00:00 GMT',
    });
    request.on('data', (data: Buffer) => response.end(`ä${data.toString()} 👍`));
  };
  await post(page, 7);
  const done = ['done', 7, 418, Date.UTC(2026, 10, 24, 10), 'äquestion 👍'];
  await expect.poll(() => heard(page)).toEqual([done]);
  await post(page, 8);
  await expect.poll(() => heard(page)).toHaveLength(2);
  for (const { method, headers } of asked) {
    expect(method).toBe('POST');
    expect(headers.authorization).toBe('token');
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
  }
});

test('what has no answer is lost, and so is what is sent elsewhere', async ({ page }) => {
  answer = (request, response) => {
    if (request.url === '/reset') request.socket.destroy();
    else response.writeHead(307, { location: '/elsewhere' }).end();
  };
  await post(page, 1, 'reset');
  await expect.poll(() => heard(page)).toEqual([['lost', 1]]);
  await post(page, 2, 'moved');
  await expect
    .poll(() => heard(page))
    .toEqual([
      ['lost', 1],
      ['lost', 2],
    ]);
  expect(asked.map(({ url }) => url)).not.toContain('/elsewhere');
});

test('an answer that breaks off is lost', async ({ page }) => {
  answer = (request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half', () => request.socket.destroy());
  };
  await post(page, 1);
  await expect.poll(() => heard(page)).toEqual([['lost', 1]]);
});

test('what is cancelled is neither answered nor lost, and the server sees it go', async ({
  page,
}) => {
  const gone: string[] = [];
  answer = (request, response) => {
    response.on('close', () => gone.push(request.url!));
    if (request.url === '/last') response.end('last');
  };
  for (const id of [1, 2, 3]) await post(page, id, String(id));
  await expect.poll(() => asked.length).toBe(3);
  await page.evaluate(() => window.http.cancel(2));
  await expect.poll(() => gone).toEqual(['/2']);
  await page.evaluate(() => window.http.cancelAll());
  await expect.poll(() => gone).toHaveLength(3);
  await post(page, 4, 'last');
  await expect.poll(() => heard(page)).toEqual([['done', 4, 200, expect.any(Number), 'last']]);
});

test('of an endless answer nothing is kept, of the longest all', async ({ page }) => {
  const longest = `x${'ä'.repeat(2 * 1024 * 1024 - 1)}x`; // In pieces that end within a letter.
  answer = (request, response) => {
    if (request.url === '/longest') return void response.end(longest);
    const more = (): void => void response.write('x'.repeat(65_536), more);
    more();
  };
  await post(page, 1);
  await expect.poll(() => heard(page)).toEqual([['done', 1, 200, expect.any(Number), '']]);
  await post(page, 2, 'longest');
  await expect.poll(() => heard(page)).toHaveLength(2);
  const isWhole = await page.evaluate(
    (text) => (window.heard[1] as unknown[])[4] === text,
    longest,
  );
  expect(isWhole).toBe(true);
});

async function open(page: Page, path = '', protocols: string[] = []): Promise<WebSocket> {
  const connected = once(sockets, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  const url = `ws://127.0.0.1:${port()}/${path}`;
  await page.evaluate(([url, protocols]) => window.socket.open(url, protocols), [
    url,
    protocols,
  ] as const);
  return (await connected)[0];
}

test('a socket tells what comes in its order, and of its end once', async ({ page }) => {
  const socket = await open(page, '', ['graphql-ws', 'header-abc']);
  expect(socket.protocol).toBe('graphql-ws');
  await expect.poll(() => heard(page)).toEqual([['opened']]);
  socket.send('one');
  socket.send(Buffer.from('bytes are none of ours'));
  socket.send('two ä');
  const message = once(socket, 'message') as Promise<[Buffer]>;
  await page.evaluate(() => window.socket.send('hello ü'));
  expect((await message)[0].toString()).toBe('hello ü');
  socket.close();
  await expect
    .poll(() => heard(page))
    .toEqual([['opened'], ['frame', 'one'], ['frame', 'two ä'], ['closed']]);
});

test('a socket that makes way says nothing any more', async ({ page }) => {
  const first = await open(page);
  await expect.poll(() => heard(page)).toEqual([['opened']]);
  const code = once(first, 'close') as Promise<[number]>;
  first.pause(); // It does not hear yet that it is over.
  const second = await open(page);
  first.send('late');
  first.resume();
  expect((await code)[0]).toBe(1000);
  second.send('new');
  await expect.poll(() => heard(page)).toEqual([['opened'], ['opened'], ['frame', 'new']]);
});

test('what is sent before it is open or after it is closed is dropped', async ({ page }) => {
  await page.evaluate((url) => {
    window.socket.send('nobody');
    window.socket.open(url, []);
    window.socket.send('too early');
  }, `ws://127.0.0.1:${port()}/`);
  await expect.poll(() => heard(page)).toEqual([['opened']]);
  const [socket] = [...sockets.clients].slice(-1);
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => messages.push(data.toString()));
  const code = once(socket, 'close') as Promise<[number]>;
  await page.evaluate(() => {
    window.socket.send('in time');
    window.socket.close();
    window.socket.send('too late');
  });
  expect((await code)[0]).toBe(1000);
  expect(messages).toEqual(['in time']);
  expect(await heard(page)).toEqual([['opened']]);
});

test('an address that no socket can have is a closed one, later', async ({ page }) => {
  const during = await page.evaluate(() => {
    window.socket.open('ws://[', []);
    return window.heard.length;
  });
  expect(during).toBe(0);
  await expect.poll(() => heard(page)).toEqual([['closed']]);
});

test('a socket that nobody answers is closed', async ({ page }) => {
  await page.evaluate(() => window.socket.open('ws://127.0.0.1:9/', []));
  await expect.poll(() => heard(page)).toEqual([['closed']]);
});
