// The users of the pool. A name is taken whatever its case; it is shown as it was written.
// Names that nobody has get answers like those of users: their attempts are counted, and codes
// that nobody ever hears of are made for them.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { issueCode } from './codes.mjs';
import { makeVerifier } from './srp.mjs';
import { CognitoError, invalidParameter } from './errors.mjs';

const usernameForm = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const isAddress = (name) => emailForm.test(name);

/** One of 65,536. */
export const bucketOf = (name) =>
  createHash('sha256').update(name.toLowerCase()).digest('hex').slice(0, 4);

export class Users {
  /**
   * @param {import('../records.mjs').Records} records
   * @param {string} poolName the part of the pool's id after "_"
   * @param {import('../template.mjs').Template} template
   * @param {import('../sealed.mjs').Sealer} sealer
   * @param {{ now: () => number }} settings
   */
  constructor(records, poolName, { passwordPolicy, aliases }, sealer, settings) {
    this.records = records;
    this.settings = settings;
    this.sealer = sealer;
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

  /**
   * The same for a user whom `suits` accepts, or else for nobody: a record of its own, which
   * some of the names share, so that trying names does not fill the table.
   */
  async changeAnybody(name, suits, change) {
    const key = await this.#keyOf(name);
    const user = await this.records.get(key);
    if (user && suits(user)) return this.records.change(key, change);
    return this.records.change(`nobody ${bucketOf(name)}`, change, () => {
      const nobody = { isNobody: true };
      issueCode(nobody, 'signup', this.settings.now()); // As for somebody who has just signed up.
      return nobody;
    });
  }

  /** Where the mail to a name that nobody has would have gone: the same each time. */
  addressOfNobody(name) {
    const digest = this.#secretOf(`address ${name.toLowerCase()}`);
    const letter = (at) => String.fromCharCode(97 + (digest[at] % 26));
    return `${letter(0)}@${letter(1)}`;
  }

  /** A verifier that no password meets, with the same salt each time, as a user's would have. */
  verifierOfNobody(name) {
    const salt = this.#secretOf(`salt ${name.toLowerCase()}`).toString('hex').slice(0, 32);
    return makeVerifier(this.poolName, name, randomBytes(16).toString('hex'), salt);
  }

  #secretOf(text) {
    return createHmac('sha256', this.sealer.key).update(text).digest();
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
