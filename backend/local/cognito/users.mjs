// The users of the pool. A name is taken whatever its case; it is shown as it was written.
import { makeVerifier } from './srp.mjs';
import { CognitoError, invalidParameter } from './errors.mjs';

const usernameForm = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const isAddress = (name) => emailForm.test(name);

export class Users {
  /**
   * @param {import('../records.mjs').Records} records
   * @param {string} poolName the part of the pool's id after "_"
   * @param {import('../template.mjs').Template} template
   */
  constructor(records, poolName, { passwordPolicy, aliases }) {
    this.records = records;
    this.poolName = poolName;
    this.passwordPolicy = passwordPolicy;
    this.addressIsAlias = aliases.includes('email');
  }

  #key(username) {
    return `user ${username.toLowerCase()}`;
  }

  #addressKey(email) {
    return `address ${email.toLowerCase()}`;
  }

  /** The key of the user's record, whether he is called by his name or by his address. */
  async #keyOf(name) {
    const owner = isAddress(name) ? await this.records.get(this.#addressKey(name)) : null;
    return this.#key(owner?.username ?? name);
  }

  /** @param {string} name or the address of a confirmed account */
  async find(name) {
    return this.records.get(await this.#keyOf(name));
  }

  /** Records.change for a user. */
  async change(name, change) {
    return this.records.change(await this.#keyOf(name), change);
  }

  /** @returns {Promise<boolean>} false when the name is taken */
  create(user) {
    return this.records.create(this.#key(user.username), user);
  }

  /**
   * Makes the user's address another name of his.
   * @returns {Promise<boolean>} false when it is that of another confirmed account
   */
  async claimAddress({ email, username }) {
    if (!this.addressIsAlias) return true;
    const owner = await this.records.once(this.#addressKey(email), () => ({ username }));
    return owner.username === username;
  }

  checkUsername(username) {
    if (!usernameForm.test(username))
      throw invalidParameter('username: 1 to 128 characters, no spaces');
    if (this.addressIsAlias && isAddress(username))
      throw invalidParameter(
        'Username cannot be of email format, since user pool is configured for email alias.',
      );
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

export function checkEmail(email) {
  if (typeof email !== 'string' || email.length > 320 || !isAddress(email))
    throw invalidParameter('Invalid email address format.');
}
