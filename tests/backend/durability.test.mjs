// What was acknowledged stays, whatever ends the process; and how it starts and ends.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toAttributes } from '../../backend/local/attributes.mjs';
import { Database } from '../../backend/local/database.mjs';
import { repairIndexes } from '../../backend/local/index_repair.mjs';
import { readTemplate } from '../../backend/local/template.mjs';
import { Person } from './support/person.mjs';
import { BackendProcess, outcome } from './support/process.mjs';
import { RealtimeClient } from './support/realtime.mjs';

const { Level } = createRequire(createRequire(import.meta.url).resolve('dynalite'))('level');

let backend;
let alice;
let bob;
let id;
before(async () => {
  backend = await BackendProcess.start();
  alice = await Person.join(backend, 'alice');
  bob = await Person.join(backend, 'bob');
  id = await alice.startWith(bob);
});
after(() => backend.stop());

test('a clean restart keeps accounts, sessions, conversations and messages', async () => {
  await alice.say(id, 'Before');
  await bob.data('mutation($id: ID!) { markRead(conversationId: $id, seq: 1) { readSeq } }', {
    id,
  });
  await backend.restart('SIGTERM');
  const again = await Person.signIn(backend, 'bob');
  assert.equal(again.sub, bob.sub);
  assert.deepEqual(
    (await alice.history(id)).map(({ content }) => content),
    ['Before'],
  );
  const { me } = await bob.data(
    '{ me { conversations { userConversations { readSeq conversationId } } } }',
  );
  assert.deepEqual(me.conversations.userConversations, [{ readSeq: 1, conversationId: id }]);
});

test('SIGTERM ends the process cleanly, also with open connections', async () => {
  const socket = await RealtimeClient.connect(backend.outputs, alice.token);
  assert.equal(await backend.end('SIGTERM'), 0);
  await assert.rejects(socket.frame(() => false));
  await backend.launch(backend.port);
});

test('kill -9 amid writing loses no acknowledged message and doubles none', async () => {
  const acknowledged = new Map();
  let number = 0;
  const write = async (person) => {
    for (;;) {
      number += 1;
      const messageId = `killed-${number}`;
      try {
        acknowledged.set(messageId, (await person.say(id, messageId, messageId)).seq);
      } catch {
        return messageId;
      }
      if (acknowledged.size === 60) backend.child.kill('SIGKILL');
    }
  };
  const unanswered = await Promise.all([write(alice), write(bob), write(alice), write(bob)]);
  await backend.launch(backend.port);
  const stored = await bob.history(id);
  const seqs = new Map(stored.map((message) => [message.id, message.seq]));
  assert.equal(seqs.size, stored.length);
  for (const [messageId, seq] of acknowledged) assert.equal(seqs.get(messageId), seq);
  for (const [i, messageId] of unanswered.entries())
    await (i % 2 === 0 ? alice : bob).say(id, messageId, messageId);
  const ids = (await bob.history(id)).map((message) => message.id);
  for (const messageId of unanswered)
    assert.equal(ids.filter((stored) => stored === messageId).length, 1);
});

test('a second process on the same data folder says one clear sentence', async () => {
  const { code, complaints } = await outcome('--data', backend.data);
  assert.equal(code, 1);
  assert.equal(complaints, `Another process is using the data folder ${backend.data}.\n`);
});

test('a busy port, a wrong option and a wrong port say one clear sentence', async () => {
  const data = await mkdtemp(join(tmpdir(), 'chatql-test-'));
  const busy = await outcome('--data', data, '--port', backend.port);
  assert.equal(busy.code, 1);
  assert.equal(busy.complaints, `Port ${backend.port} is in use.\n`);
  const option = await outcome('--data', data, '--prot', '1');
  assert.equal(option.code, 1);
  assert.match(option.complaints, /^Unknown option '--prot'/);
  const port = await outcome('--data', data, '--port', '99999');
  assert.match(port.complaints, /^--port 99999 is no port\./);
  await rm(data, { recursive: true });
});

test('an index entry without its item becomes the item at the next start', async () => {
  // What a killed process leaves: dynalite writes the entries of the indexes before the item.
  const data = await mkdtemp(join(tmpdir(), 'chatql-test-'));
  const table = readTemplate().tables.find(({ TableName }) => TableName.startsWith('Messages'));
  const message = { conversationId: 'c', id: 'm', seq: 1, sender: 's', sentAt: 't' };
  const withDatabase = async (work) => {
    const database = await Database.open(data);
    await database.prepare([table]);
    try {
      return await work(database.client, table);
    } finally {
      await database.close();
    }
  };
  const find = async (client, { TableName }) => {
    const Key = toAttributes({ conversationId: 'c', id: 'm' });
    return (await client.send(new GetItemCommand({ TableName, Key }))).Item;
  };
  await withDatabase(async (client, { TableName }) => {
    for (const item of [message, { conversationId: 'c', id: 'without seq' }])
      await client.send(new PutItemCommand({ TableName, Item: toAttributes(item) }));
    assert.equal(await repairIndexes(client, [table]), 0);
  });
  await loseItem(join(data, 'tables'), `item-${table.TableName}~`, 'm');
  assert.equal(await withDatabase(find), undefined);
  await writeFile(join(data, 'running'), '');
  assert.deepEqual(await withDatabase(find), toAttributes(message));
  await rm(data, { recursive: true });
});

async function loseItem(folder, prefix, id) {
  const level = new Level(folder, { valueEncoding: 'json' });
  for await (const [key, value] of level.iterator())
    if (key.startsWith(prefix) && value.id.S === id) await level.del(key);
  await level.close();
}
