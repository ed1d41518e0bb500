// Performs a resolver's request on a table as AppSync does.
import { toItem } from '../attributes.mjs';

/** A mistake in the request itself, told as AppSync's own and not as the table's. */
class RequestError extends Error {
  constructor(type, message) {
    super(message);
    this.type = type;
  }
}

/** Merges the placeholders of several expressions; empty ones must be absent. */
function placeholders(...expressions) {
  const merge = (member) => {
    const all = Object.assign({}, ...expressions.map((expression) => expression?.[member]));
    return Object.keys(all).length > 0 ? all : undefined;
  };
  return {
    ExpressionAttributeNames: merge('expressionNames'),
    ExpressionAttributeValues: merge('expressionValues'),
  };
}

export class TableSource {
  /**
   * @param {import('../tables/database.mjs').Database} database
   * @param {import('../sealed.mjs').Sealer} sealer
   */
  constructor(database, sealer) {
    this.database = database;
    this.sealer = sealer;
  }

  /** Page tokens are good for their table only. */
  pageToken(table, lastKey) {
    return lastKey ? this.sealer.seal(`page of ${table}`, lastKey).toString('base64url') : null;
  }

  startKey(table, token) {
    if (token === null || token === undefined) return undefined;
    const key = this.sealer.unseal(`page of ${table}`, Buffer.from(token, 'base64url'));
    if (key) return key;
    throw new RequestError('BadRequestException', 'Invalid pagination token given.');
  }

  /** Never throws: the outcome is what a response handler finds in ctx. */
  async perform(table, request) {
    try {
      if (!operationNames.includes(request?.operation))
        throw new RequestError('MappingTemplate', `Unsupported operation ${request?.operation}.`);
      const result = await operations[request.operation](this, table, request);
      return { result, error: null };
    } catch (error) {
      const type = error instanceof RequestError ? error.type : `DynamoDB:${error.name}`;
      return { result: null, error: { message: error.message, type } };
    }
  }
}

const operations = {
  async GetItem(source, TableName, { key, consistentRead, projection }) {
    const command = {
      TableName,
      Key: key,
      ConsistentRead: consistentRead,
      ProjectionExpression: projection?.expression,
      ...placeholders(projection),
    };
    const { Item } = await source.database.call('GetItem', command);
    return Item ? toItem(Item) : null;
  },

  async PutItem(source, TableName, { key, attributeValues, condition }) {
    const Item = { ...attributeValues, ...key };
    const ConditionExpression = condition?.expression;
    const command = { TableName, Item, ConditionExpression, ...placeholders(condition) };
    await source.database.call('PutItem', command);
    return toItem(Item);
  },

  async UpdateItem(source, TableName, { key, update, condition }) {
    const command = {
      TableName,
      Key: key,
      UpdateExpression: update.expression,
      ConditionExpression: condition?.expression,
      ...placeholders(update, condition),
      ReturnValues: 'ALL_NEW',
    };
    const { Attributes } = await source.database.call('UpdateItem', command);
    return toItem(Attributes);
  },

  async DeleteItem(source, TableName, { key, condition }) {
    const command = {
      TableName,
      Key: key,
      ConditionExpression: condition?.expression,
      ...placeholders(condition),
      ReturnValues: 'ALL_OLD',
    };
    const { Attributes } = await source.database.call('DeleteItem', command);
    return Attributes ? toItem(Attributes) : null;
  },

  async Query(source, TableName, { query, filter, projection, ...options }) {
    const command = {
      ...pageOf(source, TableName, { filter, projection, ...options }),
      ScanIndexForward: options.scanIndexForward ?? undefined,
      KeyConditionExpression: query.expression,
      ...placeholders(query, filter, projection),
    };
    return pageAnswer(source, TableName, await source.database.call('Query', command));
  },

  async Scan(source, TableName, { filter, projection, ...options }) {
    const command = {
      ...pageOf(source, TableName, { filter, projection, ...options }),
      TotalSegments: options.totalSegments,
      Segment: options.segment,
      ...placeholders(filter, projection),
    };
    return pageAnswer(source, TableName, await source.database.call('Scan', command));
  },

  async BatchGetItem(source, _table, { tables }) {
    const RequestItems = {};
    for (const [name, { keys, consistentRead, projection }] of Object.entries(tables))
      RequestItems[name] = {
        Keys: keys,
        ConsistentRead: consistentRead,
        ProjectionExpression: projection?.expression,
        ExpressionAttributeNames: projection?.expressionNames,
      };
    const answer = await source.database.call('BatchGetItem', { RequestItems });
    const data = {};
    const unprocessedKeys = {};
    for (const name of Object.keys(tables)) {
      data[name] = (answer.Responses[name] ?? []).map(toItem);
      unprocessedKeys[name] = (answer.UnprocessedKeys?.[name]?.Keys ?? []).map(toItem);
    }
    return { data, unprocessedKeys };
  },

  async BatchPutItem(source, _table, { tables }) {
    const left = await batchWrite(source, tables, (Item) => ({ PutRequest: { Item } }));
    const unprocessed = ({ PutRequest }) => toItem(PutRequest.Item);
    return { data: eachTable(tables, toItem), unprocessedItems: eachTable(left, unprocessed) };
  },

  async BatchDeleteItem(source, _table, { tables }) {
    const left = await batchWrite(source, tables, (Key) => ({ DeleteRequest: { Key } }));
    const unprocessed = ({ DeleteRequest }) => toItem(DeleteRequest.Key);
    return { data: eachTable(tables, toItem), unprocessedKeys: eachTable(left, unprocessed) };
  },
};

export const operationNames = Object.keys(operations);

/** What Query and Scan have in common. */
function pageOf(source, TableName, { index, limit, consistentRead, nextToken, select, ...more }) {
  return {
    TableName,
    IndexName: index ?? undefined,
    Limit: limit ?? undefined,
    ConsistentRead: consistentRead ?? undefined,
    ExclusiveStartKey: source.startKey(TableName, nextToken),
    Select: select,
    FilterExpression: more.filter?.expression,
    ProjectionExpression: more.projection?.expression,
  };
}

function pageAnswer(source, TableName, { Items, LastEvaluatedKey, ScannedCount }) {
  const nextToken = source.pageToken(TableName, LastEvaluatedKey);
  return { items: Items.map(toItem), nextToken, scannedCount: ScannedCount };
}

const eachTable = (tables, convert) =>
  Object.fromEntries(Object.entries(tables).map(([name, items]) => [name, items.map(convert)]));

/** @returns {Promise<object>} table to the writes that are left to do */
async function batchWrite(source, tables, writeOf) {
  const RequestItems = eachTable(tables, writeOf);
  const { UnprocessedItems } = await source.database.call('BatchWriteItem', { RequestItems });
  const names = Object.keys(tables);
  return Object.fromEntries(names.map((name) => [name, UnprocessedItems?.[name] ?? []]));
}
