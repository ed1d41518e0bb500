// Who may do what, by the table of support/permissions.mjs: each field of the schema, asked by
// each kind of person and with each kind of bad token.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { isObjectType } from 'graphql';
import { TestBackend } from './support/backend.mjs';
import { badTokens } from './support/bad_tokens.mjs';
import { fields, operations, subscriptions } from './support/permissions.mjs';
import { RealtimeClient } from './support/realtime.mjs';

const leave = 'mutation($c: ID!) { leaveConversation(conversationId: $c) { id } }';
const absent = randomUUID();

let backend;
let database;
let people;
let world;
let tokens;
before(async () => {
  const seed = (tools) => {
    database = tools.database;
  };
  backend = await TestBackend.start({ seed });
  const [owner, member, left, stranger] = await backend.people('alice', 'bob', 'carol', 'eve');
  people = { owner, member, left, stranger };
  world = await makeWorld();
  tokens = await badTokens(backend.running.pool, people.owner, people.member);
});
after(() => backend.stop());

async function makeWorld() {
  const { owner, member, left } = people;
  const group = await owner.startGroup('secret', member, left);
  const { id } = await owner.say(group, 'Between us');
  await left.data(leave, { c: group });
  return { people, group, message: id };
}

const withToken = (person, token) => Object.assign(Object.create(person), { token });
const nameOf = (path) => path.split('.')[1];

async function idTokenOf(name) {
  const { tokens: issuer, users } = backend.running.pool;
  return (await issuer.signIn(await users.find(name))).IdToken;
}

test('the table has every field of the schema, and no other', () => {
  const { schema } = backend.running.engine;
  const listed = { ...fields };
  for (const path of [...Object.keys(operations), ...Object.keys(subscriptions)]) {
    const [type, field] = path.split('.');
    listed[type] = { ...listed[type], [field]: true };
  }
  const names = (of) => Object.keys(of).sort();
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  );
  assert.deepEqual(names(listed), types.map(({ name }) => name).sort());
  for (const type of types)
    assert.deepEqual(names(listed[type.name]), names(type.getFields()), type.name);
});

describe('operations', () => {
  for (const [path, [query, variables, answers]] of Object.entries(operations)) {
    const field = nameOf(path);
    test(`${path}: the answer to each kind of person`, async () => {
      for (const [kind, person] of Object.entries(people)) {
        const here = answers.uses ? await makeWorld() : world;
        const { status, data, errors } = await person.ask(query, variables(here));
        assert.equal(status, 200, kind);
        assert.equal(errors[0]?.errorType ?? null, answers[kind], kind);
        assert.equal(data[field] === null, answers[kind] !== null, kind);
      }
    });
    test(`${path}: the id token counts like the access token`, async () => {
      const here = answers.uses ? await makeWorld() : world;
      const person = withToken(people.member, await idTokenOf('bob'));
      assert.equal(await person.errorType(query, variables(here)), answers.member);
    });
    test(`${path}: nobody gets in with a bad token`, async () => {
      for (const [kind, token] of Object.entries(tokens)) {
        const person = withToken(people.owner, token);
        const { status, errors, data } = await person.ask(query, variables(world));
        assert.equal(status, 401, kind);
        assert.equal(errors.length, 1, kind);
        assert.equal(errors[0].errorType, 'UnauthorizedException', kind);
        assert.equal(data, null, kind);
      }
    });
    if (answers.stranger === null || answers.choosesId) continue;
    test(`${path}: what is there and what is not are the same to strangers`, async () => {
      for (const person of [people.left, people.stranger]) {
        const there = await person.ask(query, variables(world));
        const nowhere = await person.ask(query, variables({ ...world, group: absent }));
        assert.deepEqual(there, nowhere);
      }
    });
  }
});

