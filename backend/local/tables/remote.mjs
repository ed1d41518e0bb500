// Tables behind any endpoint that speaks DynamoDB's protocol: DynamoDB itself, ScyllaDB's
// Alternator, dynalite. Several nodes may share them. The protocol is spoken here, since the
// AWS SDK's client takes twice the CPU time; credentials are those that the SDK finds, and an
// endpoint that is not Amazon's needs none.
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { Signer } from './signature.mjs';

const amazons = /^dynamodb\.([a-z0-9-]+)\.amazonaws\.com$/;
const noCredentials = { accessKeyId: 'none', secretAccessKey: 'none' };
const maxAttempts = 3;
const firstPauseMs = 50; // Before a second attempt; twice as long before each later one.
const patienceMs = 10_000; // For one answer.
const maxSockets = 50;
const passing = new Set([
  ...['InternalServerError', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'],
  ...['ServiceUnavailable', 'ThrottlingException', 'TransactionInProgressException'],
]);

/** What the AWS SDK finds: variables, profiles, roles of a machine or a container. */
async function findCredentials(region) {
  // The SDK's version is pinned to one that supports this Node; it warns about later ones.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { DynamoDB } = await import('@aws-sdk/client-dynamodb');
  return new DynamoDB({ region }).config.credentials;
}

/** An answer that is no success, named as the AWS SDK names it. */
function failureOf(status, text) {
  let refusal = {};
  try {
    refusal = JSON.parse(text);
  } catch {
    // A proxy between here and there answers in its own words.
  }
  const name = refusal.__type?.split('#').at(-1) ?? `HTTP${status}`;
  const error = new Error(refusal.message ?? refusal.Message ?? `The tables answered ${status}.`);
  return Object.assign(error, { name, passes: status >= 500 || passing.has(name) });
}

export class RemoteTables {
  /** @param {string} url of the endpoint */
  constructor(url) {
    this.url = new URL(url);
    const [, region] = amazons.exec(this.url.hostname) ?? [];
    const secure = this.url.protocol === 'https:';
    this.agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets });
    this.request = secure ? httpsRequest : httpRequest;
    const { hostname, port } = this.url;
    const to = { method: 'POST', hostname, port: port || undefined, path: '/' };
    this.options = { ...to, agent: this.agent, timeout: patienceMs };
    this.region = region ?? process.env.AWS_REGION ?? 'local';
    this.signer = new Signer(this.region);
    const configured = process.env.AWS_ACCESS_KEY_ID !== undefined;
    if (!region && !configured) this.credentials = async () => noCredentials;
  }

  /** @returns {Promise<object>} the answer of DynamoDB's operation of that name */
  async call(operation, input) {
    const body = Buffer.from(JSON.stringify(input));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(operation, body);
      } catch (error) {
        if (!error.passes || attempt === maxAttempts) throw error;
        await delay(firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
      }
    }
  }

  async #attempt(operation, body) {
    this.credentials ??= await findCredentials(this.region);
    const headers = {
      host: this.url.host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const signed = this.signer.sign(headers, body, await this.credentials(), new Date());
    const { status, text } = await this.#post(signed, body);
    if (status !== 200) throw failureOf(status, text);
    return JSON.parse(text);
  }

  #post(headers, body) {
    return new Promise((resolve, reject) => {
      // Of several addresses that all refuse there is a code only.
      const fail = ({ message, code }) =>
        reject(Object.assign(new Error(message || code), { name: 'Unreachable', passes: true }));
      const request = this.request({ ...this.options, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () =>
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      request.on('timeout', () => request.destroy(new Error('The tables do not answer.')));
      request.on('error', fail);
      request.end(body);
    });
  }

  async begin() {}

  async close() {
    this.agent.destroy();
  }
}
