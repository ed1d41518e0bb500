// Tables behind any endpoint that speaks DynamoDB's protocol: DynamoDB itself, ScyllaDB's
// Alternator, dynalite. Several nodes may share them. Credentials are those that the AWS SDK
// finds; an endpoint that is not Amazon's needs none.

// The SDK's version is pinned to one that supports this Node; it warns about later ones.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { DynamoDB } = await import('@aws-sdk/client-dynamodb');

const amazons = /^dynamodb\.([a-z0-9-]+)\.amazonaws\.com$/;
const noCredentials = { accessKeyId: 'none', secretAccessKey: 'none' };

export class RemoteTables {
  /** @param {string} url of the endpoint */
  constructor(url) {
    const [, region] = amazons.exec(new URL(url).hostname) ?? [];
    const configured = process.env.AWS_ACCESS_KEY_ID !== undefined;
    this.client = new DynamoDB({
      endpoint: url,
      region: region ?? process.env.AWS_REGION ?? 'local',
      ...(!region && !configured && { credentials: noCredentials }),
    });
  }

  /** @returns {Promise<object>} the answer of DynamoDB's operation of that name */
  call(operation, input) {
    return this.client[operation[0].toLowerCase() + operation.slice(1)](input);
  }

  async begin() {}

  async close() {
    this.client.destroy();
  }
}
