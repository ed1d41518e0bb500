// Tokens and the sessions behind them. A session begins at sign-in and ends at revocation,
// global sign-out or its time; its refresh token is kept as a hash only.
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, jwtVerify } from 'jose';
import { CognitoError } from './errors.mjs';

const unitSeconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const hash = (text) => createHash('sha256').update(text).digest('hex');

/** The pool's key pair, made at the first start. */
async function loadKeys(records) {
  const record = await records.once('signing key', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const kid = randomBytes(32).toString('base64');
    const pair = { public: await exportJWK(publicKey), private: await exportJWK(privateKey) };
    return { kid, ...pair };
  });
  const { kid } = record;
  const jwks = { keys: [{ ...record.public, kid, alg: 'RS256', use: 'sig' }] };
  return { kid, jwks, privateKey: await importJWK(record.private, 'RS256') };
}

export class Tokens {
  static async open({ records, issuer, clientId, client, settings }) {
    return new Tokens({
      records,
      issuer,
      clientId,
      client,
      settings,
      ...(await loadKeys(records)),
    });
  }

  constructor({ records, issuer, clientId, client, settings, kid, jwks, privateKey }) {
    Object.assign(this, { records, issuer, clientId, settings, kid, jwks, privateKey });
    this.keys = createLocalJWKSet(jwks);
    const seconds = (token) =>
      client[`${token}Validity`] * unitSeconds[client.TokenValidityUnits[token]];
    this.accessSeconds = seconds('AccessToken');
    this.idSeconds = seconds('IdToken');
    this.refreshSeconds = seconds('RefreshToken');
  }

  /**
   * Begins a session.
   * @returns {Promise<object | null>} an AuthenticationResult; null when the id was in use
   */
  async signIn(user, id = randomUUID()) {
    const session = {
      id,
      username: user.username,
      authTime: this.now(),
      expiresAt: this.now() + this.refreshSeconds,
      epoch: user.epoch,
    };
    const RefreshToken = `${session.id}.${randomBytes(48).toString('base64url')}`;
    session.refreshHash = hash(RefreshToken);
    if (!(await this.records.create(`session ${id}`, session))) return null;
    return { ...(await this.issue(user, session)), RefreshToken };
  }

  async issue(user, session) {
    const common = { origin_jti: session.id, event_id: randomUUID(), auth_time: session.authTime };
    const accessSeconds = this.settings.tokenSeconds ?? this.accessSeconds;
    const access = {
      ...common,
      token_use: 'access',
      client_id: this.clientId,
      username: user.username,
      scope: 'aws.cognito.signin.user.admin',
    };
    const id = {
      ...common,
      token_use: 'id',
      aud: this.clientId,
      'cognito:username': user.username,
      email: user.email,
      email_verified: true,
    };
    return {
      AccessToken: await this.sign(user, access, accessSeconds),
      IdToken: await this.sign(user, id, this.settings.tokenSeconds ?? this.idSeconds),
      ExpiresIn: accessSeconds,
      TokenType: 'Bearer',
    };
  }

  /** In seconds, as in tokens. */
  now() {
    return Math.floor(this.settings.now() / 1000);
  }

  sign(user, claims, seconds) {
    const now = this.now();
    return new SignJWT(claims)
      .setProtectedHeader({ kid: this.kid, alg: 'RS256' })
      .setIssuer(this.issuer)
      .setSubject(user.sub)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(this.privateKey);
  }

  /** The session of an access token; `findUser` reads the record of its user. */
  async authorize(accessToken, findUser) {
    const refuse = (message) => new CognitoError('NotAuthorizedException', message);
    let claims;
    try {
      const options = {
        issuer: this.issuer,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(this.settings.now()),
      };
      claims = (await jwtVerify(accessToken ?? '', this.keys, options)).payload;
    } catch (error) {
      const expired = error.code === 'ERR_JWT_EXPIRED';
      throw refuse(expired ? 'Access Token has expired' : 'Invalid Access Token');
    }
    if (claims.token_use !== 'access' || claims.client_id !== this.clientId)
      throw refuse('Invalid Access Token');
    const alive = await this.alive(await this.session(claims.origin_jti), findUser);
    if (!alive) throw refuse('Access Token has been revoked');
    return alive;
  }

  /** New tokens for a refresh token. */
  async refresh(refreshToken, findUser) {
    const session = await this.sessionOf(refreshToken);
    const alive = await this.alive(session, findUser);
    if (!alive) {
      const message = session ? 'Refresh Token has been revoked' : 'Invalid Refresh Token';
      throw new CognitoError('NotAuthorizedException', message);
    }
    return this.issue(alive.user, session);
  }

  async revoke(refreshToken) {
    const session = await this.sessionOf(refreshToken);
    const end = (current) => Object.assign(current, { revoked: true });
    if (session) await this.records.change(`session ${session.id}`, end);
  }

  session(id) {
    return this.records.get(`session ${id}`);
  }

  async sessionOf(refreshToken) {
    if (typeof refreshToken !== 'string') return null;
    const session = await this.session(refreshToken.split('.')[0]);
    if (!session) return null;
    const same = timingSafeEqual(Buffer.from(session.refreshHash), Buffer.from(hash(refreshToken)));
    return same ? session : null;
  }

  async alive(session, findUser) {
    if (!session || session.revoked || session.expiresAt <= this.now()) return null;
    const user = await findUser(session.username);
    return user && user.epoch === session.epoch ? { user, session } : null;
  }
}
