// Chance and the ids made of it. Each call of a resolver begins with a fresh random UUID from
// the server; the rest is drawn from a small generator (sfc32) that it seeds.

let state = [1, 2, 3, 4];

/** @param {string} uuid */
export function seed(uuid) {
  const hex = uuid.replaceAll('-', '');
  state = [0, 8, 16, 24].map((at) => parseInt(hex.slice(at, at + 8), 16) | 0);
  for (let i = 0; i < 12; i += 1) next();
}

/** 32 random bits. */
function next() {
  let [a, b, c, d] = state;
  const sum = (((a + b) | 0) + d) | 0;
  d = (d + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (((c << 21) | (c >>> 11)) + sum) | 0;
  state = [a, b, c, d];
  return sum >>> 0;
}

/** From 0 to less than 1. */
export const double = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;

const below = (limit) => Math.floor(double() * limit);

const digits = (count, alphabet) =>
  Array.from({ length: count }, () => alphabet[below(alphabet.length)]).join('');

/** A number in a base, with leading zeros. */
function written(value, count, alphabet) {
  const base = alphabet.length;
  let rest = value;
  let text = '';
  for (let i = 0; i < count; i += 1) {
    text = alphabet[rest % base] + text;
    rest = Math.floor(rest / base);
  }
  return text;
}

/** Version 4. */
export function uuid() {
  const hex = (count) => digits(count, '0123456789abcdef');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${digits(1, '89ab')}${hex(3)}-${hex(12)}`;
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 48 bits of time, 80 of chance. */
export const ulid = (nowMs) => written(nowMs, 10, crockford) + digits(16, crockford);
