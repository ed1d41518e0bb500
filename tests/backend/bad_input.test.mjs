// Input that no honest client sends: every answer is a correct refusal, and the server goes on.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { operations } from './support/permissions.mjs';

let backend;
let alice;
let bob;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob] = await backend.people('alice', 'bob');
});
afterEach(async () => {
  assert.equal((await alice.data('{ me { username } }')).me.username, 'alice');
});
after(() => backend.stop());

async function post(body, headers = {}) {
  const response = await fetch(backend.outputs.graphqlEndpoint, {
    method: 'POST',
    headers: { authorization: alice.token, 'content-type': 'application/json', ...headers },
    body,
  });
  const { errors } = await response.json();
  return { status: response.status, errorType: errors?.[0].errorType };
}

async function cognito(body, operation = 'SignUp') {
  const response = await fetch(backend.outputs.cognitoEndpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body,
  });
  return { status: response.status, errorType: (await response.json()).__type };
}

test('a body that is no GraphQL request is malformed', async () => {
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '5',
    '{}',
    '{"query":5}',
    '{"query":"{ me { id } }","variables":"x"}',
    '{"query":"{ me { id } }","variables":[]}',
    '{"query":"{ me { id } }","operationName":5}',
    Buffer.from([0xff, 0xfe, 0x00]),
  ];
  for (const body of bodies)
    assert.deepEqual(await post(body), {
      status: 400,
      errorType: 'MalformedHttpRequestException',
    });
});

test('a query that does not parse or does not fit the schema says so', async () => {
  const errorType = async (query) => (await post(JSON.stringify({ query }))).errorType;
  assert.equal(await errorType(''), 'InvalidSyntax');
  assert.equal(await errorType('{ me {'), 'InvalidSyntax');
  assert.equal(await errorType('{ me\u0000 { id } }'), 'InvalidSyntax');
  assert.equal(await errorType('{ nothing }'), 'ValidationError');
  assert.equal(await errorType('{ me }'), 'ValidationError');
  assert.equal(
    await errorType('query A { me { id } } query B { me { id } }'),
    'BadRequestException',
  );
  assert.equal(await errorType(`{ ${'me { id } '.repeat(5000)} }`), 'InvalidSyntax');
  assert.equal(await errorType(`{ me { ...a } } fragment a on User { ...a }`), 'ValidationError');
});

