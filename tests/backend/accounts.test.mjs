// What an account's operations tell to whom: nothing about who exists, nothing without a good
// token; and how often one may try.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { TestBackend } from './support/backend.mjs';
import { badTokens } from './support/bad_tokens.mjs';
import { password } from './support/person.mjs';

let backend;
let ClientId;
before(async () => {
  backend = await TestBackend.start();
  ClientId = backend.outputs.userPoolClientId;
});
after(() => backend.stop());

async function call(operation, input) {
  const response = await backend.fetch('/cognito/', {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify({ ClientId, ...input }),
  });
  return { status: response.status, answer: await response.json() };
}

const typeOf = async (operation, input) => (await call(operation, input)).answer.__type ?? null;

let number = 0;
/** A new account; with an address that is another name of its own when it is confirmed. */
async function account({ confirmed }) {
  number += 1;
  const name = `account${number}`;
  const address = `${name}@example.com`;
  const UserAttributes = [{ Name: 'email', Value: address }];
  await call('SignUp', { Username: name, Password: password, UserAttributes });
  if (confirmed) {
    const ConfirmationCode = await backend.code(name);
    const { status } = await call('ConfirmSignUp', { Username: name, ConfirmationCode });
    assert.equal(status, 200);
  }
  return { name, address };
}

/** One name of each kind that a stranger may try. */
async function everyKind() {
  const confirmed = await account({ confirmed: true });
  const byAddress = await account({ confirmed: true });
  return {
    'a name that nobody has': `nobody${randomUUID()}`,
    'an address that nobody has': `${randomUUID()}@example.com`,
    'a confirmed account': confirmed.name,
    'the address of one': byAddress.address,
    'an account without confirmation': (await account({ confirmed: false })).name,
  };
}

const newPassword = 'Another-Horse-9';
const guess = { ConfirmationCode: 'xxxxxx' };

/** Operation to what a stranger sends; each is sent until the limits of it have been met. */
const strangers = {
  ForgotPassword: [['ForgotPassword', {}]],
  ConfirmForgotPassword: [['ConfirmForgotPassword', { ...guess, Password: newPassword }]],
  'ConfirmForgotPassword after ForgotPassword': [
    ['ForgotPassword', {}],
    ...Array.from({ length: 7 }, () => [
      'ConfirmForgotPassword',
      { ...guess, Password: newPassword },
    ]),
  ],
  'ConfirmForgotPassword with a weak password': [
    ['ConfirmForgotPassword', { ...guess, Password: 'weak' }],
  ],
};

describe('strangers learn nothing about who exists', () => {
  for (const [title, steps] of Object.entries(strangers))
    test(title, async () => {
      const answers = {};
      for (const [kind, Username] of Object.entries(await everyKind())) {
        answers[kind] = [];
        for (let i = 0; i < (steps.length === 1 ? 8 : 1); i += 1)
          for (const [operation, input] of steps) {
            const { status, answer } = await call(operation, { Username, ...input });
            if (answer.CodeDeliveryDetails) {
              const { Destination } = answer.CodeDeliveryDetails;
              assert.match(Destination, /^.\*\*\*@.\*\*\*$/, kind);
              answer.CodeDeliveryDetails.Destination = 'somewhere';
            }
            answers[kind].push([operation, status, answer]);
          }
      }
      const [first, ...others] = Object.values(answers);
      for (const other of others) assert.deepEqual(other, first);
    });

  test('ConfirmSignUp and ResendConfirmationCode', async () => {
    for (const operation of ['ConfirmSignUp', 'ResendConfirmationCode']) {
      const kinds = await everyKind();
      const answers = {};
      for (const [kind, Username] of Object.entries(kinds)) {
        answers[kind] = [];
        for (let i = 0; i < 5; i += 1) {
          const { status, answer } = await call(operation, { Username, ...guess });
          delete answer.CodeDeliveryDetails?.Destination;
          answers[kind].push([status, answer]);
        }
      }
      const [first, ...others] = Object.values(answers);
      for (const other of others) assert.deepEqual(other, first, operation);
    }
  });

  test('a challenge looks the same each time, and a wrong proof gets the same answer', async () => {
    const SRP_A = 'abcdef0123456789'.repeat(8);
    for (const [kind, USERNAME] of Object.entries(await everyKind())) {
      const salts = new Set();
      for (let i = 0; i < 8; i += 1) {
        const AuthParameters = { USERNAME, SRP_A };
        const { answer } = await call('InitiateAuth', {
          AuthFlow: 'USER_SRP_AUTH',
          AuthParameters,
        });
        const { SALT, SECRET_BLOCK, SRP_B, USER_ID_FOR_SRP } = answer.ChallengeParameters;
        salts.add(SALT);
        assert.match(SALT, /^[0-9a-f]{1,32}$/, kind);
        assert.match(SRP_B, /^[0-9a-f]{700,768}$/, kind);
        const proof = await call('RespondToAuthChallenge', {
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeResponses: {
            USERNAME: USER_ID_FOR_SRP,
            PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
            TIMESTAMP: 'now',
            PASSWORD_CLAIM_SIGNATURE: 'AAAA',
          },
        });
        const message = i < 5 ? 'Incorrect username or password.' : 'Password attempts exceeded';
        assert.deepEqual(proof, {
          status: 400,
          answer: { __type: 'NotAuthorizedException', message },
        });
      }
      assert.equal(salts.size, 1, kind);
    }
  });
});

