// What clients count: each event once, on the day on which the server hears of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';

let backend;
let alice;
let bob;
let database;
before(async () => {
  backend = await TestBackend.start({
    seed: (tools) => {
      database = tools.database;
    },
  });
  [alice, bob] = await backend.people('alice', 'bob');
});
after(() => backend.stop());

const recordEvents = 'mutation($events: [EventInput!]!) { recordEvents(events: $events) }';
const at = '2026-01-02T03:04:05.678Z';
const event = (name, id = randomUUID()) => ({ id, name, at });
const record = async (person, ...events) =>
  (await person.data(recordEvents, { events })).recordEvents;

async function days() {
  const { TableName } = backend.running.engine.template.tables.find((table) =>
    table.TableName.startsWith('Counters'),
  );
  return (await database.call('Scan', { TableName })).Items;
}

/** What has been counted of a name on all days. */
async function counted(name) {
  return (await days()).reduce((sum, day) => sum + Number(day[name]?.N ?? 0), 0);
}

test('events are counted by name, each once', async () => {
  const sent = [event('Chat MSG Sent'), event('Chat MSG Sent'), event('New Conversation')];
  assert.equal(await record(alice, ...sent), 3);
  assert.equal(await record(alice, sent[0], sent[0], event('Chat MSG Sent')), 1);
  assert.equal(await record(alice, ...sent), 0);
  assert.equal(await counted('Chat MSG Sent'), 3);
  assert.equal(await counted('New Conversation'), 1);
});

test("one's own ids do not hide those of others", async () => {
  const begun = event('_session_start');
  assert.equal(await record(alice, begun), 1);
  assert.equal(await record(bob, begun), 1);
  assert.equal(await counted('_session_start'), 2);
});

test('a batch that breaks a limit is refused whole', async () => {
  const refused = (...events) => alice.errorType(recordEvents, { events });
  const good = event('_session_stop');
  assert.equal(await refused(), 'ValidationException');
  const many = Array.from({ length: 26 }, () => event('_session_stop'));
  assert.equal(await refused(...many), 'ValidationException');
  for (const name of ['', 'Anything', 'constructor', '__proto__', 'day'])
    assert.equal(await refused(good, event(name)), 'ValidationException');
  for (const id of ['', '\u0000', 'ü', 'x'.repeat(129)])
    assert.equal(await refused(good, event('_session_stop', id)), 'ValidationException');
  for (const bad of [{ ...good, at: 'yesterday' }, { ...good, more: 1 }, { id: 'a' }, 'x', null])
    assert.notEqual(await refused(bad), null);
  assert.equal(await counted('_session_stop'), 0);
  assert.equal(await record(alice, ...many.slice(0, 25)), 25);
  assert.equal(await counted('_session_stop'), 25);
});

test('ids that a language has a meaning for are ids like others', async () => {
  const before = await counted('New Conversation');
  const ids = ['__proto__', 'constructor', 'toString'];
  assert.equal(await record(bob, ...ids.map((id) => event('New Conversation', id))), 3);
  assert.equal(await counted('New Conversation'), before + 3);
});

test('they count on the day of the server, whatever day a client says', async () => {
  const today = () => new Date().toISOString().slice(0, 10);
  const begun = today();
  for (const name of ['_session_start', 'New Conversation', 'Chat MSG Sent']) {
    const before = await counted(name);
    const sent = event(name);
    assert.equal(await record(bob, sent), 1);
    assert.equal(await record(bob, sent), 0);
    assert.equal(await counted(name), before + 1);
  }
  for (const { day } of await days()) assert.ok([begun, today()].includes(day.S), day.S);
});
