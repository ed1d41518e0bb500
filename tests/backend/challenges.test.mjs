// The challenge of a sign-in travels, sealed, as its secret block: it is good once, for a time,
// for the one it was made for, and only as it was made.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestBackend } from './support/backend.mjs';
import { CognitoClient } from './support/cognito.mjs';
import { password } from './support/person.mjs';

let backend;
let client;
let passedMs = 0;
const began = Date.now();

before(async () => {
  backend = await TestBackend.start({ settings: { now: () => began + passedMs } });
  client = new CognitoClient(backend.outputs);
  for (const name of ['ann', 'bob']) {
    await client.signUp(name, password);
    await client.confirm(name, await backend.code(name));
  }
});
after(() => backend.stop());

/**
 * Signs in by Amazon's client, whose right proof goes through other hands.
 * @param {(proof: object, send: (proof: object) => Promise<Response>) => Promise<Response>} hands
 */
async function signInThrough(name, hands) {
  const realFetch = globalThis.fetch;
  globalThis.fetch = (url, options) => {
    const operation = options?.headers?.['X-Amz-Target'] ?? '';
    if (!operation.endsWith('RespondToAuthChallenge')) return realFetch(url, options);
    const send = (proof) => realFetch(url, { ...options, body: JSON.stringify(proof) });
    return hands(JSON.parse(options.body), send);
  };
  try {
    return await client.signIn(name, password);
  } finally {
    globalThis.fetch = realFetch;
  }
}

const refused = async (response) => {
  assert.equal(response.status, 400);
  const { __type, message } = await response.json();
  assert.equal(__type, 'NotAuthorizedException');
  assert.equal(message, 'Incorrect username or password.');
};

/** Like the proof, with another block. */
const withBlock = (proof, change) => {
  const { ChallengeResponses: responses } = proof;
  const block = change(Buffer.from(responses.PASSWORD_CLAIM_SECRET_BLOCK, 'base64'));
  const PASSWORD_CLAIM_SECRET_BLOCK = block.toString('base64');
  return { ...proof, ChallengeResponses: { ...responses, PASSWORD_CLAIM_SECRET_BLOCK } };
};

test('a proof cannot be used twice', async () => {
  await signInThrough('ann', async (proof, send) => {
    const answer = await send(proof);
    for (let i = 0; i < 3; i += 1) await refused(await send(proof));
    return answer;
  });
});

test('of five who bring the same proof at once, one gets in', async () => {
  const got = [];
  await signInThrough('ann', async (proof, send) => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(proof)));
    got.push(...answers.map(({ status }) => status));
    return answers.find(({ status }) => status === 200);
  });
  assert.deepEqual(got.sort(), [200, 400, 400, 400, 400]);
});

test('after three minutes a challenge is over', async () => {
  await signInThrough('ann', async (proof, send) => {
    passedMs += 179_999;
    return send(proof);
  });
  const late = signInThrough('ann', async (proof, send) => {
    passedMs += 180_000;
    return send(proof);
  });
  await assert.rejects(late, { name: 'NotAuthorizedException' });
});

test('a block that was changed, cut or made elsewhere is none', async () => {
  const { users } = backend.running.pool;
  await signInThrough('ann', async (proof, send) => {
    const flipped = (at) => (block) => {
      const copy = Buffer.from(block);
      copy[at < 0 ? copy.length + at : at] ^= 1;
      return copy;
    };
    const changes = [
      ...[0, 12, 40, -1].map(flipped),
      (block) => block.subarray(0, -1),
      (block) => block.subarray(0, 20),
      (block) => Buffer.concat([block, block]),
      () => users.sealer.seal('page of Messages', { id: 'x' }),
    ];
    for (const change of changes) await refused(await send(withBlock(proof, change)));
    return send(proof);
  });
});

test('a block opens the account it was made for, whatever name is brought with it', async () => {
  const { session } = await signInThrough('ann', (proof, send) => {
    const ChallengeResponses = { ...proof.ChallengeResponses, USERNAME: 'bob' };
    return send({ ...proof, ChallengeResponses });
  });
  assert.equal(session.getAccessToken().payload.username, 'ann');
});

test('the proof of one challenge does not meet another, nor that of somebody else', async () => {
  const blockOf = async (name) => {
    let block;
    await signInThrough(name, (proof, send) => {
      block = proof.ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK;
      return send({ ...proof, ChallengeResponses: {} });
    }).catch(() => {});
    return Buffer.from(block, 'base64');
  };
  const others = [await blockOf('ann'), await blockOf('bob')];
  await signInThrough('ann', async (proof, send) => {
    for (const other of others) await refused(await send(withBlock(proof, () => other)));
    return send(proof);
  });
});
