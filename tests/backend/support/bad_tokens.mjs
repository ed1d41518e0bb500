// Tokens that must open nothing, made from a person's good one and the pool's own key.
import { SignJWT, generateKeyPair } from 'jose';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @returns {Promise<Record<string, string>>} what is wrong with it to the token */
export async function badTokens({ tokens }, person, victim) {
  const [header, payload, signature] = person.token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  const forVictim = encode({ ...claims, sub: victim.sub });
  const { kid, privateKey } = tokens;
  const sign = (changes, key = privateKey, algorithm = 'RS256') =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ kid, alg: algorithm }).sign(key);
  const stranger = await generateKeyPair('RS256');
  const publicKeyBytes = Buffer.from(JSON.stringify(tokens.jwks.keys[0]));
  return {
    anonymous: '',
    nonsense: 'nonsense',
    expired: await sign({ exp: Math.floor(Date.now() / 1000) - 10 }),
    'without expiry': await sign({ exp: undefined }),
    'alg none': `${encode({ alg: 'none' })}.${payload}.`,
    'alg none with signature': `${encode({ alg: 'none', kid })}.${payload}.${signature}`,
    'signed by a stranger': await sign({}, stranger.privateKey),
    'signed with the public key': await sign({}, publicKeyBytes, 'HS256'),
    'another sub under the same signature': `${header}.${forVictim}.${signature}`,
    'of another pool': await sign({ iss: `${claims.iss}2` }),
    'of another client': await sign({ client_id: 'somebody' }),
    'of another use': await sign({ token_use: 'refresh' }),
    'id token of another client': await sign({ token_use: 'id', aud: 'x', client_id: undefined }),
  };
}