/** Everything that somebody who is in the group may hear of. */
async function makeNoise() {
  const { owner, member } = people;
  const others = [member.sub, people.noise.sub];
  const start = ['Mutation.startConversation', { c: randomUUID(), p: [owner.sub, ...others] }];
  const steps = [
    'Mutation.createMessage',
    'Mutation.editMessage',
    'Mutation.markRead',
    'Mutation.sendTyping',
    'Mutation.renameConversation',
    'Mutation.createUserConversations',
  ].map((path) => [path, operations[path][1](world)]);
  const pushed = {
    createMessage: 'conversationId content recipients',
    editMessage: 'content recipients',
    markRead: 'userId readSeq recipients',
    sendTyping: 'userId recipients',
    renameConversation: 'id name memberIds',
    createUserConversations: 'userId conversationId',
    startConversation: 'id memberIds',
  };
  for (const [path, variables] of [...steps, start]) {
    const selected = `{ ${pushed[nameOf(path)]} }`;
    await owner.data(operations[path][0].replace(/\{ \w+ \} \}$/, `${selected} }`), variables);
  }
  await owner.register(); // Everybody hears of this: nothing of before is still on its way.
}

describe('subscriptions', () => {
  const sockets = {};
  const kinds = ['owner', 'member', 'left', 'stranger'];
  before(async () => {
    [people.noise] = await backend.people('noise');
    for (const kind of kinds) sockets[kind] = await people[kind].realtime();
  });
  after(() => Promise.all(Object.values(sockets).map((socket) => socket.end())));

  for (const [path, [query, variables, answers]] of Object.entries(subscriptions)) {
    test(`${path}: who may start it`, async () => {
      for (const kind of kinds) {
        const answer = await sockets[kind].start(path, query, variables(world));
        assert.equal(answer.payload?.errors[0].errorType ?? null, answers[kind], kind);
      }
    });
    test(`${path}: nobody starts it with a bad token`, async () => {
      for (const [kind, token] of Object.entries(tokens)) {
        const answer = await sockets.owner.start(kind, query, variables(world), token);
        assert.equal(answer.payload.errors[0].errorType, 'UnauthorizedException', kind);
      }
    });
    test(`${path}: the id token counts like the access token`, async () => {
      const socket = await RealtimeClient.connect(backend.outputs, await idTokenOf('bob'));
      const answer = await socket.start(path, query, variables(world));
      assert.equal(answer.payload?.errors[0].errorType ?? null, answers.member);
      await socket.end();
    });
    if (answers.stranger === null) continue;
    test(`${path}: what is there and what is not are the same to strangers`, async () => {
      const nobody = { sub: absent };
      const nowhere = { ...world, group: absent, people: { ...people, member: nobody } };
      for (const kind of ['left', 'stranger']) {
        const there = await sockets[kind].start('x', query, variables(world));
        assert.deepEqual(await sockets[kind].start('x', query, variables(nowhere)), there);
      }
    });
  }

  test('nobody connects with a bad token', async () => {
    for (const [kind, token] of Object.entries(tokens)) {
      const socket = await RealtimeClient.open(backend.outputs, token);
      socket.send({ type: 'connection_init' });
      const { payload } = await socket.frame(({ type }) => type === 'connection_error');
      assert.equal(payload.errors[0].errorType, 'UnauthorizedException', kind);
      await socket.end();
    }
  });

  test('each hears what the table says', async () => {
    await makeNoise();
    for (const kind of kinds) {
      const last = 'Subscription.subscribeToNewUsers';
      await sockets[kind].next(last);
      const heard = new Set(
        sockets[kind].frames.filter(({ type }) => type === 'data').map(({ id }) => id),
      );
      for (const [path, [, , , hears]] of Object.entries(subscriptions))
        if (path !== last) assert.equal(heard.has(path), hears[kind], `${kind}: ${path}`);
    }
  });

  test('who leaves while he listens hears nothing more', async () => {
    const late = await makeWorldWith(people.left);
    const socket = await people.left.realtime();
    for (const [path, [query, variables, answers]] of Object.entries(subscriptions))
      if (answers.left === null || answers.member === null)
        await socket.start(path, query, variables(late));
    await people.left.data(leave, { c: late.group });
    await socket.frame(({ type }) => type === 'complete');
    world = late;
    await makeNoise();
    const last = 'Subscription.subscribeToNewUsers';
    await socket.next(last);
    assert.deepEqual(
      socket.frames.filter(({ type }) => type === 'data'),
      [],
    );
    await socket.end();
  });
});

