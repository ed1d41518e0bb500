// Every operation that the client can send, word for word from graphql/operations.graphql.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Kind, parse, print } from 'graphql';
import { TestBackend } from './support/backend.mjs';

const file = join(import.meta.dirname, '../../graphql/operations.graphql');
const { definitions } = parse(readFileSync(file, 'utf8'));
const named = new Map(definitions.map((definition) => [definition.name.value, definition]));
const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);

/** The operation with the fragments it uses, as the client sends it. */
function document(operation) {
  const parts = new Set([operation]);
  for (const part of parts)
    for (const [, name] of print(part).matchAll(/\.\.\.(\w+)/g)) parts.add(named.get(name));
  return [...parts].map((part) => print(part)).join('\n');
}

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
    const { errors } = await alice.ask(document(operation), variables[name] ?? {});
    assert.deepEqual(errors, [], name);
  }
});

test('each subscription is accepted', async () => {
  const socket = await alice.realtime();
  for (const operation of operations.filter((each) => each.operation === 'subscription')) {
    const ack = await socket.start(operation.name.value, document(operation));
    assert.equal(ack.type, 'start_ack', operation.name.value);
  }
  await socket.end();
});
