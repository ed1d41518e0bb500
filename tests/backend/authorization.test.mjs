// Who may do what: every operation that touches a conversation, tried by a member, by a
// stranger, and with every kind of bad token.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SignJWT, generateKeyPair } from 'jose';
import { TestBackend } from './support/backend.mjs';

let backend;
let alice;
let bob;
let eve;
let id;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, eve] = await backend.people('alice', 'bob', 'eve');
  id = await alice.startWith(bob);
  await alice.say(id, 'Between us', 'first');
});
after(() => backend.stop());

/** Operation to its variables, given the people; all concern the conversation of two. */
const operations = {
  'query($id: ID!) { conversation(id: $id) { id } }': () => ({ id }),
  'query($id: ID!) { allMessage(conversationId: $id) { id } }': () => ({ id }),
  'query($id: ID!) { allMessageConnection(conversationId: $id) { messages { id } } }': () => ({
    id,
  }),
  'query($id: ID!, $s: String!) { allMessageFrom(conversationId: $id, sender: $s) { id } }':
    () => ({
      id,
      s: alice.sub,
    }),
  'query($id: ID!) { messagesAfter(conversationId: $id, seq: 0) { messages { id } } }': () => ({
    id,
  }),
  'query($id: ID!) { messagesBefore(conversationId: $id) { messages { id } } }': () => ({ id }),
  'mutation($id: ID!) { markRead(conversationId: $id, seq: 1) { readSeq } }': () => ({ id }),
  [`mutation($id: ID!, $m: ID!) { createMessage(
    id: $m, conversationId: $id, content: "x", createdAt: "now") { id } }`]: () => ({
    id,
    m: crypto.randomUUID(),
  }),
  'mutation($id: ID!, $m: [ID!]!) { startConversation(id: $id, memberIds: $m, name: "x") { id } }':
    () => ({
      id,
      m: [alice.sub, bob.sub],
    }),
  [`mutation($id: ID!, $u: ID!) { createUserConversations(
    conversationId: $id, userId: $u) { userId } }`]: () => ({ id, u: bob.sub }),
};

describe('operations', () => {
  for (const [query, variables] of Object.entries(operations)) {
    const name = /\{ (\w+)\(/.exec(query)[1];
    test(`${name}: members may`, async () => {
      assert.equal(await alice.errorType(query, variables()), null);
      assert.equal(await bob.errorType(query, variables()), null);
    });
    test(`${name}: a stranger may not, and learns nothing`, async () => {
      const { data, errors } = await eve.ask(query, variables());
      const refused = name === 'startConversation' ? 'ValidationException' : 'Unauthorized';
      assert.equal(errors[0].errorType, refused);
      assert.equal(data[name], null);
    });
    test(`${name}: with a bad token nobody gets in`, async () => {
      for (const [kind, token] of Object.entries(await badTokens())) {
        const person = Object.assign(Object.create(alice), { token });
        const { status, errors, data } = await person.ask(query, variables());
        assert.equal(status, 401, kind);
        assert.equal(errors[0].errorType, 'UnauthorizedException', kind);
        assert.equal(data, null, kind);
      }
    });
  }
});

let made;
async function badTokens() {
  made ??= await makeBadTokens();
  return made;
}

async function makeBadTokens() {
  const { tokens } = backend.running.pool;
  const [header, payload, signature] = alice.token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forBob = encode({ ...claims, sub: bob.sub });
  const { kid, privateKey } = tokens;
  const sign = (changes, key = privateKey, algorithm = 'RS256') =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ kid, alg: algorithm }).sign(key);
  const stranger = await generateKeyPair('RS256');
  const past = Math.floor(Date.now() / 1000) - 10;
  const publicKeyBytes = Buffer.from(JSON.stringify(tokens.jwks.keys[0]));
  return {
    none: '',
    nonsense: 'nonsense',
    expired: await sign({ exp: past }),
    'without expiry': await sign({ exp: undefined }),
    'alg none': `${encode({ alg: 'none' })}.${payload}.`,
    'alg none with signature': `${encode({ alg: 'none', kid })}.${payload}.${signature}`,
    'signed by a stranger': await sign({}, stranger.privateKey),
    'signed with the public key': await sign({}, publicKeyBytes, 'HS256'),
    'another sub under the same signature': `${header}.${forBob}.${signature}`,
    'of another pool': await sign({ iss: `${claims.iss}2` }),
    'of another client': await sign({ client_id: 'somebody' }),
    'of another use': await sign({ token_use: 'refresh' }),
    'id token of another client': await sign({ token_use: 'id', aud: 'x', client_id: undefined }),
  };
}

