import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';

let backend;
let alice;
let bob;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob] = await backend.people('alice', 'bob');
});
after(() => backend.stop());

test('two people talk', async () => {
  const id = await alice.startWith(bob);
  const socket = await bob.realtime();
  const ack = await socket.start('inbox', 'subscription { onInbox { id content seq recipients } }');
  assert.equal(ack.type, 'start_ack');
  const sent = await alice.say(id, 'Hello');
  assert.equal(sent.seq, 1);
  assert.equal((await socket.next('inbox')).onInbox.content, 'Hello');
  await socket.end();
  assert.deepEqual(
    (await bob.history(id)).map((m) => m.content),
    ['Hello'],
  );
});
