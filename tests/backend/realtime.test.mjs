// AppSync's real-time protocol: who gets in, who hears what, and when it ends.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { TestBackend } from './support/backend.mjs';
import { createMessage } from './support/person.mjs';
import { RealtimeClient } from './support/realtime.mjs';

let backend;
let alice;
let bob;
let eve;
let id;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, eve] = await backend.people('alice', 'bob', 'eve');
  id = await alice.startWith(bob);
});
after(() => backend.stop());

const onInbox = 'subscription { onInbox { id conversationId content seq recipients } }';
const onConversation = 'subscription { onConversation { id name memberIds } }';
const newMessage = `subscription($id: ID!) {
  subscribeToNewMessage(conversationId: $id) { id content } }`;
const newUCs = 'subscription($id: ID!) { subscribeToNewUCs(userId: $id) { userId } }';

const ofType = (type) => (frame) => frame.type === type;

test('a connection is acknowledged and kept alive in both forms of the handshake', async () => {
  for (const open of [RealtimeClient.open, RealtimeClient.openLegacy]) {
    const socket = await open(backend.outputs, alice.token);
    assert.equal(socket.socket.protocol, 'graphql-ws');
    socket.send({ type: 'connection_init' });
    const ack = await socket.frame(ofType('connection_ack'));
    assert.deepEqual(ack.payload, { connectionTimeoutMs: 300_000 });
    assert.deepEqual(await socket.frame(ofType('ka')), { type: 'ka' });
    await socket.end();
  }
});

test('keep-alive frames come again and again', async () => {
  await backend.fault({ settings: { keepAliveMs: 5, connectionTimeoutMs: 1234 } });
  const socket = await RealtimeClient.open(backend.outputs, alice.token);
  socket.send({ type: 'connection_init' });
  const ack = await socket.frame(ofType('connection_ack'));
  assert.equal(ack.payload.connectionTimeoutMs, 1234);
  for (let i = 0; i < 3; i += 1) await socket.frame(ofType('ka'));
  await socket.end();
  await backend.fault({ settings: { keepAliveMs: 60_000, connectionTimeoutMs: 300_000 } });
});

test('a bad token gets connection_error, and the connection ends', async () => {
  const forged = `${alice.token.slice(0, -4)}AAAA`;
  for (const token of ['', 'nonsense', forged]) {
    const socket = await RealtimeClient.open(backend.outputs, token);
    socket.send({ type: 'connection_init' });
    const { payload } = await socket.frame(ofType('connection_error'));
    assert.equal(payload.errors[0].errorType, 'UnauthorizedException');
    assert.equal(payload.errors[0].errorCode, 401);
    assert.equal(await socket.isCutOff(), 1000);
  }
});

test('nothing is served before connection_init', async () => {
  const socket = await RealtimeClient.open(backend.outputs, alice.token);
  socket.start('early', onInbox).catch(() => {});
  await socket.frame(ofType('connection_error'));
  assert.equal(await socket.isCutOff(), 1000);
  assert.ok(!socket.frames.some(({ type }) => type === 'start_ack'));
});

test('another protocol or another path is refused at the handshake', async () => {
  const url = `${backend.outputs.graphqlEndpoint.replace('http', 'ws')}/realtime`;
  const refused = (address, protocol) =>
    new Promise((resolve) => {
      const socket = new WebSocket(address, protocol);
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.once('error', () => {});
    });
  assert.equal(await refused(url, 'graphql-transport-ws'), 400);
  assert.equal(await refused(`${url}/more`, 'graphql-ws'), 404);
});

test('the inbox brings every message of all own conversations, and of no other', async () => {
  const [carol] = await backend.people('carol');
  const other = await alice.startWith(carol);
  const [mine, hers] = await Promise.all([bob.realtime(), eve.realtime()]);
  await mine.start('inbox', onInbox);
  await hers.start('inbox', onInbox);
  await alice.say(other, 'To Carol');
  const sent = await alice.say(id, 'To Bob');
  const { onInbox: got } = await mine.next('inbox');
  assert.equal(got.content, 'To Bob');
  assert.equal(got.seq, sent.seq);
  const evening = await alice.startWith(eve);
  await alice.say(evening, 'To Eve');
  assert.equal((await hers.next('inbox')).onInbox.content, 'To Eve');
  await Promise.all([mine.end(), hers.end()]);
});

