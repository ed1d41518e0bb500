// Tables somewhere else: requests are signed as the AWS SDK signs them, what passes is tried
// again, and a refusal has DynamoDB's name for it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { RemoteTables } from '../../backend/local/tables/remote.mjs';
import { Signer } from '../../backend/local/tables/signature.mjs';

const region = 'eu-west-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRf' };

/** What comes in, and what is answered: a status and a body, or null to cut the connection. */
let requests = [];
let answers = [];
let server;
let url;
before(async () => {
  server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const answer = answers.shift() ?? [200, {}];
    if (answer === 'cut') request.socket.destroy();
    else {
      const [status, body] = answer;
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${server.address().port}`;
});
afterEach(() => {
  [requests, answers] = [[], []];
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const key = { TableName: 'Things', Key: { id: { S: 'a "b" ü 😀 \n' } } };

async function withTables(work) {
  const tables = new RemoteTables(url);
  try {
    return await work(tables);
  } finally {
    await tables.close();
  }
}

const signedNames = (authorization) => /SignedHeaders=([^,]+)/.exec(authorization)[1].split(';');

/** The signature of ours for a request that came signed. */
function signAgain({ headers, body }, own) {
  const { authorization } = headers;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date']);
  const now = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const names = signedNames(authorization).filter(
    (name) => !['x-amz-date', 'x-amz-security-token'].includes(name),
  );
  const plain = Object.fromEntries(names.map((name) => [name, headers[name]]));
  return new Signer(region).sign(plain, body, own, now).authorization;
}

for (const [what, own] of [
  ['an account', credentials],
  ['a session', { ...credentials, sessionToken: 'token/+=' }],
])
  test(`the signature of ${what} is the one that the AWS SDK makes`, async () => {
    const client = new DynamoDB({ endpoint: url, region, credentials: own });
    await client.getItem(key);
    client.destroy();
    const [request] = requests;
    assert.equal(signAgain(request, own), request.headers.authorization);
    assert.equal(request.headers['x-amz-security-token'], own.sessionToken);
  });

test('what is sent is signed whole, by the credentials of the environment', async () => {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION'];
  const values = [credentials.accessKeyId, credentials.secretAccessKey, 'a token', region];
  const before = names.map((name) => process.env[name]);
  names.forEach((name, i) => (process.env[name] = values[i]));
  try {
    await withTables((tables) => tables.call('GetItem', key));
  } finally {
    names.forEach((name, i) => {
      if (before[i] === undefined) delete process.env[name];
      else process.env[name] = before[i];
    });
  }
  const [{ headers, body }] = requests;
  assert.deepEqual(JSON.parse(body), key);
  assert.equal(headers['x-amz-target'], 'DynamoDB_20120810.GetItem');
  assert.equal(headers['x-amz-security-token'], 'a token');
  assert.deepEqual(signedNames(headers.authorization), [
    ...['content-type', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target'],
  ]);
  const own = { ...credentials, sessionToken: 'a token' };
  assert.equal(signAgain(requests[0], own), headers.authorization);
});

const refusal = (name) => [400, { __type: `com.amazonaws.dynamodb.v20120810#${name}` }];

test('what passes is tried again, twice', async () => {
  const item = { Item: { id: { S: 'x' } } };
  const passing = ['cut', [500, 'sorry'], [503, {}], refusal('ThrottlingException')];
  passing.push(refusal('ProvisionedThroughputExceededException'));
  await withTables(async (tables) => {
    for (const answer of passing) {
      requests = [];
      answers = [answer, answer, [200, item]];
      assert.deepEqual(await tables.call('GetItem', key), item);
      assert.equal(requests.length, 3);
    }
    requests = [];
    answers = [
      [500, 'sorry'],
      [500, 'sorry'],
      [500, 'sorry'],
      [200, item],
    ];
    await assert.rejects(tables.call('GetItem', key), { name: 'HTTP500' });
    assert.equal(requests.length, 3);
  });
});

test('a refusal is told at once, under its name', async () => {
  await withTables(async (tables) => {
    for (const name of ['ConditionalCheckFailedException', 'ValidationException']) {
      requests = [];
      answers = [refusal(name)];
      await assert.rejects(tables.call('PutItem', key), { name });
      assert.equal(requests.length, 1);
    }
    answers = [[403, { __type: 'x#UnrecognizedClientException', message: 'No.' }]];
    const refused = { name: 'UnrecognizedClientException', message: 'No.' };
    await assert.rejects(tables.call('PutItem', key), refused);
  });
});

test('where nobody answers, the error says so', async () => {
  const nowhere = new RemoteTables('http://localhost:9');
  await assert.rejects(nowhere.call('GetItem', key), { message: /ECONNREFUSED/ });
  await nowhere.close();
});
