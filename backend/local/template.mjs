// Reads the CloudFormation template that would be deployed: the local backend runs the same
// schema, resolvers, tables and sign-in rules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../ChatQL.template.json');

/** What of AppSync this server knows; anything else in a template would silently not be there. */
const understood = {
  'AWS::AppSync::GraphQLApi': [
    ...['AuthenticationType', 'EnvironmentVariables', 'IntrospectionConfig', 'LogConfig', 'Name'],
    ...['QueryDepthLimit', 'ResolverCountLimit', 'UserPoolConfig'],
  ],
  'AWS::AppSync::GraphQLSchema': ['ApiId', 'Definition'],
  'AWS::AppSync::DataSource': ['ApiId', 'DynamoDBConfig', 'Name', 'ServiceRoleArn', 'Type'],
  'AWS::AppSync::FunctionConfiguration': [
    ...['ApiId', 'Code', 'DataSourceName', 'FunctionVersion', 'Name', 'Runtime'],
  ],
  'AWS::AppSync::Resolver': [
    ...['ApiId', 'Code', 'DataSourceName', 'FieldName', 'Kind', 'PipelineConfig', 'Runtime'],
    'TypeName',
  ],
};
const sourceTypes = ['AMAZON_DYNAMODB', 'NONE'];

/** Throws when the template asks for something that would be missing here. */
function checkUnderstood(resources) {
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    const refuse = (what) => {
      throw new Error(`The template has ${what} in ${id}, which this server does not have.`);
    };
    if (!Type.startsWith('AWS::AppSync::')) continue;
    if (!Object.hasOwn(understood, Type)) refuse(Type);
    for (const name of Object.keys(Properties))
      if (!understood[Type].includes(name)) refuse(`${Type}.${name}`);
    if (Type === 'AWS::AppSync::DataSource' && !sourceTypes.includes(Properties.Type))
      refuse(`a data source of type ${Properties.Type}`);
    if (Properties.Runtime && Properties.Runtime.Name !== 'APPSYNC_JS')
      refuse(`the runtime ${Properties.Runtime.Name}`);
  }
}

/** Logical ids stand for the names that AWS would give. */
function evaluate(value) {
  if (Array.isArray(value)) return value.map(evaluate);
  if (value === null || typeof value !== 'object') return value;
  if ('Ref' in value) return value.Ref;
  if ('Fn::GetAtt' in value) return value['Fn::GetAtt'].join('.');
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map(evaluate).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, evaluate(part)]));
}

function tableOf(resource) {
  const index = ({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection });
  return {
    TableName: resource.id,
    AttributeDefinitions: resource.AttributeDefinitions,
    KeySchema: resource.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: resource.GlobalSecondaryIndexes?.map(index),
    LocalSecondaryIndexes: resource.LocalSecondaryIndexes?.map(index),
    expiryAttribute: resource.TimeToLiveSpecification?.AttributeName,
  };
}

/** @typedef {ReturnType<typeof readTemplate>} Template */
export function readTemplate(text = readFileSync(file, 'utf8')) {
  const { Resources } = JSON.parse(text);
  checkUnderstood(Resources);
  const all = (type) =>
    Object.entries(Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, ...evaluate(resource.Properties) }));
  const only = (type) => {
    const found = all(type);
    if (found.length !== 1) throw new Error(`The template has ${found.length} of ${type}.`);
    return found[0];
  };

  const api = only('AWS::AppSync::GraphQLApi');
  const pool = only('AWS::Cognito::UserPool');
  const sources = all('AWS::AppSync::DataSource');
  const tableOfSource = new Map(sources.map((s) => [s.Name, s.DynamoDBConfig?.TableName ?? null]));
  const functions = all('AWS::AppSync::FunctionConfiguration');
  const functionName = new Map(functions.map((f) => [`${f.id}.FunctionId`, f.Name]));
  const step = ({ Code, DataSourceName }) => ({
    code: Code,
    table: DataSourceName ? tableOfSource.get(DataSourceName) : null,
  });
  return {
    schema: only('AWS::AppSync::GraphQLSchema').Definition,
    queryDepthLimit: api.QueryDepthLimit,
    resolverCountLimit: api.ResolverCountLimit,
    environment: api.EnvironmentVariables,
    tables: all('AWS::DynamoDB::Table').map(tableOf),
    /** Name to code and table, of the steps of pipelines. */
    functions: Object.fromEntries(functions.map((f) => [f.Name, step(f)])),
    /** "Type.field" to code, table and, for pipelines, the names of the steps. */
    resolvers: Object.fromEntries(
      all('AWS::AppSync::Resolver').map((resolver) => [
        `${resolver.TypeName}.${resolver.FieldName}`,
        {
          ...step(resolver),
          steps: resolver.PipelineConfig?.Functions.map((id) => functionName.get(id)) ?? null,
        },
      ]),
    ),
    passwordPolicy: pool.Policies.PasswordPolicy,
    /** Attributes that are names of an account too, once they are verified. */
    aliases: pool.AliasAttributes ?? [],
    client: only('AWS::Cognito::UserPoolClient'),
  };
}
