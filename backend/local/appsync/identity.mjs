// Whose request this is: verifies the token of the user pool, which is the only way in.
import { createLocalJWKSet, jwtVerify } from 'jose';

export class UnauthorizedException extends Error {
  errorType = 'UnauthorizedException';
}

const refused = 'You are not authorized to make this call.';

/**
 * @param {{ issuer: string, clientId: string, jwks: object }} pool
 * @returns {(headers: Record<string, string>) => Promise<object>} the identity of ctx.identity
 */
export function makeIdentify({ issuer, clientId, jwks }) {
  const keys = createLocalJWKSet(jwks);
  return async (headers) => {
    const header = headers.authorization ?? headers.Authorization;
    if (typeof header !== 'string' || header === '') throw new UnauthorizedException(refused);
    const claims = await verify(header.replace(/^Bearer /i, ''));
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
      const options = { issuer, algorithms: ['RS256'], requiredClaims: required };
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      const expired = error.code === 'ERR_JWT_EXPIRED';
      throw new UnauthorizedException(expired ? 'Token has expired.' : refused);
    }
  }
}
