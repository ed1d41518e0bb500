// The users of the pool. A name is taken whatever its case; it is shown as it was written.
import { makeVerifier } from './srp.mjs';
import { CognitoError, invalidParameter } from './errors.mjs';

const usernameForm = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export class Users {
  changing = new Map(); // Key to the end of the last change that was asked for.

  /**
   * @param {import('../records.mjs').Records} records
   * @param {string} poolName the part of the pool's id after "_"
   * @param {object} passwordPolicy of the template
   */
  constructor(records, poolName, passwordPolicy) {
    this.records = records;
    this.poolName = poolName;
    this.passwordPolicy = passwordPolicy;
  }

  key(username) {
    return `user ${username.toLowerCase()}`;
  }

  find(username) {
    return this.records.get(this.key(username));
  }

  /**
   * Reads, changes and saves a user, or null when there is none; one change of the same user
   * at a time. Saved also when `change` throws, since a wrong guess of a code counts.
   * @template T
   * @param {(user: object | null) => T} change
   * @returns {Promise<T>}
   */
  change(username, change) {
    const key = this.key(username);
    const before = this.changing.get(key);
    const result = (async () => {
      await before;
      const user = await this.records.get(key);
      try {
        return change(user);
      } finally {
        if (user) await this.records.put(key, user);
      }
    })();
    const settled = result.then(
      () => {},
      () => {},
    );
    this.changing.set(key, settled);
    settled.then(() => {
      if (this.changing.get(key) === settled) this.changing.delete(key);
    });
    return result;
  }

  /** @returns {Promise<boolean>} false when the name is taken */
  create(user) {
    return this.records.create(this.key(user.username), user);
  }

  setPassword(user, password) {
    this.checkPassword(password);
    Object.assign(user, makeVerifier(this.poolName, user.username, password));
  }

  checkPassword(password) {
    const policy = this.passwordPolicy;
    const demands = [
      [password.length >= policy.MinimumLength, 'Password not long enough'],
      [password.length <= 256, 'Password too long'],
      [
        !policy.RequireUppercase || /[A-Z]/.test(password),
        'Password must have uppercase characters',
      ],
      [
        !policy.RequireLowercase || /[a-z]/.test(password),
        'Password must have lowercase characters',
      ],
      [!policy.RequireNumbers || /[0-9]/.test(password), 'Password must have numeric characters'],
      [
        !policy.RequireSymbols || /[^A-Za-z0-9]/.test(password),
        'Password must have symbol characters',
      ],
    ];
    for (const [met, complaint] of demands) {
      const message = `Password did not conform with policy: ${complaint}`;
      if (!met) throw new CognitoError('InvalidPasswordException', message);
    }
  }
}

export function checkUsername(username) {
  if (!usernameForm.test(username))
    throw invalidParameter('username: 1 to 128 characters, no spaces');
}

export function checkEmail(email) {
  if (typeof email !== 'string' || email.length > 320 || !emailForm.test(email))
    throw invalidParameter('Invalid email address format.');
}
