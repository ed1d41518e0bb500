// AWS Signature Version 4 for DynamoDB's requests, which are all alike: POST to "/", without a
// query. The AWS SDK signs any request of any service, which costs more than the request.
import { createHash, createHmac } from 'node:crypto';

const service = 'dynamodb';
const algorithm = 'AWS4-HMAC-SHA256';

const hash = (text) => createHash('sha256').update(text).digest('hex');
const mac = (key, text) => createHmac('sha256', key).update(text).digest();

export class Signer {
  #day = null; // The key is that of a day, a region and an account.
  #secret = null;
  #key = null;

  /** @param {string} region */
  constructor(region) {
    this.region = region;
  }

  /**
   * @param {Record<string, string>} headers with lower-case names, `host` among them
   * @param {string | Buffer} body
   * @param {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string }} credentials
   * @param {Date} now
   * @returns {Record<string, string>} the headers to send
   */
  sign(headers, body, { accessKeyId, secretAccessKey, sessionToken }, now) {
    const time = now.toISOString().replace(/-|:|\.\d+/g, '');
    const day = time.slice(0, 8);
    const signed = { ...headers, 'x-amz-date': time };
    if (sessionToken) signed['x-amz-security-token'] = sessionToken;
    const names = Object.keys(signed).sort();
    const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
    const list = names.join(';');
    const request = `POST\n/\n\n${lines}\n${list}\n${hash(body)}`;
    const scope = `${day}/${this.region}/${service}/aws4_request`;
    const text = `${algorithm}\n${time}\n${scope}\n${hash(request)}`;
    const signature = mac(this.#keyOf(day, secretAccessKey), text).toString('hex');
    signed.authorization =
      `${algorithm} Credential=${accessKeyId}/${scope}, ` +
      `SignedHeaders=${list}, Signature=${signature}`;
    return signed;
  }

  #keyOf(day, secret) {
    if (day !== this.#day || secret !== this.#secret) {
      const steps = [day, this.region, service, 'aws4_request'];
      this.#key = steps.reduce(mac, `AWS4${secret}`);
      this.#day = day;
      this.#secret = secret;
    }
    return this.#key;
  }
}