test('a push has what the mutation selected, in the order of the mutations', async () => {
  const socket = await bob.realtime();
  await socket.start('inbox', 'subscription { onInbox { text: content sender recipients } }');
  const partial = `mutation($id: ID!, $m: ID!) { said: createMessage(id: $m, conversationId: $id,
    content: "Partial", createdAt: "now") { what: content ...r } }
    fragment r on Message { recipients }`;
  await alice.data(partial, { id, m: crypto.randomUUID() });
  const { onInbox: message } = await socket.next('inbox');
  assert.equal(message.text, 'Partial');
  assert.equal(message.sender, null);
  for (let i = 0; i < 10; i += 1) await alice.say(id, String(i));
  for (let i = 0; i < 10; i += 1)
    assert.equal((await socket.next('inbox')).onInbox.text, String(i));
  await socket.end();
});

test('onConversation tells all members, and nobody else, of a new conversation', async () => {
  const [dave, erin] = await backend.people('dave', 'erin');
  const [member, stranger] = await Promise.all([dave.realtime(), erin.realtime()]);
  await member.start('c', onConversation);
  await stranger.start('c', onConversation);
  const direct = await alice.startWith(dave);
  assert.equal((await member.next('c')).onConversation.id, direct);
  const group = await alice.startGroup('with Erin', bob, erin);
  assert.equal((await stranger.next('c')).onConversation.id, group);
  await Promise.all([member.end(), stranger.end()]);
});

test('members subscribe to a conversation, strangers are refused', async () => {
  const [member, stranger] = await Promise.all([bob.realtime(), eve.realtime()]);
  assert.equal((await member.start('m', newMessage, { id })).type, 'start_ack');
  const refusal = await stranger.start('m', newMessage, { id });
  assert.equal(refusal.type, 'error');
  assert.equal(refusal.payload.errors[0].errorType, 'Unauthorized');
  await alice.say(id, 'For members');
  assert.equal((await member.next('m')).subscribeToNewMessage.content, 'For members');
  await Promise.all([member.end(), stranger.end()]);
});

test("nobody listens to another's new conversations", async () => {
  const socket = await eve.realtime();
  assert.equal((await socket.start('mine', newUCs, { id: eve.sub })).type, 'start_ack');
  const refusal = await socket.start('hers', newUCs, { id: alice.sub });
  assert.equal(refusal.payload.errors[0].errorType, 'Unauthorized');
  await socket.end();
});

test('a subscription that was stopped hears nothing more, the others do', async () => {
  const socket = await bob.realtime();
  await socket.start('one', onInbox);
  await socket.start('two', onInbox);
  await alice.say(id, 'Both');
  await Promise.all([socket.next('one'), socket.next('two')]);
  assert.deepEqual(await socket.stop('one'), { id: 'one', type: 'complete' });
  await alice.say(id, 'Only two');
  assert.equal((await socket.next('two')).onInbox.content, 'Only two');
  assert.ok(!socket.frames.some((frame) => frame.id === 'one'));
  await socket.end();
});

test('frames count in the order in which they came, however fast', async () => {
  const socket = await bob.realtime();
  const { header } = socket;
  const data = JSON.stringify({ query: newMessage, variables: { id } });
  const start = {
    id: 'x',
    type: 'start',
    payload: { data, extensions: { authorization: header } },
  };
  for (let i = 0; i < 10; i += 1) {
    socket.send(start);
    socket.send({ id: 'x', type: 'stop' });
  }
  for (let i = 0; i < 10; i += 1) {
    const first = await socket.frame((frame) => frame.id === 'x');
    const second = await socket.frame((frame) => frame.id === 'x');
    assert.deepEqual([first.type, second.type], ['start_ack', 'complete']);
  }
  await socket.start('last', onInbox);
  await alice.say(id, 'To the last only');
  assert.equal((await socket.next('last')).onInbox.content, 'To the last only');
  assert.ok(!socket.frames.some((frame) => frame.id === 'x'));
  await socket.end();
});