test('an expired token says that it has expired', async () => {
  const person = Object.assign(Object.create(alice), { token: (await badTokens()).expired });
  const { errors } = await person.ask('{ me { id } }');
  assert.deepEqual(errors, [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }]);
});

test('the id token and the Bearer form are accepted too', async () => {
  const { tokens, users } = backend.running.pool;
  const { IdToken } = await tokens.signIn(await users.find('alice'));
  for (const token of [IdToken, `Bearer ${alice.token}`]) {
    const person = Object.assign(Object.create(alice), { token });
    assert.equal((await person.data('{ me { username } }')).me.username, 'alice');
  }
});

test('nobody sees the conversations or messages of others through the directory', async () => {
  const inside = `{ users { users { username
    conversations { userConversations { conversationId } }
    messages { messages { content } } } } }`;
  const { data, errors } = await eve.ask(inside);
  for (const user of data.users.users.filter(({ username }) => username !== 'eve')) {
    assert.equal(user.conversations, null);
    assert.equal(user.messages, null);
  }
  assert.equal(errors.length, 4);
  assert.ok(errors.every(({ errorType }) => errorType === 'Unauthorized'));
});

test('nobody can take the name of another', async () => {
  const { createUser } = await eve.data(
    'mutation { createUser(username: "alice") { username cognitoId } }',
  );
  assert.deepEqual(createUser, { username: 'eve', cognitoId: eve.sub });
});

test('nobody can join by himself, nor make himself a third of two', async () => {
  const join = `mutation($c: ID!, $u: ID!) {
      createUserConversations(conversationId: $c, userId: $u) {
      userId } }`;
  assert.equal(await eve.errorType(join, { c: id, u: eve.sub }), 'Unauthorized');
  assert.equal(await alice.errorType(join, { c: id, u: eve.sub }), 'ValidationException');
});

test('nobody can occupy the id of the conversation of two others', async () => {
  const direct = [bob.sub, alice.sub].sort().join('_').replace(/^./, '0');
  const create = 'mutation($id: ID!) { createConversation(id: $id, name: "x") { id } }';
  assert.equal(await eve.errorType(create, { id: direct }), 'ValidationException');
  const group = `mutation($id: ID!, $m: [ID!]!) {
      startConversation(id: $id, memberIds: $m, name: "x") {
      id } }`;
  assert.equal(
    await eve.errorType(group, { id: direct, m: [alice.sub, bob.sub] }),
    'ValidationException',
  );
});

test('a message cannot be overwritten, nor its id taken', async () => {
  const write = `mutation($id: ID!) { createMessage(id: "first", conversationId: $id,
    content: "forged", createdAt: "now") { content } }`;
  assert.equal(await bob.errorType(write, { id }), 'ConflictException');
  assert.deepEqual(
    (await bob.history(id))
      .filter((message) => message.id === 'first')
      .map(({ content }) => content),
    ['Between us'],
  );
});

test('the schema does not describe itself', async () => {
  for (const query of ['{ __schema { types { name } } }', '{ __type(name: "User") { name } }']) {
    const { data, errors } = await alice.ask(query);
    assert.equal(data, null);
    assert.equal(errors[0].errorType, 'ValidationError');
  }
});

test('a query that is too deep is refused, through fragments too', async () => {
  const links = `userConversations { associated { associated { associated { associated {
    user { id } } } } } }`;
  const deep = `{ me { conversations { ${links} } } }`;
  assert.equal(await alice.errorType(deep), 'QueryDepthLimitReached');
  const hidden = `{ me { ...a } } fragment a on User { conversations { ...b } }
    fragment b on UserConverstationsConnection { ${links} }`;
  assert.equal(await alice.errorType(hidden), 'QueryDepthLimitReached');
});
