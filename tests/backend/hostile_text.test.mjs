// Quotes, line breaks, NUL, half surrogate pairs, what looks like a table's or a template's own
// language: in every text that a client may send, by the table below. What is kept comes back as
// it was; all else is a refusal with its type, and never a failure of the server.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { TestBackend } from './support/backend.mjs';
import { CognitoClient } from './support/cognito.mjs';

const texts = [
  'a "b" \'c\' `d` \\ \\" \\u0000',
  'line\nline\r\nline\ttab\u2028\u2029',
  'nul \u0000 \u0001 \u007f',
  'half \ud800 and \udfff half',
  '{"S":"x"}, "sender": {"S": "somebody"}',
  "'; DROP TABLE Messages; --",
  '#name = :value AND attribute_exists(id)',
  '${x} $ctx.identity.sub {{x}} %00 %0a',
  '</script><img src=x onerror=alert(1)>',
  '\ufeff\u200b\u202e __proto__',
];

let backend;
let alice;
let bob;
let carol;
let group;
let message;
before(async () => {
  backend = await TestBackend.start();
  [alice, bob, carol] = await backend.people('alice', 'bob', 'carol');
  group = await alice.startGroup('group', bob, carol);
  message = (await alice.say(group, 'Mine')).id;
});
afterEach(async () => {
  assert.equal((await alice.data('{ me { username } }')).me.username, 'alice');
});
after(() => backend.stop());

const id = 'ValidationException';
const token = 'BadRequestException';
const noType = 'an error without a type, as AppSync tells of variables';

/** What comes of the text: the type of a refusal, "kept", or "ignored" when it has no effect. */
const outcomes = {
  'Query.allMessage': { after: token, conversationId: id },
  'Query.allMessageConnection': { after: token, conversationId: id },
  'Query.allMessageFrom': { after: token, conversationId: id, sender: id },
  'Query.allUser': { after: token },
  'Query.changesAfter': { conversationId: id },
  'Query.conversation': { id },
  'Query.messagesAfter': { conversationId: id },
  'Query.messagesBefore': { conversationId: id },
  'Query.users': { prefix: 'ignored', after: token },
  'Mutation.addMembers': { conversationId: id, memberIds: id },
  'Mutation.createConversation': { createdAt: 'kept', id, name: 'kept' },
  'Mutation.createMessage': {
    ...{ content: 'kept', conversationId: id, createdAt: 'kept', id, replyTo: id },
  },
  'Mutation.createUser': { username: 'ignored' },
  'Mutation.createUserConversations': { conversationId: id, userId: id },
  'Mutation.deleteMessage': { conversationId: id, id },
  'Mutation.editMessage': { conversationId: id, id, content: 'kept' },
  'Mutation.leaveConversation': { conversationId: id },
  'Mutation.markRead': { conversationId: id },
  'Mutation.recordEvents': { 'events.id': id, 'events.name': id, 'events.at': noType },
  'Mutation.renameConversation': { conversationId: id, name: 'kept' },
  'Mutation.sendTyping': { conversationId: id },
  'Mutation.startConversation': { id, memberIds: id, name: 'kept' },
  'Subscription.subscribeToNewMessage': { conversationId: id },
  'Subscription.subscribeToNewUCs': { userId: 'Unauthorized' },
  'Conversation.messages': { after: token },
  'User.conversations': { after: token },
  'User.messages': { after: token },
};

/** Values with which each argument means something; ids of new things are new. */
const good = () => ({
  after: null,
  changeSeq: 0,
  content: 'Something',
  conversationId: group,
  createdAt: 'now',
  events: [{ id: randomUUID(), name: 'New Conversation', at: '2026-01-02T03:04:05.678Z' }],
  memberIds: [bob.sub, carol.sub],
  name: 'a name',
  sender: alice.sub,
  seq: 0,
  userId: bob.sub,
  username: 'alice',
});

const idsOf = {
  conversation: () => group,
  createConversation: randomUUID,
  createMessage: randomUUID,
  deleteMessage: () => message,
  editMessage: () => message,
  startConversation: randomUUID,
};

