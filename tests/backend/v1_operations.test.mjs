// ChatQL v1's schema, of which ours is a superset, and its own documents, word for word, in the
// order in which its client sends them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { findBreakingChanges } from 'graphql';
import { makeSchema, subscriptionsOf } from '../../backend/local/appsync/schema.mjs';
import { TestBackend } from './support/backend.mjs';

let backend;
let alice;
let bob;
let eve;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, eve] = await backend.people('alice', 'bob', 'eve');
});
after(() => backend.stop());

const getMe = 'query getMe { me { __typename id cognitoId username registered } }';
const getAllUsers = 'query getAllUsers { allUser { __typename id cognitoId username } }';
const getConversationMessages = `
  query getConversationMessages($conversationId: ID!, $after: String, $first: Int) {
    allMessageConnection(conversationId: $conversationId, after: $after, first: $first) {
      __typename nextToken
      messages { __typename id conversationId content createdAt sender isSent }
    }
  }`;
const getUserConversationConnectionThroughUser = `
  query getUserConversationConnectionThroughUser($after: String, $first: Int) {
    me {
      id __typename registered
      conversations(first: $first, after: $after) {
        __typename nextToken
        userConversations {
          __typename userId conversationId
          associated { __typename userId }
          conversation { __typename id name }
        }
      }
    }
  }`;
const createConversation = `
  mutation createConversation($id: ID!, $name: String!, $createdAt: String) {
    createConversation(id: $id, name: $name, createdAt: $createdAt) { __typename id name createdAt }
  }`;
const createUserConversations = `
  mutation createUserConversations($conversationId: ID!, $userId: ID!) {
    createUserConversations(conversationId: $conversationId, userId: $userId) {
      __typename userId conversationId
      conversation { __typename id name }
      associated { __typename userId }
    }
  }`;
const createMessage = `
  mutation createMessage($id: ID!, $content: String, $conversationId: ID!, $createdAt: String!) {
    createMessage(
      id: $id, content: $content, conversationId: $conversationId, createdAt: $createdAt
    ) {
      __typename conversationId createdAt id sender content isSent
    }
  }`;
const subscribeToNewMessage = `
  subscription subscribeToNewMessage($conversationId: ID!) {
    subscribeToNewMessage(conversationId: $conversationId) {
      __typename conversationId createdAt id sender content isSent
    }
  }`;
const subscribeToNewUCs = `
  subscription subscribeToNewUCs($userId: ID!) {
    subscribeToNewUCs(userId: $userId) {
      __typename userId conversationId
      conversation { __typename id name }
      associated { __typename userId }
    }
  }`;
const subscribeToNewUsers = `
  subscription subscribeToNewUsers { subscribeToNewUsers { __typename id cognitoId username } }`;

test("the schema has all of v1's, and each mutation tells v1's subscriptions", () => {
  const file = join(import.meta.dirname, 'support/v1_schema.graphql');
  const v1 = makeSchema(readFileSync(file, 'utf8'));
  const { schema, heard } = backend.running.engine;
  assert.deepEqual(findBreakingChanges(v1, schema), []);
  for (const [mutation, subscriptions] of subscriptionsOf(v1))
    for (const subscription of subscriptions)
      assert.ok(heard.get(mutation).includes(subscription), `${mutation}: ${subscription}`);
});

const messageId = () => `${new Date().toISOString()}_${randomUUID()}`;

test('two people meet and talk as in v1', async () => {
  const socket = await bob.realtime();
  await socket.start('ucs', subscribeToNewUCs, { userId: bob.sub });
  const people = (await alice.data(getAllUsers)).allUser;
  assert.deepEqual(
    people.map(({ username }) => username),
    ['alice', 'bob', 'eve'],
  );

  const id = randomUUID();
  const created = { id, name: 'alice and bob', createdAt: String(Date.now()) };
  const { createConversation: conversation } = await alice.data(createConversation, created);
  assert.deepEqual(conversation, { __typename: 'Conversation', ...created });
  await alice.data(createUserConversations, { conversationId: id, userId: bob.sub });
  await alice.data(createUserConversations, { conversationId: id, userId: alice.sub });
  const pushed = (await socket.next('ucs')).subscribeToNewUCs;
  assert.equal(pushed.conversation.name, 'alice and bob');
  assert.deepEqual(
    pushed.associated.map(({ userId }) => userId).sort(),
    [alice.sub, bob.sub].sort(),
  );

  await socket.start('messages', subscribeToNewMessage, { conversationId: id });
  const now = messageId();
  const variables = { id: now, createdAt: now, content: 'Hi Bob', conversationId: id };
  const sent = (await alice.data(createMessage, variables)).createMessage;
  assert.deepEqual((await socket.next('messages')).subscribeToNewMessage, sent);
  await socket.end();

  const page = (await bob.data(getConversationMessages, { conversationId: id, first: 10 }))
    .allMessageConnection;
  assert.deepEqual(page.messages, [sent]);
  for (const person of [alice, bob]) {
    const { me } = await person.data(getUserConversationConnectionThroughUser, { first: 10 });
    assert.equal(me.conversations.__typename, 'UserConverstationsConnection');
    const [link] = me.conversations.userConversations;
    assert.equal(link.conversationId, id);
    assert.equal(link.associated.length, 2);
  }
});

test('the creator may write before anybody is linked, and others may not', async () => {
  const id = randomUUID();
  await alice.data(createConversation, { id, name: 'mine' });
  const variables = { content: 'x', conversationId: id, createdAt: 'now', id: messageId() };
  assert.equal(await bob.errorType(createMessage, variables), 'Unauthorized');
  assert.equal(await alice.errorType(createMessage, variables), null);
  const { createConversation: again } = await alice.data(createConversation, { id, name: 'other' });
  assert.equal(again.name, 'mine');
  assert.equal(await bob.errorType(createConversation, { id, name: 'theirs' }), 'Unauthorized');
});

test('new users are announced', async () => {
  const socket = await alice.realtime();
  await socket.start('users', subscribeToNewUsers);
  const [frank] = await backend.people('frank');
  const { subscribeToNewUsers: user } = await socket.next('users');
  assert.deepEqual(user, {
    __typename: 'User',
    id: frank.sub,
    cognitoId: frank.sub,
    username: 'frank',
  });
  await socket.end();
});

test('me is the user', async () => {
  const { me } = await eve.data(getMe);
  assert.deepEqual(me, {
    __typename: 'User',
    id: eve.sub,
    cognitoId: eve.sub,
    username: 'eve',
    registered: true,
  });
});

test('all messages oldest first, those of one sender, and those a user wrote', async () => {
  const id = await alice.startWith(bob);
  for (const text of ['a', 'b']) await alice.say(id, text);
  await bob.say(id, 'c');
  const { allMessage } = await bob.data(
    'query($id: ID!) { allMessage(conversationId: $id, first: 2) { content } }',
    { id },
  );
  assert.deepEqual(allMessage, [{ content: 'a' }, { content: 'b' }]);
  const { allMessageFrom } = await alice.data(
    'query($id: ID!, $s: String!) { allMessageFrom(conversationId: $id, sender: $s) { content } }',
    { id, s: bob.sub },
  );
  assert.deepEqual(allMessageFrom, [{ content: 'c' }]);
  const { me } = await bob.data('{ me { messages { messages { content } } } }');
  assert.deepEqual(me.messages.messages, [{ content: 'c' }]);
});