test('the token of each subscription is checked by itself', async () => {
  const socket = await bob.realtime();
  const refusal = await socket.start('bad', onInbox, {}, 'nonsense');
  assert.equal(refusal.type, 'error');
  assert.equal(refusal.payload.errors[0].errorType, 'UnauthorizedException');
  assert.equal((await socket.start('good', onInbox)).type, 'start_ack');
  await socket.end();
});

test('an id in use, a 101st subscription and other operations are refused', async () => {
  const socket = await bob.realtime();
  const errorType = async (...start) => (await socket.start(...start)).payload.errors[0].errorType;
  for (let i = 0; i < 100; i += 1) await socket.start(`s${i}`, onInbox);
  assert.equal(await errorType('s0', onInbox), 'DuplicatedOperationError');
  assert.equal(await errorType('s100', onInbox), 'MaxSubscriptionsReachedError');
  await socket.stop('s0');
  assert.equal(await errorType('query', '{ me { id } }'), 'UnsupportedOperation');
  assert.equal(await errorType('wrong', 'subscription { nothing { id } }'), 'ValidationError');
  assert.equal(await errorType('syntax', 'subscription {'), 'InvalidSyntax');
  assert.equal((await socket.start('variables', newMessage, {})).type, 'error');
  assert.equal((await socket.start('s100', onInbox)).type, 'start_ack');
  await socket.end();
});

test('frames that make no sense are answered, and the connection goes on', async () => {
  const socket = await bob.realtime();
  const senseless = ['not JSON', 'null', '[]', '{"type":"start"}', '{"type":"dance","id":"x"}'];
  for (const text of senseless) {
    socket.send(text);
    const { payload } = await socket.frame(ofType('error'));
    assert.equal(payload.errors[0].errorType, 'UnsupportedOperation');
  }
  socket.send({ id: 'a', type: 'start', payload: { data: 'not JSON' } });
  await socket.frame((frame) => frame.id === 'a' && frame.type === 'error');
  socket.send({ id: 'b', type: 'start' });
  await socket.frame((frame) => frame.id === 'b' && frame.type === 'error');
  assert.equal((await socket.start('good', onInbox)).type, 'start_ack');
  await socket.end();
});

test('a frame of more than 256 kB ends the connection, and only that one', async () => {
  const [big, other] = await Promise.all([bob.realtime(), bob.realtime()]);
  big.send('x'.repeat(300_000));
  assert.equal(await big.isCutOff(), 1009);
  assert.equal((await other.start('good', onInbox)).type, 'start_ack');
  await other.end();
});

test('subscriptions are not served over HTTP', async () => {
  assert.equal(await bob.errorType(onInbox), 'UnsupportedOperation');
});

test('a mutation that failed is not announced', async () => {
  const socket = await bob.realtime();
  await socket.start('inbox', onInbox);
  const variables = { content: ' ', conversationId: id, createdAt: 'now', id: 'blank' };
  assert.equal(await alice.errorType(createMessage, variables), 'ValidationException');
  await alice.say(id, 'Not blank');
  assert.equal((await socket.next('inbox')).onInbox.content, 'Not blank');
  await socket.end();
});

test('of one message each subscription gets its own id, selection and variables', async () => {
  const socket = await bob.realtime();
  const chosen = 'subscription($more: Boolean!) { onInbox { content seq @include(if: $more) } }';
  await socket.start('one', 'subscription { onInbox { content } }');
  await socket.start('two', 'subscription { onInbox { content } }');
  await socket.start('named', 'subscription { onInbox { text: content sender } }');
  await socket.start('more', chosen, { more: true });
  await socket.start('less', chosen, { more: false });
  const { seq } = await alice.say(id, 'To all five');
  const content = 'To all five';
  assert.deepEqual((await socket.next('one')).onInbox, { content });
  assert.deepEqual((await socket.next('two')).onInbox, { content });
  assert.deepEqual((await socket.next('named')).onInbox, { text: content, sender: alice.sub });
  assert.deepEqual((await socket.next('more')).onInbox, { content, seq });
  assert.deepEqual((await socket.next('less')).onInbox, { content });
  await socket.end();
});