const isText = (type) => ['String', 'ID', 'AWSDateTime'].includes(getNamedType(type).name);

/** The texts that an argument takes: itself, or the members of its object. */
function textsOf({ name, type }) {
  const inner = getNamedType(type);
  if (isInputObjectType(inner))
    return Object.values(inner.getFields())
      .filter((member) => isText(member.type))
      .map((member) => `${name}.${member.name}`);
  return isText(type) ? [name] : [];
}

function fieldsWithTexts() {
  const types = Object.values(backend.running.engine.schema.getTypeMap());
  return types.filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields())
      .map((field) => ({
        path: `${type.name}.${field.name}`,
        field,
        texts: field.args.flatMap(textsOf),
      }))
      .filter((entry) => entry.texts.length > 0 && !type.name.startsWith('__')),
  );
}

/** Arguments as they should be, but for one text. */
function variablesWith(field, at, text) {
  const values = { ...good(), id: idsOf[field.name]?.() };
  const [name, member] = at.split('.');
  const variables = Object.fromEntries(field.args.map((arg) => [arg.name, values[arg.name]]));
  if (member) variables[name] = [{ ...values[name][0], [member]: text }];
  else variables[name] = Array.isArray(values[name]) ? [...values[name], text] : text;
  return variables;
}

/** A document that asks for the field and, where it is a text of its own, for what was kept. */
function documentFor(path, field, kept) {
  const [type] = path.split('.');
  const declared = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const given = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const leaf = !isObjectType(getNamedType(field.type));
  const asked = `${field.name}(${given}) ${leaf ? '' : `{ __typename ${kept} }`}`;
  const whole = {
    Conversation: `query($c: ID!, ${declared}) { conversation(id: $c) { ${asked} } }`,
    User: `query(${declared}) { me { ${asked} } }`,
  };
  return whole[type] ?? `${type.toLowerCase()}(${declared}) { ${asked} }`;
}

async function ask(path, document, variables, socket) {
  if (!path.startsWith('Subscription.'))
    return alice.ask(
      document,
      path.startsWith('Conversation.') ? { c: group, ...variables } : variables,
    );
  const { payload } = await socket.start(randomUUID(), document, variables);
  return { errors: payload?.errors ?? [], data: null };
}

test('the table has every text that a client may send', () => {
  const found = fieldsWithTexts().map((entry) => [entry.path, entry.texts.sort()]);
  const listed = Object.entries(outcomes).map(([path, of]) => [path, Object.keys(of).sort()]);
  assert.deepEqual(listed.sort(), found.sort());
});

describe('texts of the API', () => {
  for (const [path, of] of Object.entries(outcomes))
    test(path, async () => {
      const { field } = fieldsWithTexts().find((entry) => entry.path === path);
      const socket = await alice.realtime();
      for (const [at, outcome] of Object.entries(of))
        for (const text of texts) {
          const document = documentFor(path, field, outcome === 'kept' ? at : '');
          const variables = variablesWith(field, at, text);
          const { errors, data } = await ask(path, document, variables, socket);
          const what = `${at}: ${JSON.stringify(text)}`;
          const taken = ['kept', 'ignored'].includes(outcome);
          const answer = errors[0] ? (errors[0].errorType ?? noType) : null;
          assert.equal(answer, taken ? null : outcome, what);
          if (outcome === 'kept') assert.equal(data[field.name][at], text.toWellFormed(), what);
        }
      await socket.end();
    });
});

async function answerTo(operation, input) {
  const response = await backend.fetch('/cognito/', {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify({ ClientId: backend.outputs.userPoolClientId, ...input }),
  });
  return response.json();
}

const call = async (...request) => (await answerTo(...request)).__type ?? 'taken';

