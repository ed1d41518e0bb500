// What members tell each other without a word: how far they have read, that they are writing,
// when they were here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';

let backend;
let alice;
let bob;
let eve;
let id;
let database;
before(async () => {
  const seed = (tools) => {
    database = tools.database;
  };
  backend = await TestBackend.start({ seed });
  [alice, bob, eve] = await backend.people('alice', 'bob', 'eve');
  id = await alice.startWith(bob);
  for (const text of ['1', '2', '3']) await alice.say(id, text);
});
after(() => backend.stop());

const markRead = `mutation($id: ID!, $seq: Int!) { markRead(conversationId: $id, seq: $seq) {
  conversationId userId readSeq recipients } }`;
const onReceipt = 'subscription { onReceipt { conversationId userId readSeq recipients } }';
const sendTyping = `mutation($id: ID!) {
  sendTyping(conversationId: $id) { conversationId userId recipients } }`;
const onTyping = 'subscription { onTyping { conversationId userId } }';
const reportPresence = 'mutation { reportPresence { cognitoId username lastSeen } }';

/** How far each member has read, as another member sees it. */
async function receiptsFor(person) {
  const query = `{ me { conversations { userConversations {
    conversationId associated { userId readSeq } } } } }`;
  const links = (await person.data(query)).me.conversations.userConversations;
  const { associated } = links.find(({ conversationId }) => conversationId === id);
  return Object.fromEntries(associated.map(({ userId, readSeq }) => [userId, readSeq]));
}

test('members hear how far the others have read, and find it later', async () => {
  const [mine, hers] = await Promise.all([alice.realtime(), eve.realtime()]);
  await mine.start('receipt', onReceipt);
  await hers.start('receipt', onReceipt);
  await bob.data(markRead, { id, seq: 2 });
  const { onReceipt: receipt } = await mine.next('receipt');
  const recipients = [alice.sub, bob.sub].sort();
  assert.deepEqual(receipt, { conversationId: id, userId: bob.sub, readSeq: 2, recipients });
  assert.deepEqual(await receiptsFor(alice), { [alice.sub]: 0, [bob.sub]: 2 });
  const other = await eve.startWith(alice);
  await eve.data(markRead, { id: other, seq: 0 });
  assert.equal((await hers.next('receipt')).onReceipt.conversationId, other);
  await Promise.all([mine.end(), hers.end()]);
});

/** All that is stored, of every table. */
async function everything() {
  const { tables } = backend.running.engine.template;
  const scans = tables.map(({ TableName }) => database.call('Scan', { TableName }));
  return (await Promise.all(scans)).map(({ Items }) => Items);
}

test('members hear who is writing, and nothing of it is kept', async () => {
  const [mine, hers] = await Promise.all([alice.realtime(), eve.realtime()]);
  await mine.start('typing', onTyping);
  await hers.start('typing', onTyping);
  const stored = await everything();
  const { sendTyping: typing } = await bob.data(sendTyping, { id });
  assert.deepEqual(await everything(), stored);
  assert.deepEqual(typing.recipients, [alice.sub, bob.sub].sort());
  const heard = (await mine.next('typing')).onTyping;
  assert.deepEqual(heard, { conversationId: id, userId: bob.sub });
  const other = await eve.startWith(alice);
  await eve.data(sendTyping, { id: other });
  assert.equal((await hers.next('typing')).onTyping.conversationId, other);
  await Promise.all([mine.end(), hers.end()]);
});

test('who shares a conversation sees when one was here; the directory does not tell', async () => {
  const { reportPresence: here } = await bob.data(reportPresence);
  assert.ok(Math.abs(Date.parse(here.lastSeen) - Date.now()) < 60_000);
  const listed = '{ users { users { username lastSeen } } allUser { username lastSeen } }';
  const { users, allUser } = await alice.data(listed);
  for (const user of [...users.users, ...allUser]) assert.equal(user.lastSeen, null);
  const met = `{ me { lastSeen conversations { userConversations {
    associated { user { username lastSeen } } } } } }`;
  const { me } = await alice.data(met);
  assert.equal(me.lastSeen, null);
  const people = me.conversations.userConversations.flatMap(({ associated }) => associated);
  const seen = people.find(({ user }) => user.username === 'bob').user.lastSeen;
  assert.equal(seen, here.lastSeen);
});

test('registering again keeps when one was here, and tells nobody', async () => {
  const { reportPresence: here } = await bob.data(reportPresence);
  const { createUser } = await bob.data('mutation { createUser(username: "x") { lastSeen } }');
  assert.equal(createUser.lastSeen, null);
  assert.deepEqual((await bob.data('{ me { lastSeen } }')).me, { lastSeen: here.lastSeen });
});

test('somebody who is not in the directory is nowhere', async () => {
  const { users, tokens } = backend.running.pool;
  const user = { username: 'new', sub: crypto.randomUUID(), email: 'n@example.com', epoch: 0 };
  users.setPassword(user, 'Correct-Horse-7');
  await users.create({ ...user, confirmed: true });
  const { AccessToken } = await tokens.signIn(user);
  const person = Object.assign(Object.create(alice), { token: AccessToken });
  assert.deepEqual(await person.data(reportPresence), { reportPresence: null });
  assert.deepEqual(await person.data('{ me { id } }'), { me: null });
});
