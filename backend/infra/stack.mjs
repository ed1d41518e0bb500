// The whole of ChatQL's backend as one CloudFormation stack. It has no assets: resolver code
// and schema are in the template itself, which the local backend reads too.
import { CfnOutput, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { makeApi } from './api.mjs';
import { addFirewall } from './firewall.mjs';
import { addRawEvents } from './raw_events.mjs';
import { makeSite } from './site.mjs';
import { makeTables } from './tables.mjs';
import { makeUserPool } from './user_pool.mjs';

export class ChatQLStack extends Stack {
  /**
   * @param {import('aws-cdk-lib').App} app
   * @param {object} [options] what a deployment may have besides; each costs something
   * @param {string} [options.name] of the stack
   * @param {boolean} [options.waf] a web application firewall before the API and the sign-in
   * @param {boolean} [options.firehose] the events of analytics as files in a bucket
   * @param {string} [options.domain] of the site, with
   * @param {string} [options.certificate] the ARN of its certificate
   */
  constructor(app, { name = 'ChatQL', waf = false, firehose = false, ...domain } = {}) {
    super(app, name, {
      description: 'ChatQL: real-time chat on AppSync, Cognito and DynamoDB',
      analyticsReporting: false,
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    const users = makeUserPool(this);
    const tables = makeTables(this, { streamEvents: firehose });
    const api = makeApi(this, users, tables);
    const site = makeSite(this, domain);
    const outputs = {
      GraphqlEndpoint: api.graphqlUrl,
      Region: this.region,
      UserPoolId: users.pool.userPoolId,
      UserPoolClientId: users.client.userPoolClientId,
      SiteBucket: site.bucket.bucketName,
      SiteDistribution: site.distribution.distributionId,
      SiteAddress: `https://${domain.domain ?? site.distribution.distributionDomainName}`,
    };
    if (waf) addFirewall(this, [api.arn, users.pool.userPoolArn]);
    if (firehose) outputs.RawEventsBucket = addRawEvents(this, tables.events).bucketName;
    for (const [key, value] of Object.entries(outputs)) new CfnOutput(this, key, { value });
  }
}