const name = 'somebody';
const code = '123456';
const secret = 'Correct-Horse-7';
const srp = (of) => ({ AuthFlow: 'USER_SRP_AUTH', AuthParameters: { SRP_A: 'abcdef', ...of } });
const proof = (of) => ({
  ChallengeName: 'PASSWORD_VERIFIER',
  ChallengeResponses: {
    ...{ USERNAME: name, TIMESTAMP: 'now', PASSWORD_CLAIM_SIGNATURE: 'AAAA' },
    ...{ PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA', ...of },
  },
});
const signUp = (of, email = 'a@example.com') => ({
  ...{ Username: name, Password: secret, UserAttributes: [{ Name: 'email', Value: email }] },
  ...of,
});

/** What is called, with the text in one place, and the answers that it may get. */
const accountTexts = {
  'the name of a new account': ['SignUp', (Username) => signUp({ Username }), /^InvalidParameter/],
  'its address': ['SignUp', (email) => signUp({}, email), /^InvalidParameter/],
  'a weak password': ['SignUp', (Password) => signUp({ Password }), /^InvalidPassword/],
  'the name to confirm': [
    'ConfirmSignUp',
    (Username) => ({ Username, ConfirmationCode: code }),
    /^CodeMismatch/,
  ],
  'its code': [
    'ConfirmSignUp',
    (ConfirmationCode) => ({ Username: name, ConfirmationCode }),
    /^(CodeMismatch|LimitExceeded)/,
  ],
  'the name for another code': ['ResendConfirmationCode', (Username) => ({ Username }), /^taken$/],
  'the name that forgot': ['ForgotPassword', (Username) => ({ Username }), /^taken$/],
  'the name for a new password': [
    'ConfirmForgotPassword',
    (Username) => ({ Username, ConfirmationCode: code, Password: secret }),
    /^(CodeMismatch|ExpiredCode)/,
  ],
  'the name that signs in': ['InitiateAuth', (USERNAME) => srp({ USERNAME }), /^taken$/],
  'its number': ['InitiateAuth', (SRP_A) => srp({ USERNAME: name, SRP_A }), /^InvalidParameter/],
  'a flow': ['InitiateAuth', (AuthFlow) => ({ AuthFlow }), /^InvalidParameter/],
  'a secret block': [
    'RespondToAuthChallenge',
    (text) => proof({ PASSWORD_CLAIM_SECRET_BLOCK: text }),
    /^NotAuthorized/,
  ],
  'a token for new ones': [
    'GetTokensFromRefreshToken',
    (RefreshToken) => ({ RefreshToken }),
    /^NotAuthorized/,
  ],
  'a token to revoke': ['RevokeToken', (Token) => ({ Token }), /^taken$/],
  'an access token': ['GetUser', (AccessToken) => ({ AccessToken }), /^NotAuthorized/],
  'a client': ['SignUp', (ClientId) => signUp({ ClientId }), /^ResourceNotFound/],
};

describe('texts of accounts', () => {
  for (const [what, [operation, input, answer]] of Object.entries(accountTexts))
    test(what, async () => {
      for (const text of texts)
        assert.match(await call(operation, input(text)), answer, JSON.stringify(text));
    });

  test('a proof of the right block, wrong in any of its texts', async () => {
    for (const at of ['TIMESTAMP', 'PASSWORD_CLAIM_SIGNATURE'])
      for (const text of texts) {
        const { ChallengeParameters } = await answerTo('InitiateAuth', srp({ USERNAME: name }));
        const { SECRET_BLOCK: block } = ChallengeParameters;
        const bad = proof({ PASSWORD_CLAIM_SECRET_BLOCK: block, [at]: text });
        assert.equal(await call('RespondToAuthChallenge', bad), 'NotAuthorizedException');
      }
  });

  test('a password with all of it lets its owner in, and nobody else', async () => {
    const client = new CognitoClient(backend.outputs);
    const whole = `${secret} ${texts.map((text) => text.toWellFormed()).join('')}`.slice(0, 256);
    await client.signUp('careful', whole);
    await client.confirm('careful', await backend.code('careful'));
    await client.signIn('careful', whole);
    await assert.rejects(client.signIn('careful', secret), { name: 'NotAuthorizedException' });
  });
});
