// Accounts and sessions, with Amazon's own client and verifier.
import assert from 'node:assert/strict';
import { getDiffieHellman } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { TestBackend } from './support/backend.mjs';
import { CognitoClient } from './support/cognito.mjs';
import { Person, password } from './support/person.mjs';

let backend;
let client;
let passedMs = 0;
const began = Date.now();
const now = () => began + passedMs; // It stands still between.

before(async () => {
  backend = await TestBackend.start({ settings: { now } });
  client = new CognitoClient(backend.outputs);
});
after(() => backend.stop());

const fails = (promise, name) => assert.rejects(promise, { name });

/** Calls an operation that Amazon's client does not offer. */
async function call(operation, input) {
  const response = await backend.fetch('/cognito/', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify({ ClientId: backend.outputs.userPoolClientId, ...input }),
  });
  return { status: response.status, answer: await response.json() };
}

/** Not through Amazon's client, which repeats a refused refresh for seconds. */
async function refreshRefused(session) {
  const REFRESH_TOKEN = session.getRefreshToken().getToken();
  const AuthParameters = { REFRESH_TOKEN };
  const { answer } = await call('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters });
  assert.equal(answer.__type, 'NotAuthorizedException');
}

async function account(name) {
  await client.signUp(name, password);
  await client.confirm(name, await backend.code(name));
}

test('a new account needs the mailed code before it can sign in', async () => {
  const { userConfirmed, userSub } = await client.signUp('ann', password);
  assert.equal(userConfirmed, false);
  await fails(client.signIn('ann', password), 'UserNotConfirmedException');
  await client.confirm('ann', await backend.code('ann'));
  const { session } = await client.signIn('ann', password);
  assert.equal(session.getAccessToken().payload.sub, userSub);
  assert.equal(session.getIdToken().payload.email, 'ann@example.com');
  assert.deepEqual(await (await backend.fetch('/mailbox/ann')).json(), []);
});

test('a wrong code is refused and the right one still confirms', async () => {
  await client.signUp('wrong-code', password);
  const code = await backend.code('wrong-code');
  const other = code === '000000' ? '000001' : '000000';
  await fails(client.confirm('wrong-code', other), 'CodeMismatchException');
  await client.confirm('wrong-code', code);
});

test('an expired code is refused and a new one confirms', async () => {
  await client.signUp('late', password);
  const code = await backend.code('late');
  await backend.fault({ expireCodes: 'late' });
  await fails(client.confirm('late', code), 'ExpiredCodeException');
  await client.resend('late');
  await client.confirm('late', await backend.code('late'));
});

test('after five wrong codes the right one is refused too, until a new one is mailed', async () => {
  await client.signUp('guesser', password);
  const code = await backend.code('guesser');
  const other = code === '000000' ? '000001' : '000000';
  const guesses = Array.from({ length: 5 }, () => client.confirm('guesser', other));
  for (const result of await Promise.allSettled(guesses))
    assert.equal(result.reason.name, 'CodeMismatchException');
  await fails(client.confirm('guesser', code), 'LimitExceededException');
  await client.resend('guesser');
  await client.confirm('guesser', await backend.code('guesser'));
});

test('codes are not mailed without end', async () => {
  await client.signUp('impatient', password);
  for (let i = 0; i < 5; i += 1) await client.resend('impatient');
  await fails(client.resend('impatient'), 'LimitExceededException');
  passedMs += 3_599_999;
  await fails(client.resend('impatient'), 'LimitExceededException');
  passedMs += 1;
  await client.resend('impatient');
});

test('every rule of the password policy is enforced', async () => {
  const long = `Ab1-${'x'.repeat(253)}`;
  const weak = ['Ab1-xyz', 'no-upper-1', 'NO-LOWER-1', 'No-Digits-', 'NoSymbols12', long];
  for (const candidate of weak)
    await fails(client.signUp('weak', candidate), 'InvalidPasswordException');
  await client.signUp('weak', 'Ab1-xyzw');
});

test('a name is taken whatever its case', async () => {
  await account('Maria');
  await fails(client.signUp('maria', password), 'UsernameExistsException');
  const { session } = await client.signIn('MARIA', password);
  assert.equal(session.getAccessToken().payload.username, 'Maria');
});

test('of two who take the same name at once, one gets it', async () => {
  const results = await Promise.allSettled([
    client.signUp('race', password),
    client.signUp('race', password),
  ]);
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('a name with a space and an address without an at sign are refused', async () => {
  await fails(client.signUp('two words', password), 'InvalidParameterException');
  await fails(client.signUp('nomail', password, 'nowhere'), 'InvalidParameterException');
});

test('a wrong password and an unknown user get the same answer', async () => {
  await account('known');
  const wrong = await client.signIn('known', 'Wrong-Horse-8').catch((error) => error);
  const unknown = await client.signIn('unknown', 'Wrong-Horse-8').catch((error) => error);
  assert.equal(wrong.name, 'NotAuthorizedException');
  assert.equal(unknown.name, 'NotAuthorizedException');
  assert.equal(wrong.message, unknown.message);
  await client.signIn('known', password);
});

test('an unknown user has the same salt at every try', async () => {
  const begin = async () => {
    const AuthParameters = { USERNAME: 'nobody', SRP_A: 'abcdef0123456789' };
    const { answer } = await call('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', AuthParameters });
    return answer.ChallengeParameters.SALT;
  };
  assert.equal(await begin(), await begin());
});

test('after five wrong passwords in a row the next try has to wait', async () => {
  await account('locked');
  for (let i = 0; i < 5; i += 1)
    await fails(client.signIn('locked', 'Wrong-Horse-8'), 'NotAuthorizedException');
  const refused = { message: 'Password attempts exceeded' };
  await assert.rejects(client.signIn('locked', password), refused);
  passedMs += 999;
  await assert.rejects(client.signIn('locked', password), refused);
  passedMs += 1;
  await fails(client.signIn('locked', 'Wrong-Horse-8'), 'NotAuthorizedException');
  passedMs += 1999; // Twice as long.
  await assert.rejects(client.signIn('locked', password), refused);
  passedMs += 1;
  await client.signIn('locked', password);
});

test('SRP numbers outside the group are refused', async () => {
  const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
  // What is a multiple of the prime, or one beside it, would make the key known to anybody.
  const multiples = [prime - 1n, prime, prime + 1n, 2n * prime, 3n * prime + 1n];
  const numbers = multiples.map((number) => number.toString(16));
  for (const SRP_A of [...numbers, '0', '1', '', 'xyz', '0'.repeat(2000), undefined]) {
    const AuthParameters = { USERNAME: 'ann', SRP_A };
    const { status, answer } = await call('InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters,
    });
    assert.equal(status, 400, String(SRP_A));
    assert.equal(answer.__type, 'InvalidParameterException');
  }
});

test('other sign-in flows are not enabled', async () => {
  const { answer } = await call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ann', PASSWORD: password },
  });
  assert.equal(answer.__type, 'InvalidParameterException');
});

