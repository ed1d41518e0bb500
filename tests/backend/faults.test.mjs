// Trouble on demand does what it says, to those requests only.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { RealtimeClient } from './support/realtime.mjs';

let backend;
let alice;
let id;
before(async () => {
  backend = await TestBackend.start();
  const [one, two] = await backend.people('alice', 'bob');
  alice = one;
  id = await alice.startWith(two);
});
after(() => backend.stop());

const me = (token = alice.token) =>
  fetch(backend.outputs.graphqlEndpoint, {
    method: 'POST',
    headers: { authorization: token },
    body: JSON.stringify({ query: '{ me { id } }' }),
  });

test('answers are cut, damaged or replaced, as often as ordered', async () => {
  await backend.fault({ path: '/graphql', kind: 'malformed', count: 2 });
  for (let i = 0; i < 2; i += 1) await assert.rejects((await me()).json(), SyntaxError);
  assert.equal((await (await me()).json()).data.me.id, alice.sub);
  await backend.fault({ path: '/graphql', kind: 'status', status: 503 });
  assert.equal((await me()).status, 503);
  await backend.fault({ path: '/graphql', kind: 'oversized' });
  assert.ok((await (await me()).text()).length > 8_000_000);
  await backend.fault({ path: '/graphql', kind: 'drop' });
  await assert.rejects(me());
  await backend.fault({ path: '/graphql', kind: 'delay', delayMs: 1 });
  assert.equal((await me()).status, 200);
});

test('only requests that match are struck', async () => {
  await backend.fault({ path: '/graphql', kind: 'status', match: 'createMessage' });
  assert.equal((await me()).status, 200);
  await assert.rejects(alice.say(id, 'struck'));
});

test('a lost answer has been applied, a refused request has not', async () => {
  await backend.fault({ path: '/graphql', kind: 'drop', match: 'createMessage' });
  await assert.rejects(alice.say(id, 'applied', 'applied'));
  await backend.fault({ path: '/graphql', kind: 'drop', match: 'createMessage', applied: false });
  await assert.rejects(alice.say(id, 'refused', 'refused'));
  const ids = (await alice.history(id)).map((message) => message.id);
  assert.ok(ids.includes('applied'));
  assert.ok(!ids.includes('refused'));
});

test('sockets are cut, muted and turned away', async () => {
  const cut = await alice.realtime();
  await backend.fault({ cut: 'sockets' });
  await cut.isCutOff();
  await backend.fault({ path: '/graphql/realtime', kind: 'drop' });
  await assert.rejects(RealtimeClient.open(backend.outputs, alice.token));
  const muted = await alice.realtime();
  await muted.start('inbox', 'subscription { onInbox { content recipients } }');
  await backend.fault({ mute: 'sockets' });
  const lively = await alice.realtime();
  await lively.start('inbox', 'subscription { onInbox { content recipients } }');
  await alice.say(id, 'Anybody there?');
  await lively.next('inbox');
  assert.ok(!muted.frames.some(({ type }) => type === 'data'));
  await Promise.all([muted.end(), lively.end()]);
});

test('tokens can be made to expire at once', async () => {
  await backend.fault({ settings: { tokenSeconds: -1 } });
  const { users, tokens } = backend.running.pool;
  const { AccessToken } = await tokens.signIn(await users.find('alice'));
  await backend.fault({ settings: { tokenSeconds: null } });
  assert.equal((await me(AccessToken)).status, 401);
});

test('an order that makes no sense is refused', async () => {
  for (const body of ['', 'null', '{}', '{"kind":"explode"}', '{"cut":"trees"}'])
    assert.equal((await backend.fetch('/faults', { method: 'POST', body })).status, 404);
});
