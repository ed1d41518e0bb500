// Sign-in by SRP: a challenge, then the proof. An unknown user gets a challenge that nobody can
// meet, so that the answer does not tell who exists.
import { createHmac, randomBytes } from 'node:crypto';
import { CognitoError, invalidParameter, wrongPassword } from './errors.mjs';
import { beginExchange, makeVerifier, proofIsRight } from './srp.mjs';

const challengeMs = 180_000;
const maxChallenges = 10_000;
const freeFailures = 5;
const maxLockMs = 15 * 60_000;

export class SignIn {
  challenges = new Map(); // By secret block; each is used once.
  failures = new Map(); // By user name: how many in a row, and when the next try may come.

  /**
   * @param {import('./users.mjs').Users} users
   * @param {import('./tokens.mjs').Tokens} tokens
   */
  constructor(users, tokens) {
    this.users = users;
    this.tokens = tokens;
    this.fakeSaltKey = randomBytes(32);
  }

  async begin({ USERNAME, SRP_A }) {
    if (typeof USERNAME !== 'string' || USERNAME === '')
      throw invalidParameter('Missing required parameter USERNAME');
    const user = await this.users.find(USERNAME);
    const username = user?.username ?? USERNAME;
    const { salt, verifier } = user ?? this.fakeVerifier(USERNAME);
    const exchange = beginExchange(verifier, SRP_A);
    if (!exchange) throw invalidParameter('SRP_A is not valid.');
    const secretBlock = randomBytes(512).toString('base64');
    this.forgetOldChallenges();
    this.challenges.set(secretBlock, {
      key: exchange.key,
      username,
      exists: user !== null,
      expiresAt: Date.now() + challengeMs,
    });
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: salt,
        SECRET_BLOCK: secretBlock,
        SRP_B: exchange.serverPublic,
        USERNAME: username,
        USER_ID_FOR_SRP: username,
      },
    };
  }

  async answer(responses) {
    const secretBlock = responses.PASSWORD_CLAIM_SECRET_BLOCK ?? '';
    const challenge = this.challenges.get(secretBlock);
    this.challenges.delete(secretBlock);
    if (!challenge || challenge.expiresAt <= Date.now()) throw wrongPassword();
    const { key, username, exists } = challenge;
    this.checkLock(username);
    const right = proofIsRight(key, {
      poolName: this.users.poolName,
      username,
      secretBlock,
      timestamp: String(responses.TIMESTAMP ?? ''),
      signature: String(responses.PASSWORD_CLAIM_SIGNATURE ?? ''),
    });
    if (!right || !exists) {
      this.countFailure(username);
      throw wrongPassword();
    }
    this.failures.delete(username.toLowerCase());
    const user = await this.users.find(username);
    if (!user) throw wrongPassword();
    if (!user.confirmed)
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    return { AuthenticationResult: await this.tokens.signIn(user), ChallengeParameters: {} };
  }

  /** The same salt at every try, as a real user's would be. */
  fakeVerifier(username) {
    const digest = createHmac('sha256', this.fakeSaltKey)
      .update(username.toLowerCase())
      .digest('hex');
    const password = randomBytes(16).toString('hex');
    return makeVerifier(this.users.poolName, username, password, digest.slice(0, 32));
  }

  checkLock(username) {
    const failures = this.failures.get(username.toLowerCase());
    if (failures && failures.lockedUntil > Date.now())
      throw new CognitoError('NotAuthorizedException', 'Password attempts exceeded');
  }

  countFailure(username) {
    const key = username.toLowerCase();
    const count = (this.failures.get(key)?.count ?? 0) + 1;
    const lockMs = count < freeFailures ? 0 : 1000 * 2 ** Math.min(count - freeFailures, 10);
    if (this.failures.size >= maxChallenges) this.failures.clear();
    this.failures.set(key, { count, lockedUntil: Date.now() + Math.min(lockMs, maxLockMs) });
  }

  forgetOldChallenges() {
    if (this.challenges.size < maxChallenges) return;
    const now = Date.now();
    for (const [block, { expiresAt }] of this.challenges)
      if (expiresAt <= now) this.challenges.delete(block);
    const [oldest] = this.challenges.keys();
    if (this.challenges.size >= maxChallenges) this.challenges.delete(oldest);
  }
}