test("Amazon's verifier accepts both tokens", async () => {
  const { userPoolId, userPoolClientId: clientId } = backend.outputs;
  await account('verified');
  const { session } = await client.signIn('verified', password);
  const jwks = await (await backend.fetch(`/cognito/${userPoolId}/.well-known/jwks.json`)).json();
  for (const [tokenUse, token] of [
    ['access', session.getAccessToken()],
    ['id', session.getIdToken()],
  ]) {
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
    verifier.cacheJwks(jwks);
    const claims = await verifier.verify(token.getJwtToken());
    assert.equal(claims.sub, session.getAccessToken().payload.sub);
  }
});

test('both ways of refreshing give fresh tokens, and nonsense gives none', async () => {
  await account('fresh');
  const { user, session } = await client.signIn('fresh', password);
  const again = await client.refresh(user, session);
  assert.notEqual(again.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
  const RefreshToken = session.getRefreshToken().getToken();
  const { answer } = await call('GetTokensFromRefreshToken', { RefreshToken });
  const { AccessToken } = answer.AuthenticationResult;
  assert.equal((await call('GetUser', { AccessToken })).answer.Username, 'fresh');
  for (const bad of ['', 'x', `${RefreshToken}x`, AccessToken, 5, null]) {
    const refused = await call('GetTokensFromRefreshToken', { RefreshToken: bad });
    assert.equal(refused.answer.__type, 'NotAuthorizedException');
  }
});

test('a revoked refresh token is of no use, and other sessions go on', async () => {
  await account('revoked');
  const first = await client.signIn('revoked', password);
  const second = await client.signIn('revoked', password);
  await call('RevokeToken', { Token: first.session.getRefreshToken().getToken() });
  await refreshRefused(first.session);
  const AccessToken = first.session.getAccessToken().getJwtToken();
  assert.equal((await call('GetUser', { AccessToken })).answer.__type, 'NotAuthorizedException');
  await client.refresh(second.user, second.session);
});

test('global sign-out ends every session, and the next sign-in works at once', async () => {
  await account('everywhere');
  const first = await client.signIn('everywhere', password);
  const second = await client.signIn('everywhere', password);
  await client.globalSignOut(second.user);
  for (const { session } of [first, second]) {
    await refreshRefused(session);
    const AccessToken = session.getAccessToken().getJwtToken();
    const { status, answer } = await call('GetUser', { AccessToken });
    assert.equal(status, 400);
    assert.equal(answer.__type, 'NotAuthorizedException');
  }
  const { session } = await client.signIn('everywhere', password);
  const AccessToken = session.getAccessToken().getJwtToken();
  assert.equal((await call('GetUser', { AccessToken })).status, 200);
});

test('a forgotten password is replaced with a mailed code', async () => {
  await account('forgetful');
  await client.forgotPassword('forgetful');
  const code = await backend.code('forgetful');
  await fails(client.confirmPassword('forgetful', code, 'weak'), 'InvalidPasswordException');
  await client.confirmPassword('forgetful', code, 'Another-Horse-9');
  await fails(client.signIn('forgetful', password), 'NotAuthorizedException');
  await client.signIn('forgetful', 'Another-Horse-9');
  await client.forgotPassword('no-such-user');
});

test('a password is changed with the old one', async () => {
  await account('changing');
  const { user } = await client.signIn('changing', password);
  await fails(
    client.changePassword(user, 'Wrong-Horse-8', 'Another-Horse-9'),
    'NotAuthorizedException',
  );
  await client.changePassword(user, password, 'Another-Horse-9');
  await client.signIn('changing', 'Another-Horse-9');
});

test('passwords are nowhere on the disk', async () => {
  const { execFileSync } = await import('node:child_process');
  const found = execFileSync('sh', [
    '-c',
    'grep -rlF "$1" "$2" || true',
    'sh',
    password,
    backend.data,
  ]);
  assert.equal(String(found), '');
});

test('an unknown client and an unknown operation are refused', async () => {
  const signUp = await call('SignUp', { ClientId: 'x', Username: 'u', Password: password });
  assert.equal(signUp.answer.__type, 'ResourceNotFoundException');
  const unknown = await call('AdminDeleteUser', { Username: 'ann' });
  assert.equal(unknown.answer.__type, 'UnknownOperationException');
  const inherited = await call('constructor', {});
  assert.equal(inherited.answer.__type, 'UnknownOperationException');
});

test('a person signs in again after a restart', async () => {
  const [person] = await backend.people('lasting');
  const { user, session } = await client.signIn('lasting', password);
  await backend.restart();
  assert.equal((await Person.signIn(backend, 'lasting')).sub, person.sub);
  await client.refresh(user, session);
});
