// The whole of ChatQL's backend as one CloudFormation stack. It has no assets: resolver code
// and schema are in the template itself, which the local backend reads too.
import { CfnOutput, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { makeApi } from './api.mjs';
import { makeSite } from './site.mjs';
import { makeTables } from './tables.mjs';
import { makeUserPool } from './user_pool.mjs';

export class ChatQLStack extends Stack {
  /** @param {import('aws-cdk-lib').App} app */
  constructor(app) {
    super(app, 'ChatQL', {
      description: 'ChatQL: real-time chat on AppSync, Cognito and DynamoDB',
      analyticsReporting: false,
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    const users = makeUserPool(this);
    const api = makeApi(this, users, makeTables(this));
    const site = makeSite(this);
    const outputs = {
      GraphqlEndpoint: api.graphqlUrl,
      Region: this.region,
      UserPoolId: users.pool.userPoolId,
      UserPoolClientId: users.client.userPoolClientId,
      SiteBucket: site.bucket.bucketName,
      SiteDistribution: site.distribution.distributionId,
      SiteAddress: `https://${site.distribution.distributionDomainName}`,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
