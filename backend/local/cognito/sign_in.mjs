// Sign-in by SRP: a challenge, then the proof. An unknown user gets a challenge that nobody can
// meet, so that the answer does not tell who exists. No node keeps anything: the challenge
// travels, sealed, as the secret block, and it is used up when its session begins.
import { randomUUID } from 'node:crypto';
import { CognitoError, invalidParameter, wrongPassword } from './errors.mjs';
import { beginExchange, proofIsRight } from './srp.mjs';
import { bucketOf } from './users.mjs';

const challengeMs = 180_000;
const freeAttempts = 5;
const maxLockMs = 15 * 60_000;
const attemptsSeconds = 86_400; // After which the wrong ones are forgotten.

export class SignIn {
  /**
   * @param {import('./users.mjs').Users} users
   * @param {import('./tokens.mjs').Tokens} tokens
   * @param {import('../sealed.mjs').Sealer} sealer
   * @param {{ now: () => number }} settings
   */
  constructor(users, tokens, sealer, settings) {
    Object.assign(this, { users, tokens, sealer, settings });
  }

  async begin({ USERNAME, SRP_A }) {
    if (typeof USERNAME !== 'string' || USERNAME === '')
      throw invalidParameter('Missing required parameter USERNAME');
    const user = await this.users.find(USERNAME);
    const username = user?.username ?? USERNAME;
    const { salt, verifier } = user ?? this.users.verifierOfNobody(USERNAME);
    const exchange = beginExchange(verifier, SRP_A);
    if (!exchange) throw invalidParameter('SRP_A is not valid.');
    const key = exchange.key.toString('base64');
    const expiresAt = this.settings.now() + challengeMs;
    const challenge = { id: randomUUID(), key, username, expiresAt };
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: salt,
        SECRET_BLOCK: this.sealer.seal('challenge', challenge).toString('base64'),
        SRP_B: exchange.serverPublic,
        USERNAME: username,
        USER_ID_FOR_SRP: username,
      },
    };
  }

  async answer(responses) {
    const secretBlock = String(responses.PASSWORD_CLAIM_SECRET_BLOCK ?? '');
    const challenge = this.sealer.unseal('challenge', Buffer.from(secretBlock, 'base64'));
    if (!challenge || challenge.expiresAt <= this.settings.now()) throw wrongPassword();
    const { id, key, username } = challenge;
    const user = await this.users.find(username);
    const succeeded = await this.attempt(user, username);
    const right = proofIsRight(Buffer.from(key, 'base64'), {
      poolName: this.users.poolName,
      username,
      secretBlock,
      timestamp: String(responses.TIMESTAMP ?? ''),
      signature: String(responses.PASSWORD_CLAIM_SIGNATURE ?? ''),
    });
    if (!right || !user) throw wrongPassword();
    await succeeded();
    if (!user.confirmed)
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    const AuthenticationResult = await this.tokens.signIn(user, id);
    if (!AuthenticationResult) throw wrongPassword(); // The challenge was used before.
    return { AuthenticationResult, ChallengeParameters: {} };
  }

  /**
   * Counts an attempt before its proof is looked at, so that many at once gain nothing. Names
   * that nobody has are counted in a few records, so that trying names does not fill the table.
   * @returns {Promise<() => Promise<void>>} to be called when the attempt has succeeded
   */
  async attempt(user, username) {
    const { records } = this.users;
    const nobody = `attempts of nobody ${bucketOf(username)}`;
    const key = user ? `attempts ${user.username.toLowerCase()}` : nobody;
    const count = (attempts) => {
      const now = this.settings.now();
      if (attempts.lockedUntil > now)
        throw new CognitoError('NotAuthorizedException', 'Password attempts exceeded');
      attempts.count += 1;
      const excess = attempts.count - freeAttempts;
      const lockMs = excess < 0 ? 0 : Math.min(1000 * 2 ** Math.min(excess, 10), maxLockMs);
      attempts.lockedUntil = now + lockMs;
      attempts.expiresAt = Math.floor(now / 1000) + attemptsSeconds;
    };
    await records.change(key, count, () => ({ count: 0, lockedUntil: 0 }));
    return () => records.delete(key);
  }
}
