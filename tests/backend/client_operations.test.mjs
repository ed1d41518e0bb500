// Every operation that the client can send, word for word from graphql/operations.graphql.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { documentOf, operations } from './support/operations.mjs';

let backend;
let alice;
let bob;
let carol;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, carol] = await backend.people('alice', 'bob', 'carol');
});
after(() => backend.stop());

test('each is answered without an error, in the order of a first visit', async () => {
  const id = alice.directIdWith(bob);
  const group = await alice.startGroup('group', bob, carol);
  const message = randomUUID();
  const variables = {
    StartConversation: { id, memberIds: [alice.sub, bob.sub], name: 'alice and bob' },
    CreateMessage: { id: message, conversationId: id, content: 'Hi', createdAt: 'now' },
    EditMessage: { id: message, conversationId: id, content: 'Hello' },
    DeleteMessage: { id: message, conversationId: id },
    GetChangesAfter: { conversationId: id, changeSeq: 0, first: 10 },
    SendTyping: { conversationId: id },
    AddMembers: { conversationId: group, memberIds: [bob.sub] },
    RenameConversation: { conversationId: group, name: 'another' },
    LeaveConversation: { conversationId: group },
    RecordEvents: {
      events: [{ id: message, name: 'Chat MSG Sent', at: '2026-01-02T03:04:05.678Z' }],
    },
    CreateUser: { username: 'alice' },
    MarkRead: { conversationId: id, seq: 1 },
    GetMessagesAfter: { conversationId: id, seq: 0, first: 10 },
    GetMessagesBefore: { conversationId: id, seq: null, first: 10 },
    GetConversations: { after: null, first: 20 },
    GetUsers: { prefix: 'a', after: null, first: 20 },
  };
  const first = Object.keys(variables);
  const ordered = [...operations]
    .filter(({ operation }) => operation !== 'subscription')
    .sort((a, b) => first.indexOf(a.name.value) - first.indexOf(b.name.value));
  for (const operation of ordered) {
    const name = operation.name.value;
    const needs = operation.variableDefinitions.length > 0;
    assert.ok(!needs || variables[name], `${name} needs variables here`);
    const { errors } = await alice.ask(documentOf(operation), variables[name] ?? {});
    assert.deepEqual(errors, [], name);
  }
});

test('each subscription is accepted', async () => {
  const socket = await alice.realtime();
  for (const operation of operations.filter((each) => each.operation === 'subscription')) {
    const ack = await socket.start(operation.name.value, documentOf(operation));
    assert.equal(ack.type, 'start_ack', operation.name.value);
  }
  await socket.end();
});
