// Encodings of text, written out because the realm has none of the host's.

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** UTF-8, one character per byte. */
const toBytes = (text) =>
  encodeURIComponent(text).replace(/%(..)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

const hexOf = (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0');

export function base64Encode(text) {
  const bits = [...toBytes(text)].map((byte) => byte.charCodeAt(0).toString(2).padStart(8, '0'));
  const groups = bits.join('').match(/.{1,6}/g) ?? [];
  const digits = groups.map((group) => base64[parseInt(group.padEnd(6, '0'), 2)]).join('');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

export function base64Decode(text) {
  const digits = [...text.replace(/=+$/, '')].map((digit) => base64.indexOf(digit));
  const bits = digits.map((value) => value.toString(2).padStart(6, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  const hex = bytes.map((byte) => `%${hexOf(String.fromCharCode(byte))}`).join('');
  return decodeURIComponent(hex);
}

/** As forms are encoded: a space is a plus sign. */
export const urlEncode = (text) =>
  encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (character) => `%${hexOf(character).toUpperCase()}`);

export const urlDecode = (text) => decodeURIComponent(text.replace(/\+/g, ' '));

const escapes = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '/': '\\/',
};

/** As the inside of a string literal of JavaScript. */
export const escapeJavaScript = (text) =>
  [...text]
    .flatMap((character) => [...character.split('')])
    .map((unit) => {
      if (Object.hasOwn(escapes, unit)) return escapes[unit];
      const code = unit.charCodeAt(0);
      if (code >= 32 && code < 127) return unit;
      return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
    })
    .join('');