test('too many resolvers in one request are refused', async () => {
  const { template } = backend.running.engine;
  const { resolverCountLimit } = template;
  template.resolverCountLimit = 10;
  const fields = (count) => Array.from({ length: count }, (_, i) => `a${i}: me { id }`).join(' ');
  assert.equal(await alice.errorType(`{ ${fields(10)} }`), null);
  assert.equal(await alice.errorType(`{ ${fields(11)} }`), 'ResolverExecutionLimitReached');
  template.resolverCountLimit = resolverCountLimit;
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

test('what nests without end is refused, wherever it nests', async () => {
  const deepArray = '['.repeat(400_000) + ']'.repeat(400_000);
  assert.deepEqual(await post(`{"query":"{ me { id } }","variables":{"a":${deepArray}}}`), {
    status: 400,
    errorType: 'MalformedHttpRequestException',
  });
  const deepInput = await cognito(`{"Username":${deepArray}}`);
  assert.equal(deepInput.errorType, 'SerializationException');
  const ask = async (query, variables) =>
    (await post(JSON.stringify({ query, variables }))).errorType;
  const deepQuery = `${'{ me '.repeat(3000)}${'}'.repeat(3000)}`;
  assert.match(await ask(deepQuery), /^(ValidationError|InvalidSyntax)$/);
  const list = JSON.parse('['.repeat(1000) + ']'.repeat(1000));
  const start = operations['Mutation.startConversation'][0];
  const nested = await post(JSON.stringify({ query: start, variables: { c: 'x', p: list } }));
  assert.equal(nested.status, 200);
  const doubled = Array.from(
    { length: 40 },
    (_, i) => `fragment f${i} on User { ...f${i + 1} ...f${i + 1} }`,
  );
  const bomb = `{ me { ...f0 } } ${doubled.join(' ')} fragment f40 on User { id }`;
  assert.equal(await ask(bomb), undefined);
  const mutation = `mutation { createUser(username: "x") { ...f0 } } ${doubled.join(' ')}
    fragment f40 on User { id }`;
  assert.equal(await ask(mutation), undefined);
});

test('any text in any place gets an answer of the contract', async () => {
  const carol = (await backend.people('carol2'))[0];
  const group = await alice.startGroup('group', bob, carol);
  const { id: message } = await alice.say(group, 'Hello');
  const world = { group, message, people: { owner: alice, member: bob, left: carol } };
  const hostile = [
    '',
    ' ',
    '"',
    "'\\",
    'a\nb',
    '\u0000',
    '\ud800',
    '\udc00\ud800',
    '__proto__',
    'constructor',
    '{"S":"x"}',
    '$util.error("x")',
    '😀'.repeat(100),
    'x'.repeat(10_000),
  ];
  const allowed = [null, 'Unauthorized', 'ValidationException', 'ConflictException'];
  for (const [path, [query, variables]] of Object.entries(operations)) {
    const given = variables(world);
    for (const [name, value] of Object.entries(given))
      for (const text of typeof value === 'string' ? hostile : []) {
        const { status, errors } = await alice.ask(query, { ...given, [name]: text });
        assert.equal(status, 200);
        const type = errors[0]?.errorType ?? null;
        assert.ok(allowed.includes(type), `${path} ${name} ${JSON.stringify(text)}: ${type}`);
      }
    for (const [name, value] of Object.entries(given))
      for (const wrong of [5, true, { a: 1 }, [[]], null])
        if (typeof value === 'string' || typeof wrong !== 'number') {
          const { status } = await alice.ask(query, { ...given, [name]: wrong });
          assert.equal(status, 200, `${path} ${name}`);
        }
  }
});

test('arguments and variables that nobody asked for are refused', async () => {
  const errorType = (query, variables) => alice.errorType(query, variables);
  assert.equal(await errorType('{ me(a: 1) { id } }'), 'ValidationError');
  assert.equal(await errorType('{ users(prefix: 5) { nextToken } }'), 'ValidationError');
  assert.equal(await errorType('{ users(prefix: $p) { nextToken } }'), 'ValidationError');
  assert.equal(await errorType('query($p: Nothing) { me { id } }'), 'ValidationError');
  assert.equal(await errorType('{ me { id } }', { more: 1 }), null);
  assert.equal(await errorType('{ me { id @include(if: 5) } }'), 'ValidationError');
});

test('an id that is taken keeps what it stands for', async () => {
  const id = await alice.startWith(bob);
  const first = await alice.say(id, 'Mine', 'taken');
  assert.deepEqual(await alice.say(id, 'Mine, but other', 'taken'), first);
  const write = `mutation($id: ID!) { createMessage(id: "taken", conversationId: $id,
    content: "forged", createdAt: "now") { content } }`;
  assert.equal(await bob.errorType(write, { id }), 'ConflictException');
  assert.deepEqual(
    (await bob.history(id)).map(({ content }) => content),
    ['Mine'],
  );
});

test('variables of the wrong type are refused', async () => {
  const query =
    'query($id: ID!, $seq: Int!) { messagesAfter(conversationId: $id, seq: $seq) { nextToken } }';
  for (const variables of [
    {},
    { id: null, seq: 1 },
    { id: 'x', seq: '1' },
    { id: 'x', seq: 1.5 },
    { id: 'x', seq: 2 ** 31 },
    { id: ['x'], seq: 1 },
    { id: {}, seq: 1 },
  ]) {
    const { status, data, errors } = await alice.ask(query, variables);
    assert.equal(status, 200);
    assert.equal(data, null);
    assert.equal(errors.length >= 1, true);
  }
});

test('ids that are no ids are refused before any table is asked', async () => {
  const query = 'query($id: ID!) { messagesAfter(conversationId: $id, seq: 0) { nextToken } }';
  for (const id of ['', ' ', '\u0000', '\ud800', 'é', 'x'.repeat(5000), "' OR 1=1 --\n"])
    assert.equal(await alice.errorType(query, { id }), 'ValidationException');
  const hostile = ['__proto__', 'constructor', '"', '\\', '#name', ':value', '${x}', '$ctx'];
  for (const id of hostile) assert.equal(await alice.errorType(query, { id }), 'Unauthorized');
});

test('quotes, backslashes and line breaks in a name come back as they were', async () => {
  const name = 'a "b" \\ {"S":"x"} \n c';
  const id = await alice.startGroup(name, bob, (await backend.people('carol'))[0]);
  const { conversation } = await bob.data('query($id: ID!) { conversation(id: $id) { name } }', {
    id,
  });
  assert.equal(conversation.name, name);
});

test('a body of more than 1 MB is refused', async () => {
  const big = JSON.stringify({ query: '{ me { id } }', padding: 'x'.repeat(1024 * 1024) });
  assert.deepEqual(await post(big), { status: 413, errorType: 'RequestEntityTooLargeException' });
  const text = JSON.stringify({ query: `{ me { id } } #${'x'.repeat(900_000)}` });
  assert.equal((await post(text)).status, 200);
  assert.equal((await cognito(big)).errorType, 'SerializationException');
});

test('Cognito refuses what is no request of its protocol', async () => {
  for (const body of ['', '{', 'null', '[]', '5'])
    assert.deepEqual(await cognito(body), { status: 400, errorType: 'SerializationException' });
  for (const operation of ['', '../x', '__proto__', 'toString'])
    assert.equal((await cognito('{}', operation)).status, 400);
});

test('Cognito refuses parameters of the wrong type', async () => {
  const ClientId = backend.outputs.userPoolClientId;
  const inputs = [
    { ClientId, Username: 5, Password: 'x' },
    { ClientId, Username: 'x', Password: ['y'] },
    { ClientId, Username: 'x', Password: 'Correct-Horse-7', UserAttributes: 'email' },
    { ClientId, Username: 'x', Password: 'Correct-Horse-7', UserAttributes: [null, 5] },
    { ClientId, Username: '\ud800 \u0000', Password: 'Correct-Horse-7' },
    { ClientId, Username: 'x'.repeat(200), Password: 'Correct-Horse-7' },
  ];
  for (const input of inputs) {
    const { status, errorType } = await cognito(JSON.stringify(input));
    assert.equal(status, 400);
    assert.equal(errorType, 'InvalidParameterException');
  }
  const others = {
    ConfirmSignUp: { ClientId, Username: 'alice', ConfirmationCode: 123456 },
    InitiateAuth: { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: 5 },
    RespondToAuthChallenge: {
      ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: 'x',
    },
    GetUser: { AccessToken: { a: 1 } },
    GlobalSignOut: {},
    RevokeToken: { ClientId, Token: 5 },
  };
  for (const [operation, input] of Object.entries(others))
    assert.equal((await cognito(JSON.stringify(input), operation)).status, 400, operation);
});

test('bytes that are no HTTP end the connection and nothing else', async () => {
  const { port } = new URL(backend.outputs.localEndpoint);
  const answer = await new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write('\u0000\u0001 nonsense\r\n\r\n'),
    );
    let text = '';
    socket.on('data', (data) => (text += data));
    socket.on('close', () => resolve(text));
  });
  assert.match(answer, /^HTTP\/1\.1 400 /);
});
