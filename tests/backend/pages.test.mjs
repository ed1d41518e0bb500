// Pages: every field of the schema that has them keeps their limits, and takes no page token but
// one of its own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getNamedType, isNonNullType, isObjectType } from 'graphql';
import { TestBackend } from './support/backend.mjs';

let backend;
let alice;
let bob;
let carol;
let group;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, carol] = await backend.people('alice', 'bob', 'carol');
  group = await alice.startGroup('pages', bob, carol);
  for (const text of ['One', 'Two', 'Three']) await alice.say(group, text);
});
after(() => backend.stop());

/** How one gets to an object of the type. */
const ways = {
  Query: (inner) => `{ ${inner} }`,
  User: (inner) => `{ me { ${inner} } }`,
  Conversation: (inner) => `{ conversation(id: "${group}") { ${inner} } }`,
};

/** What the field needs besides its page. */
const needed = () => ({
  conversationId: `"${group}"`,
  sender: `"${alice.sub}"`,
  seq: '0',
  changeSeq: '0',
});

/** Every field with the argument, as a function that makes a query of it. */
function fieldsWith(argument) {
  const types = Object.values(backend.running.engine.schema.getTypeMap()).filter(isObjectType);
  return types.flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ args }) => args.some(({ name }) => name === argument))
      .map((field) => ({
        path: `${type.name}.${field.name}`,
        field: field.name,
        query: (value) => ways[type.name](`${called(field, argument, value)} ${selection(field)}`),
      })),
  );
}

function called({ name, args }, argument, value) {
  const given = args
    .filter((arg) => isNonNullType(arg.type))
    .map((arg) => `${arg.name}: ${needed()[arg.name]}`);
  return `${name}(${[...given, `${argument}: ${value}`].join(', ')})`;
}

function selection({ type }) {
  const hasToken = 'nextToken' in getNamedType(type).getFields();
  return hasToken ? '{ nextToken }' : '{ __typename }';
}

test('each field with a page takes from 1 to 100', async () => {
  const fields = fieldsWith('first');
  assert.equal(fields.length, 11);
  for (const { path, query } of fields) {
    for (const first of ['0', '-1', '101', '2147483647'])
      assert.equal(await alice.errorType(query(first)), 'ValidationException', `${path} ${first}`);
    for (const first of ['1', '100', 'null'])
      assert.equal(await alice.errorType(query(first)), null, `${path} ${first}`);
  }
});

test('no field with a page takes a token that is none', async () => {
  const fields = fieldsWith('after');
  assert.equal(fields.length, 8);
  for (const { path, query } of fields)
    for (const token of ['""', '"x"', '"AAAA"', `"${'A'.repeat(200)}"`, '"\\u0000"'])
      assert.equal(await alice.errorType(query(token)), 'BadRequestException', `${path} ${token}`);
});

async function tokenOf(query, field) {
  const { data, errors } = await alice.ask(query);
  assert.deepEqual(errors, []);
  const token = JSON.stringify(data).match(/"nextToken":"([^"]+)"/)?.[1];
  assert.ok(token, field);
  return token;
}

test('a page token is good in its own place only', async () => {
  await alice.startWith(bob);
  const other = await alice.startGroup('other', bob, carol);
  for (const text of ['Four', 'Five', 'Six']) await alice.say(other, text);
  const here = (id, after) => `{ allMessageConnection(
    conversationId: "${id}", first: 1, after: ${after}) { nextToken messages { content } } }`;
  const tokens = {
    'another conversation': await tokenOf(here(other, null)),
    'the directory': await tokenOf('{ users(first: 1) { nextToken } }'),
    'the conversations of a user': await tokenOf(
      '{ me { conversations(first: 1) { nextToken } } }',
    ),
    'the messages of a user': await tokenOf('{ me { messages(first: 1) { nextToken } } }'),
  };
  for (const [place, token] of Object.entries(tokens)) {
    const { data, errors } = await alice.ask(here(group, `"${token}"`));
    assert.deepEqual(data, { allMessageConnection: null }, place);
    assert.match(
      errors[0].errorType,
      /^(BadRequestException|DynamoDB:ValidationException)$/,
      place,
    );
  }
});

test('who may not read gets no page, whatever token he brings', async () => {
  const [eve] = await backend.people('eve');
  const query = (after) => `{ allMessageConnection(
    conversationId: "${group}", first: 1, after: ${after}) { nextToken messages { content } } }`;
  const token = await tokenOf(query(null));
  assert.equal(await eve.errorType(query(`"${token}"`)), 'Unauthorized');
});

test('no page has more than was asked for; all together have everything', async () => {
  const id = await alice.startGroup('long', bob, carol);
  for (let number = 1; number <= 103; number += 1) await alice.say(id, String(number));
  const query = `query($id: ID!, $after: String) {
    allMessageConnection(conversationId: $id, first: 100, after: $after) {
      nextToken messages { content } } }`;
  const first = (await bob.data(query, { id })).allMessageConnection;
  const second = (await bob.data(query, { id, after: first.nextToken })).allMessageConnection;
  assert.deepEqual([first.messages.length, second.messages.length], [100, 3]);
  assert.equal(second.nextToken, null);
  assert.deepEqual(
    [...first.messages, ...second.messages].map(({ content }) => Number(content)),
    Array.from({ length: 103 }, (_, i) => 103 - i),
  );
});
