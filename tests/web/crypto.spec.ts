import { expect } from '@playwright/test';
import { createHash, createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { servePage } from './support/page_server';
import { test } from './support/pages';

// Amazon's own client is the judge. Its helper is written for callbacks and has no types.
const require = createRequire(import.meta.url);
const { default: BigInteger } = require('amazon-cognito-identity-js/lib/BigInteger') as {
  default: new (text: string, radix: number) => BigIntegerLike;
};
const { default: AuthenticationHelper } =
  require('amazon-cognito-identity-js/lib/AuthenticationHelper') as {
    default: new (pool: string) => AuthenticationHelperLike;
  };
interface BigIntegerLike {
  toString(radix: number): string;
}
interface AuthenticationHelperLike {
  smallAValue: BigIntegerLike;
  largeAValue: BigIntegerLike;
  calculateA(a: BigIntegerLike, done: (error: unknown, A: BigIntegerLike) => void): void;
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    serverPublic: BigIntegerLike,
    salt: BigIntegerLike,
    done: (error: unknown, key: Buffer) => void,
  ): void;
}

const poolName = 'AbCdEfGhI';
const timestamp = 'Tue Nov 4 09:05:01 UTC 2026';
const server = servePage('host');
test.beforeEach(async ({ page }) => {
  await page.goto(server.url);
});

/** Numbers that are the same in every run. */
function digits(seed: string, bytes: number): string {
  let hex = '';
  for (let i = 0; hex.length < bytes * 2; ++i)
    hex += createHash('sha256').update(`${seed} ${i}`).digest('hex');
  return hex.slice(0, bytes * 2);
}

const helper = new AuthenticationHelper(poolName);

async function amazonsAnswer(challenge: Challenge, secret: string) {
  helper.smallAValue = new BigInteger(secret, 16);
  helper.largeAValue = await new Promise<BigIntegerLike>((resolve) =>
    helper.calculateA(helper.smallAValue, (_, A) => resolve(A)),
  );
  const key = await new Promise<Buffer>((resolve) =>
    helper.getPasswordAuthenticationKey(
      challenge.user_id_for_srp,
      challenge.password,
      new BigInteger(challenge.server_public_hex, 16),
      new BigInteger(challenge.salt_hex, 16),
      (_, key) => resolve(key),
    ),
  );
  const signature = createHmac('sha256', key)
    .update(poolName + challenge.user_id_for_srp)
    .update(Buffer.from(challenge.secret_block_base64, 'base64'))
    .update(timestamp)
    .digest('base64');
  return { publicHex: helper.largeAValue.toString(16), signature };
}

type Challenge = ReturnType<typeof challengeOf>;
function challengeOf(seed: string) {
  return {
    pool_name: poolName,
    user_id_for_srp: `user ${seed}`,
    password: `Pässwörd-${seed}-パス`,
    salt_hex: digits(`salt ${seed}`, 16),
    server_public_hex: digits(`B ${seed}`, 384),
    secret_block_base64: Buffer.from(digits(`block ${seed}`, 512), 'hex').toString('base64'),
    timestamp,
  };
}

test('the proof of a password is the one that Amazon would make', async ({ page }) => {
  for (let i = 0; i < 12; ++i) {
    const challenge = challengeOf(String(i));
    const secret = digits(`a ${i}`, i === 0 ? 128 : 32); // Amazon's needs long for long ones.
    const ours = await page.evaluate(
      async ([challenge, secret]) => {
        const client = new window.product.SrpClient(BigInt(`0x${secret}`));
        return { publicHex: client.publicHex, signature: await client.answer(challenge) };
      },
      [challenge, secret] as const,
    );
    expect(ours).toEqual(await amazonsAnswer(challenge, secret));
  }
});

test('numbers with zeros in front are read as numbers', async ({ page }) => {
  const challenge = { ...challengeOf('zeros'), salt_hex: `00${digits('zero salt', 15)}` };
  const secret = digits('zero secret', 32);
  const ours = await page.evaluate(
    ([challenge, secret]) => new window.product.SrpClient(BigInt(`0x${secret}`)).answer(challenge),
    [challenge, secret] as const,
  );
  expect(ours).toBe((await amazonsAnswer(challenge, secret)).signature);
});

test('every secret is a new one', async ({ page }) => {
  const publics = await page.evaluate(() =>
    Array.from({ length: 4 }, () => new window.product.SrpClient().publicHex),
  );
  expect(new Set(publics).size).toBe(4);
});

const order = `FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437\
4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05\
98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB\
9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718\
3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33\
A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864\
D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2\
08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF`;

for (const [what, change] of Object.entries({
  'a server number of zero': { server_public_hex: '0' },
  'a server number that is a multiple of the group': { server_public_hex: order },
  'a server number that is none': { server_public_hex: '12z' },
  'no server number': { server_public_hex: '' },
  'an endless server number': { server_public_hex: '1'.repeat(1_000_000) },
  'a salt that is none': { salt_hex: '-1' },
  'a block that is no base64': { secret_block_base64: '***' },
})) {
  test(`${what} is not answered`, async ({ page }) => {
    const challenge = { ...challengeOf('bad'), ...change };
    expect(
      await page.evaluate(
        (challenge) => new window.product.SrpClient().answer(challenge),
        challenge,
      ),
    ).toBeNull();
  });
}
