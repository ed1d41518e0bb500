// Two nodes over one set of tables and one NATS server, with Amazon's links for Apollo.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gql } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { apolloClient } from '../clients/support/apollo.mjs';
import { CognitoClient } from './support/cognito.mjs';
import { Nodes } from './support/nodes.mjs';
import { Person, createMessage } from './support/person.mjs';
import { outcome } from './support/process.mjs';
import { RealtimeClient } from './support/realtime.mjs';

const inbox = 'subscription { onInbox { id content seq } }';

let nodes;
let alice;
let bob;
let carol;
let id;
before(async () => {
  nodes = await Nodes.start();
  const names = ['alice', 'bob', 'carol'];
  [alice, bob, carol] = await Promise.all(names.map((name) => Person.join(nodes, name)));
  id = await alice.startWith(bob);
});
after(() => nodes.stop());

/** Somebody who talks and listens by Apollo, and catches up after a lost socket. */
class Talker {
  live = [];
  caughtUp = [];
  sockets = 0;

  constructor(person) {
    this.person = person;
    this.client = apolloClient(nodes.outputs, person.token);
  }

  /** Settles when a message says that the subscription is live. */
  async listen() {
    this.sockets += 1;
    const hello = `${this.person.name} ${this.sockets}`;
    let hear;
    const heard = new Promise((resolve) => {
      hear = resolve;
    });
    const gone = () => {
      this.relistening = this.listen();
    };
    this.subscription = this.client.subscribe({ query: gql(inbox) }).subscribe({
      next: ({ data, error }) => {
        if (error) return;
        this.live.push(data.onInbox.id);
        if (data.onInbox.content === hello) hear();
      },
      error: gone,
      complete: gone,
    });
    for (let greeted = false; !greeted;) {
      await this.say(hello, `${this.person.name}-greets-${randomUUID()}`);
      greeted = await Promise.race([heard.then(() => true), soon(false)]);
    }
    this.caughtUp = (await this.person.history(id)).map((message) => message.id);
  }

  stop() {
    this.subscription.unsubscribe();
    this.client.stop();
  }

  /** Again with the same id until it is answered. */
  async say(content, messageId) {
    const createdAt = new Date().toISOString();
    const variables = { id: messageId, conversationId: id, content, createdAt };
    for (;;) {
      try {
        const { data } = await this.client.mutate({ mutation: gql(createMessage), variables });
        return data.createMessage;
      } catch (error) {
        if (CombinedGraphQLErrors.is(error)) throw error;
        await soon();
      }
    }
  }
}

const soon = (value) => new Promise((resolve) => setTimeout(resolve, 100, value));

test('a sign-in may begin at one node and end at another, and counts at both', async () => {
  const requests = nodes.list.map((node) => node.requests);
  await Person.signIn(nodes, 'alice');
  for (const [i, node] of nodes.list.entries()) assert.ok(node.requests > requests[i]);
  await Person.join(nodes, 'victim');
  const client = new CognitoClient(nodes.outputs);
  // Alternately at both, so that neither sees five of the first nine.
  const wrong = 'Incorrect username or password.';
  const messages = [];
  do {
    const error = await client.signIn('victim', 'Wrong-Horse-8').catch((refused) => refused);
    messages.push(error.message);
  } while (messages.at(-1) === wrong);
  assert.ok(messages.length > 5 && messages.length < 10, `${messages.length} attempts`);
  assert.equal(messages.at(-1), 'Password attempts exceeded');
});

test('a page token of one node is good at the other', async () => {
  const talk = await alice.startGroup('pages', bob, carol);
  for (const content of ['One', 'Two', 'Three', 'Four']) await alice.say(talk, content);
  const query = `query($id: ID!, $after: String) {
    allMessageConnection(conversationId: $id, first: 1, after: $after) {
      nextToken
      messages { content }
    }
  }`;
  const pages = [];
  for (let page = { nextToken: null }; pages.length < 4; pages.push(page.messages[0].content))
    page = (await bob.data(query, { id: talk, after: page.nextToken })).allMessageConnection;
  assert.deepEqual(pages, ['Four', 'Three', 'Two', 'One']);
});

test('who leaves at one node is no longer told at the other', async () => {
  const talk = await alice.startGroup('leaving', bob, carol);
  const listeners = await Promise.all([bob.realtime(), bob.realtime()]);
  const query = 'subscription($id: ID!) { subscribeToNewMessage(conversationId: $id) { content } }';
  for (const listener of listeners)
    assert.equal((await listener.start('1', query, { id: talk })).type, 'start_ack');
  const leave = 'mutation($id: ID!) { leaveConversation(conversationId: $id) { id } }';
  await bob.data(leave, { id: talk });
  for (const listener of listeners)
    await listener.frame((frame) => frame.id === '1' && frame.type === 'complete');
  await Promise.all(listeners.map((listener) => listener.end()));
});

