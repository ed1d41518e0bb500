// Groups change: people are added, leave, and the name is another. Who has left is a stranger.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { holdUpdate } from './support/hold.mjs';

let backend;
let alice;
let bob;
let carol;
let dave;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, carol, dave] = await backend.people('alice', 'bob', 'carol', 'dave');
});
after(() => backend.stop());

const group = 'id name createdAt lastSeq lastChangeSeq memberIds';
const addMembers = `mutation($id: ID!, $m: [ID!]!) {
  addMembers(conversationId: $id, memberIds: $m) { ${group} } }`;
const leaveConversation = `mutation($id: ID!) {
  leaveConversation(conversationId: $id) { ${group} } }`;
const renameConversation = `mutation($id: ID!, $name: String!) {
  renameConversation(conversationId: $id, name: $name) { ${group} } }`;
const conversation = `query($id: ID!) { conversation(id: $id) { ${group} } }`;
const onConversationChange = `subscription { onConversationChange { ${group} } }`;
const newMessage = `subscription($id: ID!) {
  subscribeToNewMessage(conversationId: $id) { id content } }`;

const add = async (person, id, ...people) => {
  const m = people.map((each) => each.sub ?? each);
  return (await person.data(addMembers, { id, m })).addMembers;
};
const leave = async (person, id) =>
  (await person.data(leaveConversation, { id })).leaveConversation;

async function listedFor(person) {
  const query = '{ me { conversations(first: 100) { userConversations { conversationId } } } }';
  const { me } = await person.data(query);
  return me.conversations.userConversations.map(({ conversationId }) => conversationId);
}

test('who is added reads everything, writes, and is told at once', async () => {
  const id = await alice.startGroup('group', bob, carol);
  await alice.say(id, 'Before Dave');
  const socket = await dave.realtime();
  await socket.start('change', onConversationChange);
  const grown = await add(bob, id, dave, carol, dave);
  assert.deepEqual(grown.memberIds, [
    ...[alice, bob, carol].map(({ sub }) => sub).sort(),
    dave.sub,
  ]);
  assert.deepEqual((await socket.next('change')).onConversationChange, grown);
  assert.equal((await dave.history(id)).length, 1);
  assert.deepEqual((await dave.say(id, 'Hi')).recipients, grown.memberIds);
  assert.ok((await listedFor(dave)).includes(id));
  assert.deepEqual(await add(alice, id, dave), { ...grown, lastSeq: 2 });
  await socket.end();
});

test('two people take no third, and a conversation of two has no other name or end', async () => {
  const id = await alice.startWith(bob);
  for (const [query, more] of [
    [addMembers, { m: [carol.sub] }],
    [leaveConversation, {}],
    [renameConversation, { name: 'x' }],
  ])
    assert.equal(await alice.errorType(query, { id, ...more }), 'ValidationException');
  const v1 = `mutation($id: ID!, $p: ID!) {
    createUserConversations(conversationId: $id, userId: $p) { userId } }`;
  assert.equal(await alice.errorType(v1, { id, p: carol.sub }), 'ValidationException');
});

test('a group has at most 25 members, all of them in the directory', async () => {
  const id = await alice.startGroup('large', bob, carol);
  const crowd = await backend.people(...Array.from({ length: 22 }, (_, i) => `crowd-${i}`));
  const refused = (m) => alice.errorType(addMembers, { id, m });
  assert.equal(await refused([]), 'ValidationException');
  assert.equal(await refused([randomUUID()]), 'ValidationException');
  assert.equal(await refused([dave.sub, 'ü']), 'ValidationException');
  assert.equal(
    await refused(Array.from({ length: 26 }, () => randomUUID())),
    'ValidationException',
  );
  assert.equal((await add(alice, id, ...crowd)).memberIds.length, 25);
  assert.equal(await refused([dave.sub]), 'ValidationException');
  assert.equal((await add(alice, id, crowd[0])).memberIds.length, 25);
});

