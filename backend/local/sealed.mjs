// What this server hands out for clients to bring back, on whichever node: page tokens and
// sign-in challenges. Nobody else can read it, make it, or use it for another purpose.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

export class Sealer {
  /** With a key that the nodes share and that outlives a restart. */
  static async open(records) {
    const make = () => ({ bytes: randomBytes(32).toString('base64') });
    return new Sealer(Buffer.from((await records.once('sealing key', make)).bytes, 'base64'));
  }

  /** @param {Buffer} key 32 bytes */
  constructor(key) {
    this.key = key;
  }

  /** @returns {Buffer} */
  seal(purpose, value) {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @returns {any} null when it was not sealed here for this purpose */
  unseal(purpose, bytes) {
    const nonce = bytes.subarray(0, nonceBytes);
    const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, nonce);
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag);
      const text = decipher.update(bytes.subarray(nonceBytes + tagBytes)) + decipher.final();
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
}
