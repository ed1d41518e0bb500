// Edits and deletions: of one's own messages only, each once, and never lost by who was away.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { holdUpdate } from './support/hold.mjs';
import { createMessage } from './support/person.mjs';

let backend;
let alice;
let bob;
let carol;
let group;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, carol] = await backend.people('alice', 'bob', 'carol');
});
after(() => backend.stop());

const changed = `id conversationId content sender seq sentAt recipients replyTo
  editedAt deletedAt changeSeq`;
const editMessage = `mutation($c: ID!, $id: ID!, $content: String!) {
  editMessage(conversationId: $c, id: $id, content: $content) { ${changed} } }`;
const deleteMessage = `mutation($c: ID!, $id: ID!) {
  deleteMessage(conversationId: $c, id: $id) { ${changed} } }`;
const changesAfter = `query($c: ID!, $changeSeq: Int!, $first: Int) {
  changesAfter(conversationId: $c, changeSeq: $changeSeq, first: $first) {
    messages { ${changed} } } }`;
const onMessageChange = `subscription { onMessageChange { ${changed} } }`;
const newGroup = async () => (group = await alice.startGroup('group', bob, carol));

const edit = async (person, id, content, c = group) =>
  (await person.data(editMessage, { c, id, content })).editMessage;
const erase = async (person, id, c = group) =>
  (await person.data(deleteMessage, { c, id })).deleteMessage;
const changes = async (person, changeSeq = 0) =>
  (await person.data(changesAfter, { c: group, changeSeq })).changesAfter.messages;

async function lastChangeSeq() {
  const query = 'query($id: ID!) { conversation(id: $id) { lastChangeSeq } }';
  return (await alice.data(query, { id: group })).conversation.lastChangeSeq;
}

test('an edit replaces the content and nothing else', async () => {
  await newGroup();
  const sent = await alice.say(group, 'Helo');
  assert.equal(await lastChangeSeq(), 0);
  const edited = await edit(alice, sent.id, 'Hello');
  assert.equal(edited.content, 'Hello');
  assert.equal(edited.changeSeq, 1);
  assert.ok(Date.parse(edited.editedAt) >= Date.parse(sent.sentAt));
  assert.equal(edited.deletedAt, null);
  for (const field of ['id', 'conversationId', 'sender', 'seq', 'sentAt', 'recipients'])
    assert.deepEqual(edited[field], sent[field], field);
  assert.deepEqual(await changes(bob), [edited]);
  assert.equal(await lastChangeSeq(), 1);
});

test('the same edit again changes nothing', async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Once');
  const first = await edit(alice, id, 'Twice');
  assert.deepEqual(await edit(alice, id, 'Twice'), first);
  assert.equal(await lastChangeSeq(), 1);
  const { changeSeq } = await edit(alice, id, 'Once');
  assert.equal(changeSeq, 2);
});

test('a deleted message is empty, stays in its place, and no edit brings it back', async () => {
  await newGroup();
  const [first, second] = [await alice.say(group, 'One'), await alice.say(group, 'Two')];
  const deleted = await erase(alice, first.id);
  assert.equal(deleted.content, '');
  assert.ok(deleted.deletedAt);
  assert.deepEqual(await erase(alice, first.id), deleted);
  assert.deepEqual(await edit(alice, first.id, 'Again'), deleted);
  assert.equal(await lastChangeSeq(), 1);
  const history = await bob.history(group);
  assert.deepEqual(
    history.map(({ id, content, seq }) => [id, content, seq]),
    [
      [first.id, '', first.seq],
      [second.id, 'Two', second.seq],
    ],
  );
  const again = await alice.say(group, 'One', first.id);
  assert.equal(again.content, '');
});

test('whatever comes at once, a deletion wins and is the last change', async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Busy');
  const edits = Array.from({ length: 8 }, (_, i) => edit(alice, id, `Edit ${i}`));
  const deletion = async () => {
    for (;;) {
      const { data, errors } = await alice.ask(deleteMessage, { c: group, id });
      if (errors.length === 0) return data.deleteMessage;
      assert.equal(errors[0].errorType, 'ThrottlingException');
    }
  };
  const [deleted] = await Promise.all([deletion(), ...edits]);
  const [change, ...more] = await changes(carol);
  assert.deepEqual(more, []);
  assert.deepEqual(change, deleted);
  assert.equal(change.content, '');
});

test('an edit that comes late changes neither a later one nor a deletion', async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Busy');
  for (const [later, content] of [
    [() => edit(alice, id, 'Later'), 'Later'],
    [() => erase(alice, id), ''],
  ]) {
    const { reached, release } = holdUpdate(backend, 'editedAt');
    const late = edit(alice, id, 'Late');
    await reached;
    const stays = await later();
    release();
    assert.deepEqual(await late, stays);
    assert.deepEqual(await changes(bob), [stays]);
    assert.equal(stays.content, content);
  }
});

