// '@aws-appsync/utils/dynamodb': requests to a table, as data. What is absent here no resolver
// can use: transactions, which not every store that speaks DynamoDB's protocol has, and sync.
import { filterExpression, keyExpression, operations, updateExpression } from './expressions.mjs';
import { toAttributes, toNumberSet, toStringSet } from './values.mjs';

export { operations, toNumberSet, toStringSet };

const condition = (filter) => filterExpression(filter, 'condition_');

/** The attributes to read; absent: all. */
function projectionOf(names) {
  if (!names) return undefined;
  const expressionNames = {};
  const parts = names.map((path) =>
    path
      .split('.')
      .map((name) => {
        const place = `#projection_${Object.keys(expressionNames).length}`;
        expressionNames[place] = name;
        return place;
      })
      .join('.'),
  );
  return { expression: parts.join(', '), expressionNames };
}

export const get = ({ key, consistentRead, projection }) => ({
  operation: 'GetItem',
  key: toAttributes(key),
  consistentRead,
  projection: projectionOf(projection),
});

export const put = ({ key, item, condition: filter }) => ({
  operation: 'PutItem',
  key: toAttributes(key),
  attributeValues: toAttributes(item),
  condition: condition(filter),
});

export const update = ({ key, update: changes, condition: filter }) => ({
  operation: 'UpdateItem',
  key: toAttributes(key),
  update: updateExpression(changes),
  condition: condition(filter),
});

export const remove = ({ key, condition: filter }) => ({
  operation: 'DeleteItem',
  key: toAttributes(key),
  condition: condition(filter),
});

const page = (operation, { filter, projection, ...options }) => ({
  operation,
  filter: filterExpression(filter, 'filter_'),
  projection: projectionOf(projection),
  ...options,
});

export const query = ({ query: key, ...options }) => ({
  ...page('Query', options),
  query: keyExpression(key),
});

export const scan = (options) => page('Scan', options);

const eachTable = (tables, convert) =>
  Object.fromEntries(Object.entries(tables).map(([name, value]) => [name, convert(value)]));

export const batchGet = ({ tables }) => ({
  operation: 'BatchGetItem',
  tables: eachTable(tables, ({ keys, consistentRead, projection }) => ({
    keys: keys.map(toAttributes),
    consistentRead,
    projection: projectionOf(projection),
  })),
});

export const batchPut = ({ tables }) => ({
  operation: 'BatchPutItem',
  tables: eachTable(tables, (items) => items.map(toAttributes)),
});

export const batchDelete = ({ tables }) => ({
  operation: 'BatchDeleteItem',
  tables: eachTable(tables, (keys) => keys.map(toAttributes)),
});
