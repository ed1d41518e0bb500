// A table that is busy leaves a part of a batch undone, and says so without an error: nobody is
// told that it was done, or that people are not there, and the same request succeeds afterwards.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';

let backend;
let alice;
let bob;
let carol;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, carol] = await backend.people('alice', 'bob', 'carol');
});
after(() => backend.stop());

/** The next batch of that operation leaves its last part undone, as DynamoDB may at any time. */
function makeBusy(operation) {
  const { database } = backend.running.engine.resolvers.source;
  const { call } = database;
  database.call = async (name, input) => {
    if (name !== operation) return call.call(database, name, input);
    database.call = call;
    const [[table, all]] = Object.entries(input.RequestItems);
    const parts = all.Keys ?? all;
    const last = parts.slice(-1);
    const some = all.Keys ? { ...all, Keys: parts.slice(0, -1) } : parts.slice(0, -1);
    const left = { [table]: all.Keys ? { ...all, Keys: last } : last };
    const answer = await call.call(database, name, { RequestItems: { [table]: some } });
    return { ...answer, [all.Keys ? 'UnprocessedKeys' : 'UnprocessedItems']: left };
  };
}

const start = `mutation($id: ID!, $m: [ID!]!) {
  startConversation(id: $id, memberIds: $m, name: "group") { memberIds } }`;
const record = 'mutation($events: [EventInput!]!) { recordEvents(events: $events) }';

async function conversationsOf(person) {
  const { me } = await person.data(
    '{ me { conversations { userConversations { conversationId } } } }',
  );
  return me.conversations.userConversations.map(({ conversationId }) => conversationId);
}

test('who could not be looked up is not said to be nobody', async () => {
  const variables = { id: randomUUID(), m: [bob.sub, carol.sub] };
  makeBusy('BatchGetItem');
  assert.equal(await alice.errorType(start, variables), 'ThrottlingException');
  assert.deepEqual(await conversationsOf(alice), []);
  assert.equal(await alice.errorType(start, variables), null);
});

test('a conversation that was not linked to all is not said to be started', async () => {
  const variables = { id: randomUUID(), m: [bob.sub, carol.sub] };
  makeBusy('BatchWriteItem');
  assert.equal(await alice.errorType(start, variables), 'ThrottlingException');
  assert.equal(await alice.errorType(start, variables), null);
  for (const person of [alice, bob, carol])
    assert.ok((await conversationsOf(person)).includes(variables.id), person.name);
});

test('an event that could not be looked up is not counted twice', async () => {
  const at = new Date().toISOString();
  const events = [randomUUID(), randomUUID()].map((id) => ({ id, name: '_session_start', at }));
  assert.equal((await alice.data(record, { events })).recordEvents, 2);
  makeBusy('BatchGetItem');
  assert.equal(await alice.errorType(record, { events }), 'ThrottlingException');
  assert.equal((await alice.data(record, { events })).recordEvents, 0);
});

test('events that could not be stored are not said to be counted', async () => {
  const at = new Date().toISOString();
  const events = [randomUUID(), randomUUID()].map((id) => ({ id, name: '_session_stop', at }));
  makeBusy('BatchWriteItem');
  assert.equal(await alice.errorType(record, { events }), 'ThrottlingException');
  assert.equal((await alice.data(record, { events })).recordEvents, 1);
});