test('an edit that began before a deletion and ends after it changes nothing', async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Busy');
  const { reached, release } = holdUpdate(backend, 'lastChangeSeq');
  const late = edit(alice, id, 'Late');
  await reached;
  const deleted = await erase(alice, id);
  release();
  assert.deepEqual(await late, deleted);
  assert.deepEqual(await changes(bob), [deleted]);
});

test('a deletion whose number is overtaken is asked for again, and holds', async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Busy');
  const { reached, release } = holdUpdate(backend, 'deletedAt');
  const late = alice.errorType(deleteMessage, { c: group, id });
  await reached;
  await edit(alice, id, 'Faster');
  release();
  assert.equal(await late, 'ThrottlingException');
  const deleted = await erase(alice, id);
  assert.deepEqual(await changes(bob), [deleted]);
});

test('of many edits at once the one with the greatest number stays', async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Busy');
  await Promise.all(Array.from({ length: 10 }, (_, i) => edit(alice, id, `Edit ${i}`)));
  const [change] = await changes(carol);
  assert.match(change.content, /^Edit \d$/);
  const [message] = await bob.history(group);
  assert.equal(message.content, change.content);
});

test('changes are read page by page in the order of their numbers', async () => {
  await newGroup();
  const sent = [];
  for (const text of ['a', 'b', 'c', 'd']) sent.push(await alice.say(group, text));
  for (const index of [2, 0, 3, 0])
    await edit(alice, sent[index].id, `${index} changed ${Date.now()}`);
  const all = await changes(bob);
  assert.deepEqual(
    all.map(({ id, changeSeq }) => [sent.findIndex((message) => message.id === id), changeSeq]),
    [
      [2, 1],
      [3, 3],
      [0, 4],
    ].map(([index, changeSeq]) => [index, changeSeq]),
  );
  const page = await bob.data(changesAfter, { c: group, changeSeq: 1, first: 1 });
  assert.deepEqual(
    page.changesAfter.messages.map(({ changeSeq }) => changeSeq),
    [3],
  );
});

test("nobody changes another's message, and none that is not there", async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Mine');
  const [eve] = await backend.people('eve');
  for (const query of [editMessage, deleteMessage])
    for (const [person, message] of [
      [bob, id],
      [eve, id],
      [alice, 'nothing'],
    ]) {
      const variables = { c: group, id: message, content: 'x' };
      assert.equal(await person.errorType(query, variables), 'Unauthorized');
    }
  assert.deepEqual(await changes(bob), []);
});

test('an edit has the limits of a message', async () => {
  await newGroup();
  const { id } = await alice.say(group, 'Short');
  for (const content of ['', ' \n', 'x'.repeat(4001)])
    assert.equal(
      await alice.errorType(editMessage, { c: group, id, content }),
      'ValidationException',
    );
  await edit(alice, id, 'x'.repeat(4000));
});

test('members hear of changes; who has left hears nothing of them', async () => {
  const id = await alice.startGroup('leaving', bob, carol);
  const { id: message } = await alice.say(id, 'For three');
  const [stays, leaves] = await Promise.all([bob.realtime(), carol.realtime()]);
  await stays.start('change', onMessageChange);
  await leaves.start('change', onMessageChange);
  await edit(alice, message, 'For all three', id);
  for (const socket of [stays, leaves])
    assert.equal((await socket.next('change')).onMessageChange.content, 'For all three');
  await carol.data('mutation($id: ID!) { leaveConversation(conversationId: $id) { id } }', { id });
  await edit(alice, message, 'For all three', id);
  assert.equal((await stays.next('change')).onMessageChange.content, 'For all three');
  await edit(alice, message, 'For two', id);
  const { onMessageChange: heard } = await stays.next('change');
  assert.deepEqual(heard.recipients.sort(), [alice.sub, bob.sub].sort());
  await alice.say(id, 'x', message);
  const other = await carol.startWith(alice);
  const { id: mine } = await carol.say(other, 'Still here');
  await edit(carol, mine, 'Still here?', other);
  assert.equal((await leaves.next('change')).onMessageChange.content, 'Still here?');
  await Promise.all([stays.end(), leaves.end()]);
});

test('a reply names a message of the same conversation', async () => {
  await newGroup();
  const question = await bob.say(group, 'Why?');
  const reply = (replyTo, conversationId = group) => ({
    id: randomUUID(),
    conversationId,
    content: 'Because.',
    createdAt: 'now',
    replyTo,
  });
  const { createMessage: answer } = await alice.data(createMessage, reply(question.id));
  assert.equal(answer.replyTo, question.id);
  assert.equal((await bob.history(group)).at(-1).replyTo, question.id);
  assert.equal((await alice.data(createMessage, reply(null))).createMessage.replyTo, null);
  const other = await alice.startWith(bob);
  for (const [replyTo, conversation] of [
    [question.id, other],
    ['nothing', group],
    ['\u0000', group],
  ])
    assert.equal(
      await alice.errorType(createMessage, reply(replyTo, conversation)),
      'ValidationException',
    );
});
