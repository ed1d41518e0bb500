// What was acknowledged stays, whatever ends the process; and how it starts and ends.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openDatabase } from '../../backend/local/tables/database.mjs';
import { repairIndexes } from '../../backend/local/tables/indexes.mjs';
import { Journal } from '../../backend/local/tables/journal.mjs';
import { entriesOf } from '../../backend/local/tables/store.mjs';
import { readTemplate } from '../../backend/local/template.mjs';
import { Person, createMessage } from './support/person.mjs';
import { BackendProcess, outcome } from './support/process.mjs';
import { RealtimeClient } from './support/realtime.mjs';
import { SmallDisk } from './support/small_disk.mjs';

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
  await socket.isCutOff();
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

/** What is on the disk, once nobody uses it. */
async function withLevel(data, work) {
  const level = new Level(join(data, 'tables'), { valueEncoding: 'json' });
  await level.open();
  try {
    return await work(level);
  } finally {
    await level.close();
  }
}

const { tables } = readTemplate();
const wrongEntries = (data) =>
  withLevel(data, (level) => repairIndexes(level, new Journal(level, data), tables));

test('what is answered is on the disk, whole; what waits for it goes together', async () => {
  const batches = [];
  const level = {
    batch: (operations, options) =>
      new Promise((finish) => batches.push({ operations, options, finish })),
  };
  const journal = new Journal(level, tmpdir());
  const answered = [];
  const write = async (...keys) => {
    await journal.write(keys.map((key) => ({ type: 'del', key })));
    answered.push(keys);
  };
  const writes = [write('item 1', 'entry 1'), write('item 2'), write('item 3', 'entry 3')];
  const keys = ({ operations }) => operations.map(({ key }) => key);
  assert.deepEqual(batches.map(keys), [['item 1', 'entry 1']]);
  assert.deepEqual(answered, []);
  batches[0].finish();
  await writes[0];
  assert.deepEqual(answered, [['item 1', 'entry 1']]);
  assert.deepEqual(keys(batches[1]), ['item 2', 'item 3', 'entry 3']);
  batches[1].finish();
  await Promise.all(writes);
  assert.ok(batches.every(({ options }) => options.sync));
});

test('kill -9 amid writing leaves every index as the items say', async () => {
  for (let round = 0; round < 3; round += 1) {
    let written = 0;
    const write = async (person) => {
      for (;;) {
        try {
          await person.say(id, `Round ${round}`);
        } catch {
          return;
        }
        written += 1;
        if (written === 20) backend.child.kill('SIGKILL');
      }
    };
    await Promise.all([write(alice), write(bob), write(alice), write(bob)]);
    assert.equal(await wrongEntries(backend.data), 0);
    await backend.launch(backend.port);
  }
});

test('indexes that a bad disk has damaged are made good at the next start', async () => {
  await backend.end('SIGKILL');
  const messages = tables.find(({ TableName }) => TableName.startsWith('Messages')).TableName;
  const prefix = entriesOf('Local', messages, 'bySeq');
  const before = await withLevel(backend.data, async (level) => {
    const entries = await level.iterator({ gte: prefix, lt: `${prefix}\xff` }).all();
    const [[lost], [changed, item]] = entries;
    await level.del(lost);
    await level.put(changed, { ...item, content: { S: 'Something else' } });
    await level.put(`${prefix}phantom`, item);
    return entries;
  });
  await backend.launch(backend.port);
  const history = await bob.history(id);
  await backend.end('SIGTERM');
  const after = await withLevel(backend.data, (level) =>
    level.iterator({ gte: prefix, lt: `${prefix}\xff` }).all(),
  );
  assert.deepEqual(after, before);
  assert.equal(history.length, before.length);
  await backend.launch(backend.port);
});