/** Like the world of the others, but the person is still in the group. */
async function makeWorldWith(person) {
  const { owner, member } = people;
  const group = await owner.startGroup('secret', member, person);
  const { id } = await owner.say(group, 'Between us');
  return { people, group, message: id };
}

describe('the directory', () => {
  test("shows nobody another's conversations or messages", async () => {
    const inside = `{ users { users { username
      conversations { userConversations { conversationId } }
      messages { messages { content } } } } }`;
    const { data, errors } = await people.stranger.ask(inside);
    const others = data.users.users.filter(({ username }) => username !== 'eve');
    for (const user of others) assert.deepEqual([user.conversations, user.messages], [null, null]);
    assert.equal(errors.length, 2 * others.length);
    assert.ok(errors.every(({ errorType }) => errorType === 'Unauthorized'));
  });

  test('gives nobody the name of another', async () => {
    const take = 'mutation { createUser(username: "alice") { username cognitoId } }';
    const { createUser } = await people.stranger.data(take);
    assert.deepEqual(createUser, { username: 'eve', cognitoId: people.stranger.sub });
  });
});

test('a link to a conversation opens it to nobody who is not a member', async () => {
  const { stranger } = people;
  const { TableName } = backend.running.engine.template.tables.find((table) =>
    table.TableName.startsWith('UserConversations'),
  );
  const link = { userId: { S: stranger.sub }, conversationId: { S: world.group } };
  await database.call('PutItem', { TableName, Item: link });
  for (const field of ['conversation { name }', 'associated { userId }']) {
    const inside = `{ me { conversations { userConversations { ${field} } } } }`;
    const { data, errors } = await stranger.ask(inside);
    const { userConversations: links } = data.me.conversations;
    assert.deepEqual(links, [{ [field.split(' ')[0]]: null }]);
    assert.deepEqual(
      errors.map(({ errorType }) => errorType),
      ['Unauthorized'],
    );
  }
});

test('the answer to who has just left holds nothing of the conversation', async () => {
  const { group } = await makeWorldWith(people.left);
  const inside = `mutation($c: ID!) { leaveConversation(conversationId: $c) {
    messages { messages { content } } } }`;
  const { data, errors } = await people.left.ask(inside, { c: group });
  assert.deepEqual(data, { leaveConversation: { messages: null } });
  assert.equal(errors[0].errorType, 'Unauthorized');
});

test('nobody occupies the id of the conversation of two others', async () => {
  const { stranger, owner, member } = people;
  const c = [owner.sub, member.sub].sort().join('_');
  for (const path of ['Mutation.createConversation', 'Mutation.startConversation']) {
    const [query] = operations[path];
    const p = [owner.sub, member.sub];
    assert.equal(await stranger.errorType(query, { c, p }), 'ValidationException');
  }
});

test('an expired token says that it has expired', async () => {
  const { errors } = await withToken(people.owner, tokens.expired).ask('{ me { id } }');
  assert.deepEqual(errors, [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }]);
});

test('the form with Bearer is accepted too', async () => {
  const person = withToken(people.owner, `Bearer ${people.owner.token}`);
  assert.equal((await person.data('{ me { username } }')).me.username, 'alice');
});

test('the schema does not describe itself', async () => {
  for (const query of ['{ __schema { types { name } } }', '{ __type(name: "User") { name } }']) {
    const { data, errors } = await people.owner.ask(query);
    assert.equal(data, null);
    assert.equal(errors[0].errorType, 'ValidationError');
  }
});
