// The schema as AppSync completes it: its scalars and directives are there without being
// declared.
import { GraphQLError, buildSchema, valueFromASTUntyped } from 'graphql';

const declarations = `
  scalar AWSDateTime
  directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
`;

const dateTime = /^-?\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d(:\d\d)?)$/;

function parseDateTime(value) {
  if (typeof value === 'string' && dateTime.test(value)) return value;
  throw new GraphQLError(`Unable to parse ${JSON.stringify(value)} as a valid AWSDateTime.`);
}

export function makeSchema(text) {
  const schema = buildSchema(declarations + text);
  const scalar = schema.getType('AWSDateTime');
  scalar.serialize = (value) => value;
  scalar.parseValue = parseDateTime;
  scalar.parseLiteral = (node) => parseDateTime(node.value);
  return schema;
}

/** @returns {Map<string, string[]>} mutation to the subscriptions that hear of it */
export function subscriptionsOf(schema) {
  const heard = new Map();
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {}))
    for (const directive of field.astNode.directives) {
      if (directive.name.value !== 'aws_subscribe') continue;
      for (const mutation of valueFromASTUntyped(directive.arguments[0].value))
        heard.set(mutation, [...(heard.get(mutation) ?? []), field.name]);
    }
  return heard;
}
