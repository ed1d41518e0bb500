// What time ends: tokens at once, records of sessions and events a while later.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { recordsTable } from '../../backend/local/records.mjs';
import { removeExpired } from '../../backend/local/tables/expiry.mjs';
import { TestBackend } from './support/backend.mjs';
import { Person } from './support/person.mjs';

const dayMs = 86_400_000;
const pollMs = 20;

let backend;
let database;
let passedMs = 0;
const now = () => Date.now() + passedMs;
before(async () => {
  const seed = (tools) => {
    database = tools.database;
  };
  backend = await TestBackend.start({ settings: { now }, seed });
});
after(() => backend.stop());

const tables = () => [...backend.running.engine.template.tables, recordsTable];
const sessionOf = ({ token }) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
const sessionRecord = (person) => backend.running.pool.tokens.session(sessionOf(person).origin_jti);

async function count(name) {
  const { TableName } = tables().find((table) => table.TableName.startsWith(name));
  return (await database.call('Scan', { TableName })).Count;
}

test('a token that was good is refused when its time is over', async () => {
  const ann = await Person.appear(backend, 'ann');
  const { exp } = sessionOf(ann);
  assert.equal((await ann.ask('{ me { username } }')).data.me.username, 'ann');
  passedMs += exp * 1000 - now() - 5000;
  assert.equal((await ann.ask('{ me { username } }')).status, 200);
  passedMs += 6000;
  const { status, errors } = await ann.ask('{ me { username } }');
  assert.equal(status, 401);
  assert.deepEqual(errors, [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }]);
});

test('sessions and events that are over are removed, and nothing else', async () => {
  const bob = await Person.appear(backend, 'bob');
  const recordEvents = 'mutation($events: [EventInput!]!) { recordEvents(events: $events) }';
  const at = new Date(now()).toISOString();
  await bob.data(recordEvents, { events: [{ id: randomUUID(), name: '_session_start', at }] });
  const { expiresAt } = await sessionRecord(bob);
  const users = await count('Users');
  assert.equal(await count('Events'), 1);
  assert.equal(await removeExpired(database, tables(), Math.floor(now() / 1000)), 0);
  passedMs += expiresAt * 1000 - now() - dayMs;
  const carl = await Person.appear(backend, 'carl');
  passedMs += 2 * dayMs;
  const gone = await removeExpired(database, tables(), Math.floor(now() / 1000));
  assert.ok(gone >= 1);
  assert.equal(await sessionRecord(bob), null);
  assert.ok(await sessionRecord(carl));
  assert.equal(await count('Users'), users + 1);
  passedMs += 400 * dayMs;
  await removeExpired(database, tables(), Math.floor(now() / 1000));
  assert.equal(await count('Events'), 0);
  assert.equal(await sessionRecord(carl), null);
  assert.ok(await backend.running.pool.users.find('carl'));
});

test('a session that is over gives no new tokens while its record is still there', async () => {
  await Person.appear(backend, 'eva');
  const { pool, outputs } = backend.running;
  const { tokens, users } = pool;
  const { RefreshToken } = await tokens.signIn(await users.find('eva'));
  const ClientId = outputs.userPoolClientId;
  const refresh = () => pool.call('GetTokensFromRefreshToken', { ClientId, RefreshToken });
  passedMs += tokens.refreshSeconds * 1000 - 5000;
  assert.ok((await refresh()).AuthenticationResult.AccessToken);
  passedMs += 6000;
  await assert.rejects(refresh(), { name: 'NotAuthorizedException' });
});

test('what is given more time while it is being removed stays', async () => {
  const { TableName } = recordsTable;
  const put = (expiresAt) =>
    database.call('PutItem', {
      TableName,
      Item: { key: { S: 'renewed' }, expiresAt: { N: String(expiresAt) } },
    });
  await put(5);
  const renewing = {
    async call(operation, input) {
      if (operation === 'DeleteItem') await put(50);
      return database.call(operation, input);
    },
  };
  assert.equal(await removeExpired(renewing, [recordsTable], 6), 0);
  const Key = { key: { S: 'renewed' } };
  assert.equal((await database.call('GetItem', { TableName, Key })).Item.expiresAt.N, '50');
  await database.call('DeleteItem', { TableName, Key });
});

test('a page of a table at a time, all of it', async () => {
  const many = 50; // Three pages: each has at most a megabyte.
  const item = (i) => ({
    key: { S: `old ${i}` },
    expiresAt: { N: '5' },
    text: { S: 'x'.repeat(50_000) },
  });
  const { TableName } = recordsTable;
  for (let i = 0; i < many; i += 25) {
    const puts = Array.from({ length: 25 }, (_, j) => ({ PutRequest: { Item: item(i + j) } }));
    await database.call('BatchWriteItem', { RequestItems: { [TableName]: puts } });
  }
  assert.equal(await removeExpired(database, [recordsTable], 6), many);
});

test('it happens by itself at the start', async () => {
  const dora = await Person.appear(backend, 'dora');
  passedMs += 400 * dayMs;
  assert.ok(await sessionRecord(dora));
  await backend.restart();
  while (await sessionRecord(dora)) await delay(pollMs);
});
