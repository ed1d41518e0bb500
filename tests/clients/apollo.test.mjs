// Apollo Client 4 over Amazon's links for AppSync.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gql } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { apolloClient } from './support/apollo.mjs';
import {
  Account,
  createMessage,
  messagePage,
  onInbox,
  sendUntilHeard,
  stack,
} from './support/stack.mjs';

let ann;
let bob;
let client;
let conversationId;
before(async () => {
  [ann, bob] = [await Account.make('ann'), await Account.make('bob')];
  client = apolloClient(stack, ann.token);
  conversationId = await ann.startWith(bob.sub);
});
after(() => client.stop());

test('a mutation and the query that reads it', async () => {
  const id = randomUUID();
  const createdAt = new Date().toISOString();
  const variables = { id, conversationId, content: 'By Apollo', createdAt };
  const { data } = await client.mutate({ mutation: gql(createMessage), variables });
  assert.equal(data.createMessage.sender, ann.sub);
  const read = await client.query({ query: gql(messagePage), variables: { conversationId } });
  assert.deepEqual(
    read.data.allMessageConnection.messages.map((message) => message.id),
    [id],
  );
});

test('a refusal is a GraphQL error with its type', async () => {
  const variables = { conversationId: randomUUID() };
  await assert.rejects(client.query({ query: gql(messagePage), variables }), (error) => {
    assert.ok(CombinedGraphQLErrors.is(error));
    assert.equal(error.errors[0].errorType, 'Unauthorized');
    return true;
  });
});

test('a token that is none is refused before GraphQL', async () => {
  const stranger = apolloClient(stack, 'no.token.atall');
  const refused = stranger.query({ query: gql(messagePage), variables: { conversationId } });
  await assert.rejects(refused, (error) => error.statusCode === 401);
  stranger.stop();
});

test('a subscription hears what others say', async () => {
  let hear;
  const heard = new Promise((resolve) => {
    hear = resolve;
  });
  const subscription = client
    .subscribe({ query: gql(onInbox) })
    .subscribe({ next: hear, error: hear });
  const { sent, event } = await sendUntilHeard(() => bob.say(conversationId, 'To Apollo'), heard);
  const { __typename, ...message } = event.data.onInbox;
  assert.equal(__typename, 'Message');
  assert.deepEqual(message, sent);
  subscription.unsubscribe();
});
