// '@aws-appsync/utils/dynamodb': requests to a table, as data. A resolver that imports what
// is not here does not bundle, so the server does not start.
import { filterExpression, operations, updateExpression } from './expressions.mjs';
import { toAttributes } from './values.mjs';

export { operations };

export const get = ({ key, consistentRead }) => ({
  operation: 'GetItem',
  key: toAttributes(key),
  consistentRead,
});

export const put = ({ key, item, condition }) => ({
  operation: 'PutItem',
  key: toAttributes(key),
  attributeValues: toAttributes(item),
  condition: filterExpression(condition, 'condition'),
});

export const update = ({ key, update: changes, condition }) => ({
  operation: 'UpdateItem',
  key: toAttributes(key),
  update: updateExpression(changes),
  condition: filterExpression(condition, 'condition'),
});

export const remove = ({ key, condition }) => ({
  operation: 'DeleteItem',
  key: toAttributes(key),
  condition: filterExpression(condition, 'condition'),
});

export const query = ({ query: key, filter, ...options }) => ({
  operation: 'Query',
  query: filterExpression(key, 'key'),
  filter: filterExpression(filter, 'filter'),
  ...options,
});

const eachTable = (tables, convert) =>
  Object.fromEntries(Object.entries(tables).map(([name, value]) => [name, convert(value)]));

export const batchGet = ({ tables }) => ({
  operation: 'BatchGetItem',
  tables: eachTable(tables, ({ keys, consistentRead }) => ({
    keys: keys.map(toAttributes),
    consistentRead,
  })),
});

export const batchPut = ({ tables }) => ({
  operation: 'BatchPutItem',
  tables: eachTable(tables, (items) => items.map(toAttributes)),
});
