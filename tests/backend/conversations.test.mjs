// Conversations: one for two people whoever starts it, groups, read markers, the directory.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { startConversation } from './support/person.mjs';

let backend;
let alice;
let bob;
let carol;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, carol] = await backend.people('alice', 'Bob', 'carol');
});
after(() => backend.stop());

const overview = `{ me { conversations(first: 100) { userConversations {
  conversationId readSeq
  associated { userId user { username } }
  conversation { id name lastSeq memberIds messages(first: 1) { messages {
    content author { username } recipient { username } } } }
} } } }`;

async function overviewOf(person) {
  return (await person.data(overview)).me.conversations.userConversations;
}

test('both sides starting at once get the same single conversation', async () => {
  const [id, same] = await Promise.all([alice.startWith(bob), bob.startWith(alice)]);
  assert.equal(id, same);
  for (const person of [alice, bob]) {
    const links = (await overviewOf(person)).filter(({ conversationId }) => conversationId === id);
    assert.equal(links.length, 1);
    const names = links[0].associated.map(({ user }) => user.username).sort();
    assert.deepEqual(names, ['Bob', 'alice']);
  }
});

test('starting again changes neither name, messages nor what has been read', async () => {
  const id = await alice.startWith(carol);
  await alice.say(id, 'Hello');
  await carol.data('mutation($id: ID!) { markRead(conversationId: $id, seq: 1) { readSeq } }', {
    id,
  });
  const variables = { id, memberIds: [alice.sub], name: 'another name' };
  const again = (await carol.data(startConversation, variables)).startConversation;
  assert.equal(again.name, 'two');
  assert.equal(again.lastSeq, 1);
  const [link] = (await overviewOf(carol)).filter(({ conversationId }) => conversationId === id);
  assert.equal(link.readSeq, 1);
});

test('the id of two people is both ids in ascending order, and nothing else', async () => {
  const start = (id, memberIds) => alice.errorType(startConversation, { id, memberIds, name: 'x' });
  const right = alice.directIdWith(bob);
  const reversed = right.split('_').reverse().join('_');
  assert.equal(await start(randomUUID(), [bob.sub]), 'ValidationException');
  assert.equal(await start(reversed, [bob.sub]), 'ValidationException');
  assert.equal(await start(alice.directIdWith(carol), [bob.sub]), 'ValidationException');
  assert.equal(await start(right, [bob.sub]), null);
});

test('a conversation needs two people, at most 25, all in the directory', async () => {
  const start = (memberIds) =>
    alice.errorType(startConversation, { id: randomUUID(), memberIds, name: 'x' });
  assert.equal(await start([]), 'ValidationException');
  assert.equal(await start([alice.sub]), 'ValidationException');
  assert.equal(await start([bob.sub, randomUUID()]), 'ValidationException');
  const crowd = Array.from({ length: 26 }, () => randomUUID());
  assert.equal(await start(crowd), 'ValidationException');
  assert.equal(await start([bob.sub, 'ü']), 'ValidationException');
  assert.equal(await start([bob.sub, carol.sub, bob.sub, alice.sub]), null);
});

test('a group is seen by its members and by nobody else', async () => {
  const [dave] = await backend.people('dave');
  const id = await alice.startGroup('three', bob, carol);
  for (const person of [alice, bob, carol])
    assert.ok((await overviewOf(person)).some(({ conversationId }) => conversationId === id));
  assert.ok(!(await overviewOf(dave)).some(({ conversationId }) => conversationId === id));
  const variables = { id, memberIds: [alice.sub, bob.sub, carol.sub], name: 'mine' };
  assert.equal(await dave.errorType(startConversation, variables), 'Unauthorized');
});

test('a member of a group may add people until it is full', async () => {
  const [erin] = await backend.people('erin');
  const id = await alice.startGroup('growing', bob, carol);
  await alice.say(id, 'Before Erin');
  const add = `mutation($id: ID!, $user: ID!) {
    createUserConversations(conversationId: $id, userId: $user) { userId associated { userId } } }`;
  const { createUserConversations } = await bob.data(add, { id, user: erin.sub });
  assert.equal(createUserConversations.associated.length, 4);
  assert.equal((await erin.history(id)).length, 1);
  await carol.data(add, { id, user: erin.sub });
  assert.equal((await overviewOf(erin)).length, 1);
  assert.equal(await bob.errorType(add, { id, user: randomUUID() }), 'ValidationException');
});

