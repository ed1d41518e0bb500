// Whose request this is: verifies the token of the user pool, which is the only way in.
import { createLocalJWKSet, jwtVerify } from 'jose';

export class UnauthorizedException extends Error {
  errorType = 'UnauthorizedException';
}

const refused = 'You are not authorized to make this call.';
const expired = 'Token has expired.';
const keptTokens = 5000;

/**
 * @param {{ issuer: string, clientId: string, jwks: object, now: () => number }} pool
 * @returns {(headers: Record<string, string>) => Promise<object>} the identity of ctx.identity
 */
export function makeIdentify({ issuer, clientId, jwks, now }) {
  const keys = createLocalJWKSet(jwks);
  // What was found good stays so until its time is over; the keys never change.
  const good = new Map();
  const claimsOf = async (token) => {
    const known = good.get(token);
    if (known) return known;
    const claims = await verify(token);
    good.set(token, claims);
    if (good.size > keptTokens) good.delete(good.keys().next().value);
    return claims;
  };
  return async (headers) => {
    const header = headers.authorization ?? headers.Authorization;
    if (typeof header !== 'string' || header === '') throw new UnauthorizedException(refused);
    const claims = await claimsOf(header.replace(/^Bearer /i, ''));
    if (claims.exp <= Math.floor(now() / 1000)) throw new UnauthorizedException(expired);
    const audience = claims.token_use === 'access' ? claims.client_id : claims.aud;
    if (!['access', 'id'].includes(claims.token_use) || audience !== clientId)
      throw new UnauthorizedException(refused);
    return {
      sub: claims.sub,
      username: claims.username ?? claims['cognito:username'],
      issuer: claims.iss,
      claims,
      groups: null,
      sourceIp: [],
      defaultAuthStrategy: 'ALLOW',
    };
  };

  async function verify(token) {
    try {
      const required = ['exp', 'iat', 'sub', 'token_use'];
      const options = {
        issuer,
        algorithms: ['RS256'],
        requiredClaims: required,
        currentDate: new Date(now()),
      };
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      throw new UnauthorizedException(error.code === 'ERR_JWT_EXPIRED' ? expired : refused);
    }
  }
}