test('people who are added at the same time are all added', async () => {
  const id = await alice.startGroup('busy', bob, carol);
  const joining = await backend.people('j1', 'j2', 'j3', 'j4');
  const persist = async (person) => {
    for (;;) {
      const { errors } = await alice.ask(addMembers, { id, m: [person.sub] });
      if (errors.length === 0) return;
      assert.equal(errors[0].errorType, 'ThrottlingException');
    }
  };
  await Promise.all(joining.map(persist));
  const { conversation: now } = await alice.data(conversation, { id });
  assert.equal(new Set(now.memberIds).size, 7);
  for (const person of joining) assert.ok((await listedFor(person)).includes(id));
});

test('who leaves is a stranger from then on; what was written stays', async () => {
  const id = await alice.startGroup('leaving', bob, carol);
  const { seq } = await carol.say(id, 'From Carol');
  const after = await leave(carol, id);
  assert.deepEqual(after.memberIds, [alice.sub, bob.sub].sort());
  assert.ok(!(await listedFor(carol)).includes(id));
  assert.equal(await carol.errorType(conversation, { id }), 'Unauthorized');
  assert.equal(await carol.errorType(leaveConversation, { id }), 'Unauthorized');
  await assert.rejects(carol.say(id, 'x'), /Unauthorized/);
  await assert.rejects(carol.history(id), /Unauthorized/);
  const history = await bob.history(id);
  assert.deepEqual(
    history.map((message) => [message.seq, message.content]),
    [[seq, 'From Carol']],
  );
  await add(bob, id, carol);
  assert.equal((await carol.history(id)).length, 1);
});

test('who leaves while he writes has left: nothing of his comes after it', async () => {
  const id = await alice.startGroup('racing', bob, carol);
  const { id: message } = await carol.say(id, 'Before');
  const edit = `mutation($id: ID!, $m: ID!) {
    editMessage(conversationId: $id, id: $m, content: "x") { id } }`;
  const attempts = {
    lastSeq: () => carol.say(id, 'After').catch((error) => error.message),
    lastChangeSeq: () => carol.errorType(edit, { id, m: message }),
    name: () => carol.errorType(renameConversation, { id, name: 'mine' }),
  };
  for (const [attribute, attempt] of Object.entries(attempts)) {
    const { reached, release } = holdUpdate(backend, attribute);
    const late = attempt();
    await reached;
    await leave(carol, id);
    release();
    assert.match(await late, /Unauthorized/, attribute);
    await add(alice, id, carol);
  }
  assert.equal((await alice.data(conversation, { id })).conversation.name, 'racing');
  const history = await alice.history(id);
  assert.deepEqual(
    history.map(({ content }) => content),
    ['Before'],
  );
});

test('the last one leaves too', async () => {
  const id = await alice.startGroup('emptying', bob, carol);
  for (const person of [bob, alice, carol]) await leave(person, id);
  assert.equal(await carol.errorType(conversation, { id }), 'Unauthorized');
});

test('leaving ends the subscription to the conversation, and only that', async () => {
  const id = await alice.startGroup('listening', bob, carol);
  const other = await alice.startGroup('other', bob, carol);
  const [socket, stays] = await Promise.all([carol.realtime(), bob.realtime()]);
  await socket.start('gone', newMessage, { id });
  await socket.start('other', newMessage, { id: other });
  await stays.start('stays', newMessage, { id });
  await leave(carol, id);
  await socket.frame((frame) => frame.id === 'gone' && frame.type === 'complete');
  await alice.say(id, 'Without Carol');
  await alice.say(other, 'With Carol');
  assert.equal((await socket.next('other')).subscribeToNewMessage.content, 'With Carol');
  assert.ok(!socket.frames.some((frame) => frame.id === 'gone'));
  assert.equal((await stays.next('stays')).subscribeToNewMessage.content, 'Without Carol');
  await Promise.all([socket.end(), stays.end()]);
});

test('a new name is for everybody, and has the limits of a name', async () => {
  const id = await alice.startGroup('old', bob, carol);
  const socket = await carol.realtime();
  await socket.start('change', onConversationChange);
  const { renameConversation: renamed } = await bob.data(renameConversation, { id, name: 'new' });
  assert.equal(renamed.name, 'new');
  assert.deepEqual((await socket.next('change')).onConversationChange, renamed);
  assert.equal((await alice.data(conversation, { id })).conversation.name, 'new');
  for (const name of ['', ' ', 'x'.repeat(201)])
    assert.equal(await bob.errorType(renameConversation, { id, name }), 'ValidationException');
  await socket.end();
});
