// Connections that no honest client makes: each ends by itself or goes on, the others do not
// notice, and nothing of them is kept.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TestBackend } from './support/backend.mjs';
import { RealtimeClient } from './support/realtime.mjs';

const onInbox = 'subscription { onInbox { content recipients } }';
const ofType = (type) => (frame) => frame.type === type;

let backend;
let alice;
let bob;
let id;
let bystander;
before(async () => {
  backend = await TestBackend.start({ settings: { arrivalTimeoutMs: 1000 } });
  [alice, bob] = await backend.people('alice', 'bob');
  id = await alice.startWith(bob);
  bystander = await bob.realtime();
  await bystander.start('inbox', onInbox);
});
afterEach(async () => {
  await alice.say(id, 'Still here');
  assert.equal((await bystander.next('inbox')).onInbox.content, 'Still here');
});
after(async () => {
  await bystander.end();
  await backend.stop();
});

const port = () => Number(new URL(backend.outputs.localEndpoint).port);

/** What a server says to raw bytes until it closes. */
function talk(...parts) {
  return new Promise((resolve) => {
    const socket = connect(port(), '127.0.0.1', () => parts.forEach((part) => socket.write(part)));
    let text = '';
    socket.on('data', (data) => (text += data));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

test('frames of every shape get an error, and the connection goes on', async () => {
  const socket = await alice.realtime();
  const texts = [
    '',
    ' ',
    '{',
    '5',
    '"start"',
    'null',
    '[[[[]]]]',
    '{"type":{"a":1}}',
    '{"type":"__proto__","id":"x"}',
    '{"type":"constructor","id":"x"}',
    '{"type":"start","id":5}',
    '{"type":"start","id":{"a":1},"payload":{}}',
    '{"type":"stop"}',
    '{"type":"connection_ack"}',
    '[['.repeat(50_000),
    `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  ];
  for (const text of texts) {
    socket.send(text);
    const { payload } = await socket.frame(ofType('error'));
    assert.equal(payload.errors[0].errorType, 'UnsupportedOperation', text.slice(0, 50));
  }
  socket.socket.send(Buffer.from([0xff, 0xfe, 0x00]));
  await socket.frame(ofType('error'));
  assert.equal((await socket.start('good', onInbox)).type, 'start_ack');
  await socket.end();
});

test('a start of every shape gets an error under its id', async () => {
  const socket = await alice.realtime();
  const { Authorization, host } = socket.header;
  const authorization = { Authorization, host };
  const data = JSON.stringify({ query: onInbox });
  const payloads = [
    undefined,
    null,
    5,
    'x',
    [],
    {},
    { data: 5, extensions: { authorization } },
    { data: 'null', extensions: { authorization } },
    { data: '5', extensions: { authorization } },
    { data: '[]', extensions: { authorization } },
    { data: '{"query":5}', extensions: { authorization } },
    { data: '{"query":""}', extensions: { authorization } },
    { data: `{"query":"${onInbox}","variables":5}`, extensions: { authorization } },
    { data: `{"query":"${onInbox}","variables":[1]}`, extensions: { authorization } },
    { data: `{"query":"${onInbox}","operationName":{}}`, extensions: { authorization } },
    { data: JSON.stringify({ query: '{ me '.repeat(2000) }), extensions: { authorization } },
    { data, extensions: 5 },
    { data, extensions: { authorization: 5 } },
    { data, extensions: { authorization: [Authorization] } },
    { data, extensions: { authorization: { Authorization: { a: Authorization } } } },
    { data },
  ];
  for (const [index, payload] of payloads.entries()) {
    const own = `bad ${index}`;
    socket.send({ id: own, type: 'start', payload });
    const answer = await socket.frame((frame) => frame.id === own);
    assert.equal(answer.type, 'error', JSON.stringify(payload));
    assert.ok(answer.payload.errors[0].message, own);
  }
  const ids = ['', ' ', '\u0000', '\ud800', '__proto__', 'constructor', 'x'.repeat(10_000)];
  for (const name of ids) {
    socket.send({ id: name, type: 'start', payload: { data, extensions: { authorization } } });
    await socket.frame(ofType('start_ack'));
    socket.send({ id: name, type: 'stop' });
    await socket.frame(ofType('complete'));
  }
  await socket.end();
});

test('a handshake of every shape is refused', async () => {
  const url = `${backend.outputs.graphqlEndpoint.replace('http', 'ws')}/realtime`;
  const header = (value) => `header-${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
  const protocols = [
    ['graphql-ws'],
    ['graphql-ws', 'header-'],
    ['graphql-ws', 'header-AAAA'],
    ['graphql-ws', header(null)],
    ['graphql-ws', header(5)],
    ['graphql-ws', header([])],
    ['graphql-ws', header({ Authorization: 5 })],
    ['graphql-ws', header({ Authorization: { a: 1 } })],
    ['graphql-ws', header({ authorization: 'x'.repeat(5000) })],
  ];
  for (const address of [url, `${url}?header=%%%`, `${url}?header=AAAA&header=BBBB&payload=x`])
    for (const offered of protocols) {
      const client = await RealtimeClient.dial(address, offered, {});
      client.send({ type: 'connection_init' });
      const { payload } = await client.frame(ofType('connection_error'));
      assert.equal(payload.errors[0].errorType, 'UnauthorizedException');
      await client.end();
    }
});

test('bytes that are no WebSocket frame end their connection', async () => {
  const endings = [
    Buffer.from([0xff, 0xff, 0xff, 0xff]), // Reserved bits and an opcode that does not exist.
    Buffer.from([0x81, 0x05, 1, 2, 3, 4, 5]), // Without the mask that clients must use.
    Buffer.from([0x89, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]), // A ping that is too long.
    Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]), // Text that is no UTF-8.
    Buffer.from([0x80, 0x80, 0, 0, 0, 0]), // The end of something that never began.
  ];
  for (const bytes of endings) {
    const socket = await alice.realtime();
    socket.socket._socket.write(bytes);
    await socket.isCutOff();
  }
});

test('who sends faster than he is served is cut off', async () => {
  const socket = await alice.realtime();
  for (let i = 0; i < 20_000; i += 1)
    socket.send({ id: 'x', type: 'start', payload: { data: '{}' } });
  await socket.isCutOff();
});

test('who does not read what he is told is cut off, and the others hear everything', async () => {
  const deaf = await bob.realtime();
  const greedy = Array.from({ length: 2000 }, (_, i) => `a${i}: content`).join(' ');
  await deaf.start('inbox', `subscription { onInbox { ${greedy} recipients } }`);
  deaf.socket._socket.pause();
  const { connections } = backend.running.engine.publisher;
  const before = connections.size;
  let said = 0;
  while (connections.size === before) {
    await alice.say(id, `${said} ${'x'.repeat(3900)}`);
    said += 1;
    assert.ok(said < 20, 'what he does not read is kept for ever');
  }
  for (let i = 0; i < said; i += 1)
    assert.match((await bystander.next('inbox')).onInbox.content, new RegExp(`^${i} x`));
  deaf.socket.terminate();
});

test('who connects and says nothing has to go', async (context) => {
  const hasty = await TestBackend.start({ settings: { initTimeoutMs: 20 } });
  context.after(() => hasty.stop());
  const [silent] = await hasty.people('silent');
  const socket = await RealtimeClient.open(hasty.outputs, silent.token);
  assert.equal(await socket.isCutOff(), 1008);
  const { connections } = hasty.running.engine.publisher;
  while (connections.size > 0) await turn();
});

test('a request that does not arrive in its time ends its connection', async () => {
  assert.match(await talk('POST /graphql HTTP/1.1\r\nHost: localhost\r\n'), /^HTTP\/1\.1 408 /);
  const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n';
  assert.match(await talk(head, '{"query":'), /^HTTP\/1\.1 408 /);
});

test('a request head without end is refused', async () => {
  const endless = `X: ${'x'.repeat(100_000)}\r\n`;
  assert.match(await talk('POST /graphql HTTP/1.1\r\n', endless), /^HTTP\/1\.1 431 /);
});

test('an operation that takes too long is answered, and so is a subscription', async () => {
  const { resolvers, settings } = backend.running.engine;
  const { source } = resolvers;
  const { requestTimeoutMs } = settings;
  const socket = await alice.realtime();
  const { perform } = source;
  const held = [];
  source.perform = (...call) =>
    new Promise((resolve) => held.push(() => resolve(perform.apply(source, call))));
  settings.requestTimeoutMs = 100;
  try {
    const { status, errors, data } = await alice.ask('{ me { id } }');
    assert.deepEqual([status, data], [200, null]);
    assert.deepEqual(errors, [{ errorType: 'ExecutionTimeout', message: 'Execution timed out.' }]);
    const query = `subscription($id: ID!) { subscribeToNewMessage(conversationId: $id) { id } }`;
    const answer = await socket.start('late', query, { id });
    assert.equal(answer.payload.errors[0].errorType, 'ExecutionTimeout');
  } finally {
    source.perform = perform;
    settings.requestTimeoutMs = requestTimeoutMs;
    for (const release of held) release();
  }
  await socket.end();
});

test('thousands of idle connections are held, and leave nothing behind', async () => {
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -n']));
  const count = Math.min(10_000, limit - 500);
  const patient = await TestBackend.start();
  const [person, other] = await patient.people('person', 'other');
  const conversation = await person.startWith(other);
  const { connections } = patient.running.engine.publisher;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const listener = await other.realtime();
  await listener.start('inbox', onInbox);

  /** @returns {Promise<number>} bytes of the heap when all of them have come and gone */
  async function comeAndGo(many) {
    const program = join(import.meta.dirname, 'support/idle_sockets.mjs');
    const args = [new URL(patient.outputs.localEndpoint).port, person.token, many];
    const stdio = ['pipe', 'pipe', 'inherit'];
    const child = spawn(process.execPath, [program, ...args], { stdio });
    try {
      const ended = once(child, 'exit');
      await Promise.race([once(child.stdout, 'data'), ended]);
      assert.equal(connections.size, many + 1);
      await person.say(conversation, 'Among many');
      assert.equal((await listener.next('inbox')).onInbox.content, 'Among many');
      child.stdin.end();
      await ended;
      while (connections.size > 1) await turn();
    } finally {
      child.kill();
    }
    await turn();
    collect();
    return process.memoryUsage().heapUsed;
  }

  await comeAndGo(500);
  const first = await comeAndGo(count / 4);
  const second = await comeAndGo(count);
  await listener.end();
  await patient.stop();
  const kept = (second - first) / count;
  // A connection that is held costs several thousand.
  assert.ok(kept < 1000, `${kept} bytes of the heap for each connection that was`);
});
