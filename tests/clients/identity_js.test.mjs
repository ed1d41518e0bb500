// amazon-cognito-identity-js, the client that v1 used, and aws-jwt-verify, which servers use.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { CognitoClient } from '../backend/support/cognito.mjs';
import { Account, emailOf, mailedCode, newName, password, stack } from './support/stack.mjs';

const newPassword = 'Battery-Staple-9';
const fails = (promise, name, message) =>
  assert.rejects(promise, message ? { name, message } : { name });

async function attributesOf(user) {
  const attributes = await new Promise((resolve, reject) =>
    user.getUserAttributes((error, list) => (error ? reject(error) : resolve(list))),
  );
  return Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));
}

let client;
let ann;
before(async () => {
  client = new CognitoClient(stack);
  ann = await Account.make('ann');
});

test('sign-up: weak password, wrong code, another code, and a name that is taken', async () => {
  const name = newName('bob');
  await fails(client.signUp(name, 'weak', emailOf(name)), 'InvalidPasswordException');
  const { userConfirmed, codeDeliveryDetails } = await client.signUp(name, password, emailOf(name));
  assert.equal(userConfirmed, false);
  assert.equal(codeDeliveryDetails.DeliveryMedium, 'EMAIL');
  await fails(client.signIn(name, password), 'UserNotConfirmedException');
  const code = await mailedCode(name);
  const wrong = code === '000000' ? '000001' : '000000';
  await fails(client.confirm(name, wrong), 'CodeMismatchException');
  await client.resend(name);
  await client.confirm(name, await mailedCode(name));
  const { session } = await client.signIn(name, password);
  assert.equal(session.getIdToken().payload['cognito:username'], name);
  await fails(client.signUp(name, password, emailOf(name)), 'UsernameExistsException');
});

test('a wrong password and an unknown name are refused in the same words', async () => {
  const message = 'Incorrect username or password.';
  await fails(client.signIn(ann.name, 'Wrong-Horse-8'), 'NotAuthorizedException', message);
  await fails(client.signIn(newName('nobody'), password), 'NotAuthorizedException', message);
});

test('the address of a confirmed account signs in too', async () => {
  const { session } = await client.signIn(emailOf(ann.name), password);
  assert.equal(session.getAccessToken().payload.sub, ann.sub);
  assert.equal(session.getAccessToken().payload.username, ann.name);
});

test('an address belongs to one confirmed account', async () => {
  const name = newName('thief');
  await client.signUp(name, password, emailOf(ann.name));
  await fails(client.confirm(name, await mailedCode(name)), 'AliasExistsException');
  const { session } = await client.signIn(emailOf(ann.name), password);
  assert.equal(session.getAccessToken().payload.sub, ann.sub);
});

test('a name must not look like an address', async () => {
  const name = `${newName('at')}@example.com`;
  await fails(client.signUp(name, password, name), 'InvalidParameterException');
});

test('a refresh gives new tokens of the same session', async () => {
  const again = await client.refresh(ann.user, ann.session);
  const before = ann.session.getAccessToken().payload;
  const after = again.getAccessToken().payload;
  assert.notEqual(again.getAccessToken().getJwtToken(), ann.token);
  assert.equal(after.sub, before.sub);
  assert.equal(after.origin_jti, before.origin_jti);
  assert.equal(after.auth_time, before.auth_time);
  assert.equal(again.getRefreshToken().getToken(), ann.session.getRefreshToken().getToken());
});

test('the attributes of an account are its own', async () => {
  assert.deepEqual(await attributesOf(ann.user), {
    sub: ann.sub,
    email: emailOf(ann.name),
    email_verified: 'true',
  });
});

test('a changed password is the only one; a wrong present one changes nothing', async () => {
  const eve = await Account.make('eve');
  const { changePassword } = CognitoClient.prototype;
  await fails(changePassword(eve.user, 'Wrong-Horse-8', newPassword), 'NotAuthorizedException');
  await fails(changePassword(eve.user, password, 'weak'), 'InvalidPasswordException');
  await client.changePassword(eve.user, password, newPassword);
  await fails(client.signIn(eve.name, password), 'NotAuthorizedException');
  await client.signIn(eve.name, newPassword);
});

test('a forgotten password is replaced by a mailed code', async () => {
  const kim = await Account.make('kim');
  await client.forgotPassword(kim.name);
  const code = await mailedCode(kim.name);
  const wrong = code === '000000' ? '000001' : '000000';
  await fails(client.confirmPassword(kim.name, wrong, newPassword), 'CodeMismatchException');
  await client.confirmPassword(kim.name, code, newPassword);
  await fails(client.signIn(kim.name, password), 'NotAuthorizedException');
  await client.signIn(kim.name, newPassword);
});

test('signing out everywhere ends every session', async () => {
  const lou = await Account.make('lou');
  const { user } = await client.signIn(lou.name, password);
  await attributesOf(user);
  await client.globalSignOut(lou.user);
  await fails(attributesOf(user), 'NotAuthorizedException', 'Access Token has been revoked');
});

test('aws-jwt-verify accepts the tokens, and only for what they are', async () => {
  const { userPoolId, userPoolClientId: clientId, localEndpoint } = stack;
  const verifier = (options) => {
    const made = CognitoJwtVerifier.create({ userPoolId, clientId, ...options });
    if (keys) made.cacheJwks(keys);
    return made;
  };
  const address = `${stack.cognitoEndpoint}${userPoolId}/.well-known/jwks.json`;
  const keys = localEndpoint ? await (await fetch(address)).json() : null;
  const id = ann.session.getIdToken().getJwtToken();
  const payload = await verifier({ tokenUse: 'access' }).verify(ann.token);
  assert.equal(payload.sub, ann.sub);
  assert.equal((await verifier({ tokenUse: 'id' }).verify(id)).email, emailOf(ann.name));
  await assert.rejects(verifier({ tokenUse: 'access' }).verify(id), /Token use/);
  await assert.rejects(verifier({ tokenUse: 'access', clientId: 'other' }).verify(ann.token));
  const forged = `${ann.token.slice(0, -8)}AAAAAAAA`;
  await assert.rejects(verifier({ tokenUse: 'access' }).verify(forged), /Invalid signature/);
});
