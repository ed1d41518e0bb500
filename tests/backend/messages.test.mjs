// Messages: stored once, numbered by the server, read page by page.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { createMessage } from './support/person.mjs';

let backend;
let alice;
let bob;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob] = await backend.people('alice', 'bob');
});
after(() => backend.stop());

/** A conversation that no other test writes to. */
async function freshGroup() {
  const [other] = await backend.people(`m-${randomUUID().slice(0, 8)}`);
  return alice.startGroup('fresh', bob, other);
}

const contents = (messages) => messages.map(({ content }) => content);

test('sender, number, time and recipients come from the server', async () => {
  const id = await alice.startWith(bob);
  const before = Date.now();
  const message = await alice.say(id, 'Hello');
  assert.equal(message.sender, alice.sub);
  assert.equal(message.seq, 1);
  assert.equal(message.isSent, true);
  assert.deepEqual(message.recipients, [alice.sub, bob.sub].sort());
  assert.ok(Date.parse(message.sentAt) >= before - 1 && Date.parse(message.sentAt) <= Date.now());
});

test('a repeat returns the stored message unchanged, whatever it says now', async () => {
  const group = await freshGroup();
  const first = await alice.say(group, 'Once', 'the-id');
  const second = await alice.say(group, 'Twice', 'the-id');
  assert.deepEqual(second, first);
  assert.deepEqual(contents(await alice.history(group)), ['Once']);
});

test('twenty repeats at once store one message', async () => {
  const group = await freshGroup();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => alice.say(group, 'Only once', 'same')),
  );
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  const stored = await bob.history(group);
  assert.deepEqual(contents(stored), ['Only once']);
  assert.equal(stored[0].seq, answers[0].seq);
});

test('numbers are never given twice, and grow for each sender', async () => {
  const group = await freshGroup();
  const burst = async (person) => {
    const sent = [];
    for (let i = 0; i < 15; i += 1) sent.push(await person.say(group, `${person.name} ${i}`));
    return sent.map(({ seq }) => seq);
  };
  const bursts = await Promise.all([burst(alice), burst(bob), burst(alice), burst(bob)]);
  for (const numbers of bursts)
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
  const all = bursts.flat();
  assert.equal(new Set(all).size, all.length);
  const { conversation } = await bob.data('query($id: ID!) { conversation(id: $id) { lastSeq } }', {
    id: group,
  });
  assert.equal(conversation.lastSeq, Math.max(...all));
  const history = await bob.history(group);
  assert.deepEqual(
    history.map(({ seq }) => seq),
    all.sort((a, b) => a - b),
  );
});

test('messagesAfter goes on from a number, messagesBefore goes back from it', async () => {
  const group = await freshGroup();
  for (let i = 1; i <= 12; i += 1) await alice.say(group, String(i));
  const page = async (field, variables) => {
    const query = `query($c: ID!, $seq: Int${field === 'messagesAfter' ? '!' : ''}, $first: Int) {
      ${field}(conversationId: $c, seq: $seq, first: $first) { nextToken messages { content } } }`;
    return (await bob.data(query, { c: group, ...variables }))[field];
  };
  const after = await page('messagesAfter', { seq: 9, first: 2 });
  assert.deepEqual(contents(after.messages), ['10', '11']);
  assert.notEqual(after.nextToken, null);
  const rest = await page('messagesAfter', { seq: 11 });
  assert.deepEqual(contents(rest.messages), ['12']);
  assert.equal(rest.nextToken, null);
  const newest = await page('messagesBefore', { first: 3 });
  assert.deepEqual(contents(newest.messages), ['12', '11', '10']);
  const older = await page('messagesBefore', { seq: 10, first: 20 });
  assert.deepEqual(contents(older.messages), ['9', '8', '7', '6', '5', '4', '3', '2', '1']);
});

test('a page has 20 unless asked otherwise, and 1 to 100', async () => {
  const group = await freshGroup();
  for (let i = 1; i <= 22; i += 1) await alice.say(group, String(i));
  const query = `query($c: ID!, $first: Int) {
    allMessageConnection(conversationId: $c, first: $first) { nextToken messages { content } } }`;
  const usual = (await alice.data(query, { c: group })).allMessageConnection;
  assert.equal(usual.messages.length, 20);
  for (const first of [0, -1, 101])
    assert.equal(await alice.errorType(query, { c: group, first }), 'ValidationException');
  assert.equal(await alice.errorType(query, { c: group, first: 100 }), null);
});

test('a page token continues where the page ended, and no other makes sense', async () => {
  const group = await freshGroup();
  for (let i = 1; i <= 5; i += 1) await alice.say(group, String(i));
  const query = `query($c: ID!, $after: String) {
    allMessageConnection(conversationId: $c, first: 2, after: $after) {
      nextToken messages { content } } }`;
  const pages = [];
  let token = null;
  do {
    const { messages, nextToken } = (await alice.data(query, { c: group, after: token }))
      .allMessageConnection;
    pages.push(contents(messages));
    token = nextToken;
  } while (token);
  assert.deepEqual(pages, [['5', '4'], ['3', '2'], ['1']]);
  assert.equal(await alice.errorType(query, { c: group, after: 'x' }), 'BadRequestException');
});

test('content has 1 to 4000 UTF-16 code units and is not blank', async () => {
  const group = await freshGroup();
  const send = (content) =>
    alice.errorType(createMessage, {
      content,
      conversationId: group,
      createdAt: 'now',
      id: randomUUID(),
    });
  for (const content of [null, '', ' ', '\n\t \u00a0\u2003', 'x'.repeat(4001), '😀'.repeat(2001)])
    assert.equal(await send(content), 'ValidationException');
  for (const content of ['x', 'x'.repeat(4000), '😀'.repeat(2000)])
    assert.equal(await send(content), null);
});

test('ids are 1 to 128 printable ASCII characters', async () => {
  const group = await freshGroup();
  const send = (id) =>
    alice.errorType(createMessage, { content: 'x', conversationId: group, createdAt: 'now', id });
  for (const id of ['', 'with space', 'ü', 'a\n', 'x'.repeat(129)])
    assert.equal(await send(id), 'ValidationException');
  for (const id of ['x'.repeat(128), '2026-11-24T05:06:07.089Z_7f0b', '"quoted"\\'])
    assert.equal(await send(id), null);
});

test('text arrives as it was written', async () => {
  const group = await freshGroup();
  const texts = [
    'he said "hi"\nC:\\path\r\n\ttab',
    'i1"}, "sender": {"S":"VICTIM',
    '$context.identity.sub ${x} #set($a = 1)',
    '\u0000 nul',
    'مرحبا 你好 नमस्ते สวัสดี 👨‍👩‍👧‍👦',
    '</script><img src=x onerror=alert(1)>',
  ];
  for (const text of texts) assert.equal((await alice.say(group, text)).content, text);
  assert.deepEqual(contents(await bob.history(group)), texts);
});

test('half a surrogate pair is stored as the replacement character', async () => {
  const group = await freshGroup();
  assert.equal((await alice.say(group, 'a\ud800b')).content, 'a\ufffdb');
});

test('a page of long messages is whole', async () => {
  const group = await freshGroup();
  for (let i = 1; i <= 12; i += 1) await alice.say(group, `${i}`.padEnd(4000, 'ü'));
  const query = `query($id: ID!) {
    messagesBefore(conversationId: $id, first: 10) { nextToken messages { content } }
  }`;
  const { messages, nextToken } = (await alice.data(query, { id: group })).messagesBefore;
  assert.equal(messages.length, 10);
  assert.ok(nextToken);
});
