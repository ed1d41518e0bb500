// The server's half of Cognito's Secure Remote Password: the pool keeps a verifier, never a
// password. RFC 5054's group of 3072 bits, SHA-256, and Cognito's own key derivation.
import {
  createDiffieHellman,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const primeHex =
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
  'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
  'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
  '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
  'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510' +
  '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
  'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c' +
  'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff';
const prime = BigInt(`0x${primeHex}`);
const primeBytes = Buffer.from(primeHex, 'hex');
const generator = 2n;

const fromHex = (hex) => BigInt(`0x${hex}`);

/** Even length, so that it is whole bytes. */
function toHex(number) {
  const hex = number.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

/** Whole bytes of a non-negative two's complement number: the form that is hashed. */
function padded(number) {
  const hex = toHex(number);
  return Buffer.from(/^[89a-f]/.test(hex) ? `00${hex}` : hex, 'hex');
}

function hash(...parts) {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

const hashToNumber = (...parts) => fromHex(hash(...parts).toString('hex'));

/** base ** exponent % prime, by OpenSSL, whose speed BigInt does not have. */
function power(base, exponent) {
  const group = createDiffieHellman(primeBytes, Buffer.from([2]));
  group.setPrivateKey(Buffer.from(toHex(exponent), 'hex'));
  return fromHex(group.computeSecret(Buffer.from(toHex(base), 'hex')).toString('hex'));
}

const multiplier = hashToNumber(padded(prime), padded(generator));

function privateKey(salt, poolName, username, password) {
  const identity = hash(`${poolName}${username}:${password}`);
  return hashToNumber(padded(fromHex(salt)), identity);
}

/** @returns {{ salt: string, verifier: string }} both in hex */
export function makeVerifier(poolName, username, password, salt = randomBytes(16).toString('hex')) {
  const verifier = power(generator, privateKey(salt, poolName, username, password));
  return { salt, verifier: toHex(verifier) };
}

export function passwordMatches({ salt, verifier }, poolName, username, password) {
  const again = makeVerifier(poolName, username, password, salt).verifier;
  return timingSafeEqual(hash(again), hash(verifier));
}

/**
 * Answers SRP_A. Null when it is no number of the group: such a value would make the key
 * known to anybody.
 * @returns {{ serverPublic: string, key: Buffer } | null}
 */
export function beginExchange(verifierHex, clientPublicHex) {
  if (typeof clientPublicHex !== 'string' || !/^[0-9a-fA-F]{1,1024}$/.test(clientPublicHex))
    return null;
  const clientPublic = fromHex(clientPublicHex) % prime;
  if (clientPublic < 2n || clientPublic > prime - 2n) return null;
  const verifier = fromHex(verifierHex);
  const secret = fromHex(randomBytes(32).toString('hex'));
  const serverPublic = (multiplier * verifier + power(generator, secret)) % prime;
  const scramble = hashToNumber(padded(clientPublic), padded(serverPublic));
  const shared = power((clientPublic * power(verifier, scramble)) % prime, secret);
  const key = hkdfSync('sha256', padded(shared), padded(scramble), 'Caldera Derived Key', 16);
  return { serverPublic: toHex(serverPublic), key: Buffer.from(key) };
}

/** Whether the client proved that it derived the same key. */
export function proofIsRight(key, { poolName, username, secretBlock, timestamp, signature }) {
  const expected = createHmac('sha256', key)
    .update(poolName)
    .update(username)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