test('a read marker only grows, up to what has been written', async () => {
  const id = await alice.startGroup('reading', bob, carol);
  for (const text of ['1', '2', '3']) await alice.say(id, text);
  const mark = async (person, seq) => {
    const query = `mutation($id: ID!, $seq: Int!) {
      markRead(conversationId: $id, seq: $seq) { conversationId userId readSeq } }`;
    return (await person.data(query, { id, seq })).markRead;
  };
  assert.deepEqual(await mark(bob, 2), { conversationId: id, userId: bob.sub, readSeq: 2 });
  assert.equal((await mark(bob, 1)).readSeq, 2);
  assert.equal((await mark(bob, 2)).readSeq, 2);
  assert.equal((await mark(bob, 1_000_000)).readSeq, 3);
  const query = 'mutation($id: ID!) { markRead(conversationId: $id, seq: -1) { readSeq } }';
  assert.equal(await bob.errorType(query, { id }), 'ValidationException');
  const [link] = (await overviewOf(carol)).filter(({ conversationId }) => conversationId === id);
  assert.equal(link.readSeq, 0);
});

test('of many read markers at once the greatest stays', async () => {
  const id = await alice.startGroup('racing', bob, carol);
  for (let i = 0; i < 10; i += 1) await alice.say(id, String(i));
  const query = `mutation($id: ID!, $seq: Int!) {
    markRead(conversationId: $id, seq: $seq) { readSeq } }`;
  const order = [3, 9, 1, 10, 4, 2, 8, 7, 5, 6];
  await Promise.all(order.map((seq) => bob.data(query, { id, seq })));
  assert.equal((await bob.data(query, { id, seq: 0 })).markRead.readSeq, 10);
});

test('the newest message tells its author and its recipient', async () => {
  const id = await alice.startWith(bob);
  await alice.say(id, 'To Bob');
  const [link] = (await overviewOf(bob)).filter(({ conversationId }) => conversationId === id);
  const [message] = link.conversation.messages.messages;
  assert.deepEqual(message, {
    content: 'To Bob',
    author: { username: 'alice' },
    recipient: { username: 'Bob' },
  });
});

test('the directory is sorted and searched without regard to case, page by page', async () => {
  await backend.people('Zoe', 'anna', 'Ångström', 'BO');
  const query = `query($prefix: String, $first: Int, $after: String) {
    users(prefix: $prefix, first: $first, after: $after) { nextToken users { username } } }`;
  const names = [];
  let after = null;
  do {
    const { users, nextToken } = (await alice.data(query, { first: 2, after })).users;
    assert.ok(users.length <= 2);
    names.push(...users.map(({ username }) => username));
    after = nextToken;
  } while (after);
  assert.deepEqual(
    names.filter((name) => !['dave', 'erin'].includes(name)),
    ['alice', 'anna', 'BO', 'Bob', 'carol', 'Zoe', 'Ångström'],
  );
  const found = async (prefix) =>
    (await alice.data(query, { prefix })).users.users.map(({ username }) => username);
  assert.deepEqual(await found('bO'), ['BO', 'Bob']);
  for (const written of ['å', 'A\u030a', '\u212b', 'ÅNG'])
    assert.deepEqual(await found(written), ['Ångström']);
  assert.deepEqual(await found('q'), []);
  assert.equal((await found('')).length, names.length);
  assert.equal(await alice.errorType(query, { prefix: 'x'.repeat(129) }), 'ValidationException');
});

test('registering again changes nothing', async () => {
  const register = 'mutation { createUser(username: "x") { id cognitoId username registered } }';
  const first = await alice.data(register);
  assert.deepEqual(await alice.data(register), first);
  assert.deepEqual(first.createUser, {
    id: alice.sub,
    cognitoId: alice.sub,
    username: 'alice',
    registered: true,
  });
});
