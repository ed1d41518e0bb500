// What would be deployed, as far as a template can tell.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { contentSecurityPolicy } from '../../backend/content_security_policy.mjs';
import { readTemplate } from '../../backend/local/template.mjs';

const text = readFileSync(join(import.meta.dirname, '../../backend/ChatQL.template.json'), 'utf8');
const { Resources } = JSON.parse(text);
const all = (type) => Object.values(Resources).filter((resource) => resource.Type === type);
const [api] = all('AWS::AppSync::GraphQLApi');

test('the template is complete: nothing has to be uploaded before it', () => {
  assert.doesNotMatch(text, /cdk-hnb659fds|S3Key|S3Location/);
  assert.deepEqual(all('AWS::Lambda::Function'), []);
});

test('the API serves the users of the pool only, does not describe itself and has limits', () => {
  const { Properties } = api;
  assert.equal(Properties.AuthenticationType, 'AMAZON_COGNITO_USER_POOLS');
  assert.ok(Properties.UserPoolConfig.AppIdClientRegex);
  assert.equal(Properties.AdditionalAuthenticationProviders, undefined);
  assert.equal(Properties.IntrospectionConfig, 'DISABLED');
  assert.equal(Properties.QueryDepthLimit, 8);
  assert.equal(Properties.LogConfig.ExcludeVerboseContent, true);
});

test('every field that reads or writes has a resolver', () => {
  const { resolvers, schema } = readTemplate();
  const scalars =
    'scalar AWSDateTime directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION ';
  const built = buildSchema(scalars + schema);
  const fields = (type) => Object.keys(built.getType(type).getFields());
  for (const type of ['Query', 'Mutation'])
    for (const field of fields(type)) assert.ok(resolvers[`${type}.${field}`], `${type}.${field}`);
  const open = fields('Subscription').filter((field) => !resolvers[`Subscription.${field}`]);
  assert.deepEqual(open, ['subscribeToNewUsers']);
});

test('passwords follow the policy of v1 and are proved by SRP', () => {
  const [{ Properties: pool }] = all('AWS::Cognito::UserPool');
  const { MinimumLength, ...rules } = pool.Policies.PasswordPolicy;
  assert.equal(MinimumLength, 8);
  assert.equal(Object.values(rules).filter(Boolean).length, 4);
  const [{ Properties: client }] = all('AWS::Cognito::UserPoolClient');
  assert.deepEqual(client.ExplicitAuthFlows, ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
  assert.equal(client.PreventUserExistenceErrors, 'ENABLED');
  assert.equal(client.EnableTokenRevocation, true);
  assert.equal(client.AllowedOAuthFlowsUserPoolClient, false);
});

test('tables, pool and site survive the deletion of the stack', () => {
  for (const type of ['AWS::DynamoDB::Table', 'AWS::Cognito::UserPool', 'AWS::S3::Bucket'])
    for (const resource of all(type)) assert.equal(resource.DeletionPolicy, 'Retain');
});

test('every table is paid by use, encrypted, and can be brought back to any moment', () => {
  const tables = all('AWS::DynamoDB::Table');
  assert.equal(tables.length, 7);
  for (const { Properties } of tables) {
    assert.equal(Properties.BillingMode, 'PAY_PER_REQUEST');
    assert.equal(Properties.ProvisionedThroughput, undefined);
    assert.equal(Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, true);
    assert.equal(Properties.SSESpecification.SSEEnabled, true);
  }
});

test('the site comes over HTTPS only, with its policy', () => {
  const [{ Properties: distribution }] = all('AWS::CloudFront::Distribution');
  const { DefaultRootObject, DefaultCacheBehavior } = distribution.DistributionConfig;
  assert.equal(DefaultRootObject, 'index.html');
  assert.equal(DefaultCacheBehavior.ViewerProtocolPolicy, 'redirect-to-https');
  const [[id, policy]] = Object.entries(Resources).filter(
    ([, { Type }]) => Type === 'AWS::CloudFront::ResponseHeadersPolicy',
  );
  assert.deepEqual(DefaultCacheBehavior.ResponseHeadersPolicyId, { Ref: id });
  const { SecurityHeadersConfig } = policy.Properties.ResponseHeadersPolicyConfig;
  const { ContentSecurityPolicy, Override } = SecurityHeadersConfig.ContentSecurityPolicy;
  assert.equal(Override, true);
  const sentence = ContentSecurityPolicy['Fn::Join'][1]
    .map((part) => (part.Ref === 'AWS::Region' ? 'eu-west-1' : part))
    .join('');
  const connections = [
    'https://cognito-idp.eu-west-1.amazonaws.com',
    'https://*.appsync-api.eu-west-1.amazonaws.com',
    'wss://*.appsync-realtime-api.eu-west-1.amazonaws.com',
  ];
  assert.equal(sentence, contentSecurityPolicy(connections));
  assert.equal(SecurityHeadersConfig.ContentTypeOptions.Override, true);
  assert.ok(SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec >= 86_400);
});

test('what costs extra is there only when it is asked for', () => {
  for (const type of Object.values(Resources).map(({ Type }) => Type))
    assert.doesNotMatch(type, /WAF|Firehose|Pipes/);
  for (const { Properties } of all('AWS::DynamoDB::Table'))
    assert.equal(Properties.StreamSpecification, undefined);
});

test('the bucket of the site is private', () => {
  const [{ Properties }] = all('AWS::S3::Bucket');
  assert.deepEqual(Object.values(Properties.PublicAccessBlockConfiguration), [
    true,
    true,
    true,
    true,
  ]);
});

test('what the local server would leave out stops its start, by its name', () => {
  const refused = (change, complaint) => {
    const template = JSON.parse(text);
    change(template.Resources, (type) =>
      Object.values(template.Resources).find((resource) => resource.Type === type),
    );
    assert.throws(() => readTemplate(JSON.stringify(template)), { message: complaint });
  };
  refused((resources) => {
    resources.Key = { Type: 'AWS::AppSync::ApiKey', Properties: {} };
  }, /AWS::AppSync::ApiKey in Key/);
  refused((_, first) => {
    first('AWS::AppSync::DataSource').Properties.Type = 'AWS_LAMBDA';
  }, /a data source of type AWS_LAMBDA/);
  refused((_, first) => {
    first('AWS::AppSync::Resolver').Properties.RequestMappingTemplate = '{}';
  }, /AWS::AppSync::Resolver.RequestMappingTemplate/);
  refused((_, first) => {
    first('AWS::AppSync::Resolver').Properties.CachingConfig = {};
  }, /AWS::AppSync::Resolver.CachingConfig/);
  refused((_, first) => {
    first('AWS::AppSync::FunctionConfiguration').Properties.Runtime.Name = 'VTL';
  }, /the runtime VTL/);
  refused((_, first) => {
    first('AWS::AppSync::GraphQLApi').Properties.AdditionalAuthenticationProviders = [];
  }, /AdditionalAuthenticationProviders/);
});
