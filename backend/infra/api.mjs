// The GraphQL API: schema, resolvers and their data sources, open to the pool's users only.
import { join } from 'node:path';
import { aws_appsync as appsync, aws_iam as iam, aws_logs as logs } from 'aws-cdk-lib';
import { functions, pipelines, resolverCode, units } from './resolver_code.mjs';

const schemaFile = join(import.meta.dirname, '../../graphql/schema.graphql');
const inline = (name) => appsync.Code.fromInline(resolverCode(name));
const runtime = appsync.FunctionRuntime.JS_1_0_0;

/**
 * @param {import('constructs').Construct} scope
 * @param {ReturnType<import('./user_pool.mjs').makeUserPool>} users
 * @param {ReturnType<import('./tables.mjs').makeTables>} tables
 */
export function makeApi(scope, { pool, client }, tables) {
  const api = new appsync.GraphqlApi(scope, 'Api', {
    name: 'ChatQL',
    definition: appsync.Definition.fromFile(schemaFile),
    authorizationConfig: {
      defaultAuthorization: {
        authorizationType: appsync.AuthorizationType.USER_POOL,
        userPoolConfig: {
          userPool: pool,
          appIdClientRegex: client.userPoolClientId,
          defaultAction: appsync.UserPoolDefaultAction.ALLOW,
        },
      },
    },
    introspectionConfig: appsync.IntrospectionConfig.DISABLED,
    queryDepthLimit: 8,
    resolverCountLimit: 5000,
    environmentVariables: {
      eventsTable: tables.events.tableName,
      usersTable: tables.users.tableName,
      userConversationsTable: tables.userConversations.tableName,
    },
  });
  logErrors(scope, api);

  const sources = { none: api.addNoneDataSource('none') };
  for (const [name, table] of Object.entries(tables))
    sources[name] = api.addDynamoDbDataSource(name, table);

  for (const [field, source] of Object.entries(units)) {
    const [typeName, fieldName] = field.split('.');
    sources[source].createResolver(field, { typeName, fieldName, runtime, code: inline(field) });
  }
  const steps = {};
  for (const [name, source] of Object.entries(functions)) {
    const code = inline(`functions/${name}`);
    steps[name] = sources[source].createFunction(name, { name, runtime, code });
  }
  for (const [field, names] of Object.entries(pipelines)) {
    const [typeName, fieldName] = field.split('.');
    const pipelineConfig = names.map((name) => steps[name]);
    api.createResolver(field, {
      typeName,
      fieldName,
      runtime,
      code: inline(field),
      pipelineConfig,
    });
  }
  return api;
}

/**
 * Errors only, and nothing of what people wrote. Written out, since the `logConfig` of the API
 * would bring a function along whose code is an asset.
 */
function logErrors(scope, api) {
  const role = new iam.Role(scope, 'ApiLogRole', {
    assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com'),
  });
  const group = new logs.LogGroup(scope, 'ApiLog', {
    logGroupName: `/aws/appsync/apis/${api.apiId}`,
    retention: logs.RetentionDays.ONE_MONTH,
  });
  group.grantWrite(role);
  api.node.defaultChild.logConfig = {
    cloudWatchLogsRoleArn: role.roleArn,
    fieldLogLevel: appsync.FieldLogLevel.ERROR,
    excludeVerboseContent: true,
  };
}