test('data from before an index was thought of gets that index at the start', async () => {
  const data = await mkdtemp(join(tmpdir(), 'chatql-test-'));
  const [table] = tables.filter(({ TableName }) => TableName.startsWith('Messages'));
  const { TableName } = table;
  const before = {
    ...table,
    LocalSecondaryIndexes: undefined,
    AttributeDefinitions: table.AttributeDefinitions.filter(
      ({ AttributeName }) => !['seq', 'changeSeq'].includes(AttributeName),
    ),
  };
  const Item = { conversationId: { S: 'c' }, id: { S: 'm' }, seq: { N: '1' } };
  const old = await openDatabase({ data }, [before]);
  await old.call('PutItem', { TableName, Item });
  await old.close();
  const database = await openDatabase({ data }, [table]);
  const query = {
    IndexName: 'bySeq',
    KeyConditionExpression: 'conversationId = :id AND seq = :seq',
    ExpressionAttributeValues: { ':id': { S: 'c' }, ':seq': { N: '1' } },
  };
  const { Items } = await database.call('Query', { TableName, ...query });
  assert.deepEqual(Items, [Item]);
  await database.close();
  const others = { ...table, KeySchema: [table.KeySchema[0]] };
  await assert.rejects(openDatabase({ data }, [others]), /has other keys/);
  await rm(data, { recursive: true });
});

test('a damaged data folder is reported, and nothing is started', async () => {
  const data = await mkdtemp(join(tmpdir(), 'chatql-test-'));
  const healthy = join(data, 'healthy');
  await backend.end('SIGTERM');
  await cp(join(backend.data, 'tables'), join(healthy, 'tables'), { recursive: true });
  await backend.launch(backend.port);
  const damage = {
    'CURRENT is no name': (folder) => writeFile(join(folder, 'CURRENT'), 'nonsense'),
    'the manifest is noise': async (folder) => {
      const name = (await readFile(join(folder, 'CURRENT'), 'utf8')).trim();
      await writeFile(join(folder, name), Buffer.alloc(4096, 0xa5));
    },
    'the folder is a file': async (folder) => {
      await rm(folder, { recursive: true });
      await writeFile(folder, '');
    },
  };
  for (const [name, strike] of Object.entries(damage)) {
    const damaged = join(data, 'damaged');
    await cp(healthy, damaged, { recursive: true });
    await strike(join(damaged, 'tables'));
    const { code, complaints, output } = await outcome('--data', damaged);
    assert.equal(code, 1, name);
    assert.equal(output, '', name);
    assert.match(complaints, /^The data folder \S+ (is damaged|cannot be used)[^\n]+\n$/, name);
    await rm(damaged, { recursive: true });
  }
  await writeFile(join(data, 'file'), '');
  const file = await outcome('--data', join(data, 'file'));
  assert.match(file.complaints, /^The data folder \S+ cannot be used: [^\n]+\n$/);
  await rm(data, { recursive: true });
});

test('a full disk loses nothing acknowledged; with space, writing goes on', async () => {
  const small = await SmallDisk.start();
  try {
    const ann = await Person.join(small, 'ann');
    const ben = await Person.join(small, 'ben');
    const talk = await ann.startWith(ben);
    await small.fill();
    const acknowledged = [];
    let refusal;
    for (let number = 0; !refusal; number += 1) {
      const content = `${number} ${'x'.repeat(3000)}`;
      const messageId = `m${number}`;
      const variables = { id: messageId, conversationId: talk, content, createdAt: 'now' };
      const { errors } = await ann.ask(createMessage, variables);
      if (errors.length === 0) acknowledged.push(messageId);
      else refusal = { messageId, content, errorType: errors[0].errorType };
    }
    assert.equal(refusal.errorType, 'DynamoDB:InternalServerError');
    assert.match(small.complaints, /^Writing to \S+ failed: [^\n]*No space left on device$/m);
    const ids = async () => (await ben.history(talk)).map((message) => message.id);
    assert.deepEqual(await ids(), acknowledged);
    const { code, complaints } = await small.second();
    assert.equal(code, 1);
    assert.match(complaints, /^The data folder \S+ cannot be used: [^\n]*No space left[^\n]*\n$/);
    await small.free();
    await ann.say(talk, refusal.content, refusal.messageId);
    assert.deepEqual(await ids(), [...acknowledged, refusal.messageId]);
  } finally {
    await small.stop();
  }
});