test('the mail to a name that nobody has always goes to the same place', async () => {
  const where = async (Username) =>
    (await call('ForgotPassword', { Username })).answer.CodeDeliveryDetails.Destination;
  const places = new Set();
  for (let i = 0; i < 12; i += 1) {
    const name = `nobody-${i}`;
    assert.equal(await where(name), await where(name));
    places.add(await where(name));
  }
  assert.ok(places.size > 6);
});

test('who repeats a confirmation whose answer was lost is told that it is done', async () => {
  const { name } = await account({ confirmed: false });
  const ConfirmationCode = await backend.code(name);
  const confirm = { Username: name, ConfirmationCode };
  assert.equal(await typeOf('ConfirmSignUp', confirm), null);
  assert.equal(await typeOf('ConfirmSignUp', confirm), 'NotAuthorizedException');
  assert.equal(await typeOf('ConfirmSignUp', { ...confirm, ...guess }), 'CodeMismatchException');
});

test('a confirmed account gets no code to confirm it with', async () => {
  const { name } = await account({ confirmed: true });
  await call('ResendConfirmationCode', { Username: name });
  assert.deepEqual(await (await backend.fetch(`/mailbox/${name}`)).json(), []);
});

test('an account without confirmation gets no code for another password', async () => {
  const { name } = await account({ confirmed: false });
  await call('ForgotPassword', { Username: name });
  const mails = await (await backend.fetch(`/mailbox/${name}`)).json();
  assert.deepEqual(
    mails.map(({ kind }) => kind),
    ['signup'],
  );
});

describe('operations of who is signed in', () => {
  const operations = {
    GetUser: {},
    ChangePassword: { PreviousPassword: password, ProposedPassword: newPassword },
    GlobalSignOut: {},
  };
  let alice;
  let tokens;
  before(async () => {
    const [person, bob] = await backend.people('alice', 'bob');
    alice = person;
    const { users, tokens: issuer } = backend.running.pool;
    const { IdToken, RefreshToken } = await issuer.signIn(await users.find('alice'));
    const claims = JSON.parse(Buffer.from(alice.token.split('.')[1], 'base64url'));
    const { kid, privateKey } = issuer;
    tokens = {
      ...(await badTokens(backend.running.pool, alice, bob)),
      'an id token': IdToken,
      'a refresh token': RefreshToken,
      'of a session that never was': await new SignJWT({ ...claims, origin_jti: randomUUID() })
        .setProtectedHeader({ kid, alg: 'RS256' })
        .sign(privateKey),
    };
  });

  for (const [operation, input] of Object.entries(operations))
    test(`${operation}: nobody gets in with a bad token`, async () => {
      for (const [kind, AccessToken] of Object.entries(tokens))
        assert.equal(
          await typeOf(operation, { ...input, AccessToken }),
          'NotAuthorizedException',
          kind,
        );
    });

  test('each lets the right token in', async () => {
    for (const [operation, input] of Object.entries(operations)) {
      const { status } = await call(operation, { ...input, AccessToken: alice.token });
      assert.equal(status, 200, operation);
    }
    const { answer } = await call('GetUser', { AccessToken: alice.token });
    assert.equal(answer.__type, 'NotAuthorizedException');
  });

  test('a password is changed at most five times an hour, right or wrong', async () => {
    const [carol] = await backend.people('carol');
    const AccessToken = carol.token;
    const change = (PreviousPassword) =>
      typeOf('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword: newPassword });
    for (let i = 0; i < 5; i += 1)
      assert.equal(await change('Wrong-1-x'), 'NotAuthorizedException');
    assert.equal(await change(password), 'LimitExceededException');
  });
});
