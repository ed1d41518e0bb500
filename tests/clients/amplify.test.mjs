// aws-amplify 6: accounts, queries, mutations and subscriptions as its users write them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import * as auth from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import {
  Account,
  createMessage,
  emailOf,
  mailedCode,
  messagePage,
  newName,
  onInbox,
  password,
  sendUntilHeard,
  stack,
  startConversation,
} from './support/stack.mjs';

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: stack.userPoolId,
      userPoolClientId: stack.userPoolClientId,
      userPoolEndpoint: stack.cognitoEndpoint,
    },
  },
  API: {
    GraphQL: {
      endpoint: stack.graphqlEndpoint,
      region: stack.region,
      defaultAuthMode: 'userPool',
    },
  },
});
const api = generateClient();

const username = newName('amplify');
let bob;
let sub;
let conversationId;

before(async () => {
  bob = await Account.make('bob');
});

test('sign-up, code, sign-in', async () => {
  const options = { userAttributes: { email: emailOf(username) } };
  const { isSignUpComplete, nextStep } = await auth.signUp({ username, password, options });
  assert.equal(isSignUpComplete, false);
  assert.equal(nextStep.signUpStep, 'CONFIRM_SIGN_UP');
  await auth.resendSignUpCode({ username });
  const confirmationCode = await mailedCode(username);
  const confirmed = await auth.confirmSignUp({ username, confirmationCode });
  assert.equal(confirmed.isSignUpComplete, true);
  await assert.rejects(auth.signIn({ username, password: 'Wrong-Horse-8' }), {
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  const { isSignedIn } = await auth.signIn({ username, password });
  assert.equal(isSignedIn, true);
  const user = await auth.getCurrentUser();
  assert.equal(user.username, username);
  sub = user.userId;
  const attributes = await auth.fetchUserAttributes();
  assert.equal(attributes.email, emailOf(username));
});

test('a forced refresh gives new tokens, which the API takes', async () => {
  const before = (await auth.fetchAuthSession()).tokens;
  const after = (await auth.fetchAuthSession({ forceRefresh: true })).tokens;
  assert.notEqual(after.accessToken.toString(), before.accessToken.toString());
  assert.equal(after.accessToken.payload.sub, sub);
  const query = 'mutation { createUser(username: "any") { id username registered } }';
  const { data } = await api.graphql({ query });
  assert.deepEqual(data.createUser, { id: sub, username, registered: true });
});

test('mutations and queries', async () => {
  conversationId = [sub, bob.sub].sort().join('_');
  const start = { id: conversationId, memberIds: [sub, bob.sub], name: 'two' };
  const started = await api.graphql({ query: startConversation, variables: start });
  assert.deepEqual(started.data.startConversation.memberIds.toSorted(), [sub, bob.sub].sort());
  const id = randomUUID();
  const content = 'He said "hi",\nthen left 👩‍👩‍👧';
  const variables = { id, conversationId, content, createdAt: new Date().toISOString() };
  const sent = (await api.graphql({ query: createMessage, variables })).data.createMessage;
  assert.deepEqual([sent.id, sent.content, sent.sender, sent.seq], [id, content, sub, 1]);
  const repeated = (await api.graphql({ query: createMessage, variables })).data.createMessage;
  assert.deepEqual(repeated, sent);
});

test('what is not allowed is refused with its type', async () => {
  const other = randomUUID();
  const query = messagePage;
  const refused = await api
    .graphql({ query, variables: { conversationId: other } })
    .catch((e) => e);
  assert.equal(refused.errors[0].errorType, 'Unauthorized');
  assert.equal(
    refused.errors[0].message,
    'Not Authorized to access allMessageConnection on type Query',
  );
  const wrong = await api.graphql({ query: '{ nothing }' }).catch((e) => e);
  assert.match(wrong.errors[0].message, /^Validation error/);
});

test('28 messages in three pages, each once, newest first', async () => {
  for (let number = 2; number <= 28; number += 1)
    await bob.say(conversationId, `Message ${number}`);
  const seqs = [];
  const sizes = [];
  let after = null;
  do {
    const variables = { conversationId, first: 10, after };
    const { data } = await api.graphql({ query: messagePage, variables });
    const page = data.allMessageConnection;
    sizes.push(page.messages.length);
    seqs.push(...page.messages.map(({ seq }) => seq));
    after = page.nextToken;
  } while (after);
  assert.deepEqual(
    seqs,
    Array.from({ length: 28 }, (_, i) => 28 - i),
  );
  assert.deepEqual(sizes, [10, 10, 8]);
});

/** The events of a subscription, from its acknowledgement on. */
async function subscribe(query, variables) {
  const acknowledged = new Promise((resolve) => {
    const forget = Hub.listen('api', ({ payload }) => {
      if (payload.event !== 'Subscription ack') return;
      forget();
      resolve();
    });
  });
  const events = [];
  let hear;
  const heard = new Promise((resolve) => {
    hear = resolve;
  });
  const subscription = api.graphql({ query, variables }).subscribe({
    next: ({ data }) => {
      events.push(data);
      hear(data);
    },
    error: (error) => hear(error),
  });
  await acknowledged;
  return { subscription, events, heard };
}

test('a subscription over wss hears what the mutation selected', async () => {
  const { subscription, heard } = await subscribe(onInbox);
  const { sent, event } = await sendUntilHeard(() => bob.say(conversationId, 'Live'), heard);
  assert.deepEqual(event.onInbox, sent);
  subscription.unsubscribe();
});

test("v1's subscription hears its conversation only, and a stranger is refused", async () => {
  const query = `subscription($id: ID!) {
    subscribeToNewMessage(conversationId: $id) { id content seq }
  }`;
  const { subscription, events, heard } = await subscribe(query, { id: conversationId });
  const carl = await Account.make('carl');
  await bob.say(await bob.startWith(carl.sub), 'Not for Amplify');
  const { sent, event } = await sendUntilHeard(() => bob.say(conversationId, 'For it'), heard);
  const { id, content, seq } = sent;
  assert.deepEqual(event.subscribeToNewMessage, { id, content, seq });
  assert.deepEqual(events, [event]);
  subscription.unsubscribe();
  const refusal = await new Promise((resolve) => {
    const id = [bob.sub, carl.sub].sort().join('_');
    const stranger = api.graphql({ query, variables: { id } });
    stranger.subscribe({ next: resolve, error: resolve });
  });
  assert.match(JSON.stringify(refusal), /Not Authorized to access subscribeToNewMessage/);
});

test('changing the password and signing out everywhere', async () => {
  const newPassword = 'Battery-Staple-9';
  await auth.updatePassword({ oldPassword: password, newPassword });
  await auth.signOut({ global: true });
  await assert.rejects(auth.getCurrentUser(), { name: 'UserUnAuthenticatedException' });
  await auth.resetPassword({ username });
  const confirmationCode = await mailedCode(username);
  await auth.confirmResetPassword({ username, confirmationCode, newPassword: password });
  const { isSignedIn } = await auth.signIn({ username, password });
  assert.equal(isSignedIn, true);
  await auth.signOut();
});