test('when one of two nodes is killed amid the talk, nothing is lost or doubled', async () => {
  for (const node of nodes.list) node.sockets = 0;
  const talkers = [new Talker(alice), new Talker(bob)];
  for (const talker of talkers) await talker.listen();
  assert.deepEqual(
    nodes.list.map(({ sockets }) => sockets),
    [1, 1],
  );
  const count = 40;
  let answered = 0;
  const talk = async (talker) => {
    for (let number = 0; number < count; number += 1) {
      await talker.say(`Number ${number}`, `${talker.person.name}-says-${number}`);
      answered += 1;
      if (answered === count) await nodes.kill(nodes.list[1]);
    }
  };
  await Promise.all(talkers.map(talk));
  await Promise.all(talkers.map((talker) => talker.relistening));
  const history = await alice.history(id);
  const ids = history.map((message) => message.id);
  const said = ids.filter((messageId) => messageId.includes('-says-'));
  assert.equal(said.length, 2 * count);
  for (const { name } of [alice, bob])
    assert.deepEqual(
      said.filter((messageId) => messageId.startsWith(name)),
      Array.from({ length: count }, (_, number) => `${name}-says-${number}`),
    );
  assert.deepEqual(talkers.map(({ sockets }) => sockets).sort(), [1, 2]);
  for (const { live, caughtUp, sockets } of talkers) {
    const known = new Set(sockets === 1 ? live : [...live, ...caughtUp]);
    assert.deepEqual(
      said.filter((messageId) => !known.has(messageId)),
      [],
    );
  }
  for (const talker of talkers) talker.stop();
  await nodes.replace(nodes.list[1]);
});

test('what NATS has not got yet is not answered', async () => {
  const listener = await bob.realtime();
  await listener.start('1', inbox);
  const { pid } = nodes.nats.child;
  const stored = async () => (await alice.history(id)).some((message) => message.id === 'held');
  let answered = false;
  process.kill(pid, 'SIGSTOP');
  try {
    alice.say(id, 'Held', 'held').then(
      () => (answered = true),
      () => {},
    );
    while (!(await stored()));
    for (let i = 0; i < 10; i += 1) await stored(); // The answer had the time of ten others.
    assert.equal(answered, false);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await nodes.whenReady(() => alice.say(id, 'Held', 'held'));
  assert.equal((await listener.next('1')).onInbox.id, 'held');
  await listener.end();
});

test('without NATS a node has no subscribers, and lets nothing pass untold', async () => {
  const listener = await bob.realtime();
  await listener.start('1', inbox);
  await nodes.restartNats(async () => {
    if (!listener.closed) await once(listener.socket, 'close');
    await assert.rejects(RealtimeClient.open(nodes.outputs, bob.token), /503/);
    await assert.rejects(alice.say(id, 'Untold', 'untold'), /Internal failure/);
  });
  const again = await nodes.whenReady(() => RealtimeClient.connect(nodes.outputs, bob.token));
  await again.start('1', inbox);
  await nodes.whenReady(() => alice.say(id, 'Untold', 'untold'));
  assert.equal((await again.next('1')).onInbox.id, 'untold');
  await again.end();
});

test('what cannot work is said in one sentence at the start', async () => {
  const data = await mkdtemp(join(tmpdir(), 'chatql-test-'));
  const nowhere = 'http://127.0.0.1:9';
  const starts = {
    '^--nats joins nodes that share tables: --dynamodb\\.\n$': ['--nats', nodes.nats.url],
    '^The tables at http://127\\.0\\.0\\.1:9 cannot be used: [^\n]+\n$': ['--dynamodb', nowhere],
    '^--dynamodb nowhere is no URL\\.\n$': ['--dynamodb', 'nowhere'],
    '^There is no NATS server at nats://127\\.0\\.0\\.1:9: [^\n]+\n$': [
      ...['--dynamodb', nodes.dynalite.url],
      ...['--nats', 'nats://127.0.0.1:9'],
    ],
  };
  for (const [complaint, options] of Object.entries(starts)) {
    const { code, output, complaints } = await outcome('--data', data, ...options);
    assert.match(complaints, new RegExp(complaint));
    assert.deepEqual([code, output], [1, '']);
  }
  await rm(data, { recursive: true });
});
