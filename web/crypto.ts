// SRP-6a as Cognito user pools speak it: proves that we know the password without saying it.
// The client sends A; the server answers with B, a salt and a secret block; the proof is an
// HMAC over these under a key that only who knows the password (or its verifier) can derive.

/** The numbers of the server's PASSWORD_VERIFIER challenge, and what the user typed. */
export interface SrpChallenge {
  pool_name: string;
  user_id_for_srp: string;
  password: string;
  salt_hex: string;
  server_public_hex: string;
  secret_block_base64: string;
  timestamp: string;
}

/** The 3072-bit group of RFC 5054. */
const N_HEX =
  'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74' +
  '020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437' +
  '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
  'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05' +
  '98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB' +
  '9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
  'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718' +
  '3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33' +
  'A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
  'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864' +
  'D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2' +
  '08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF';
const N = BigInt('0x' + N_HEX);
const G = 2n;
const SECRET_BYTES = 128;
const KEY_BITS = 128;
const HEX_DIGITS_MAX = 2 * 1024; // Of a number from the server; N has 768.

const encoder = new TextEncoder();
type Bytes = Uint8Array<ArrayBuffer>;

export class SrpClient {
  readonly #secret: bigint;
  readonly #public: bigint;

  /** The secret is drawn here; only tests give one. */
  constructor(secret: bigint = toNumber(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))) {
    this.#secret = secret;
    this.#public = power(G, secret);
    if (this.#public % N === 0n) throw new Error('no such secret');
  }

  get publicHex(): string {
    return this.#public.toString(16);
  }

  /** The base64 signature, or null if the server's numbers are not valid SRP. */
  async answer(challenge: SrpChallenge): Promise<string | null> {
    const serverPublic = parseHex(challenge.server_public_hex);
    const salt = parseHex(challenge.salt_hex);
    const block = parseBase64(challenge.secret_block_base64);
    if (serverPublic === null || salt === null || block === null) return null;
    if (serverPublic % N === 0n) return null;
    const u = await hashNumber(padded(this.#public), padded(serverPublic));
    if (u === 0n) return null;
    const account = challenge.pool_name + challenge.user_id_for_srp;
    const identity = await hash(encoder.encode(`${account}:${challenge.password}`));
    const x = await hashNumber(padded(salt), identity);
    const k = await hashNumber(padded(N), padded(G));
    const difference = (serverPublic - k * power(G, x)) % N;
    const base = difference < 0n ? difference + N : difference;
    const shared = power(base, this.#secret + u * x);
    const key = await deriveKey(padded(shared), padded(u));
    const claim = joined([encoder.encode(account), block, encoder.encode(challenge.timestamp)]);
    return toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, claim)));
  }
}

async function deriveKey(secret: Bytes, salt: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const info = encoder.encode('Caldera Derived Key');
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info };
  const bits = await crypto.subtle.deriveBits(parameters, material, KEY_BITS);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return await crypto.subtle.importKey('raw', bits, algorithm, false, ['sign']);
}

/** base^exponent mod N, four bits of the exponent at a time. */
function power(base: bigint, exponent: bigint): bigint {
  const powers = [1n];
  for (let i = 1; i < 16; i++) powers.push((powers[i - 1] * base) % N);
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i++) result = (result * result) % N;
    result = (result * powers[parseInt(digit, 16)]) % N;
  }
  return result;
}

async function hash(...parts: Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts)));
}

async function hashNumber(...parts: Bytes[]): Promise<bigint> {
  return toNumber(await hash(...parts));
}

function joined(parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Big-endian as two's complement has it: a zero byte in front if the top bit is set. */
function padded(value: bigint): Bytes {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : '0' + digits;
  const hex = /^[89a-f]/.test(even) ? '00' + even : even;
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
}

function toNumber(bytes: Bytes): bigint {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt('0x' + hex);
}

function parseHex(text: string): bigint | null {
  return text.length <= HEX_DIGITS_MAX && /^[0-9a-f]+$/i.test(text) ? BigInt('0x' + text) : null;
}

function parseBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}
