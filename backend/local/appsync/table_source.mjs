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
      const operation = operations[request?.operation];
      if (!operation)
        throw new RequestError('MappingTemplate', `Unsupported operation ${request?.operation}.`);
      return { result: await operation(this, table, request), error: null };
    } catch (error) {
      const type = error instanceof RequestError ? error.type : `DynamoDB:${error.name}`;
      return { result: null, error: { message: error.message, type } };
    }
  }
}

const operations = {
  async GetItem(source, TableName, { key, consistentRead }) {
    const command = { TableName, Key: key, ConsistentRead: consistentRead };
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

  async Query(source, TableName, { query, filter, ...options }) {
    const command = {
      TableName,
      IndexName: options.index ?? undefined,
      Limit: options.limit ?? undefined,
      ScanIndexForward: options.scanIndexForward ?? undefined,
      ConsistentRead: options.consistentRead ?? undefined,
      ExclusiveStartKey: source.startKey(TableName, options.nextToken),
      KeyConditionExpression: query.expression,
      FilterExpression: filter?.expression,
      ...placeholders(query, filter),
    };
    const { Items, LastEvaluatedKey, ScannedCount } = await source.database.call('Query', command);
    return {
      items: Items.map(toItem),
      nextToken: source.pageToken(TableName, LastEvaluatedKey),
      scannedCount: ScannedCount,
    };
  },

  async BatchGetItem(source, _table, { tables }) {
    const RequestItems = {};
    for (const [name, { keys, consistentRead }] of Object.entries(tables))
      RequestItems[name] = { Keys: keys, ConsistentRead: consistentRead };
    const { Responses } = await source.database.call('BatchGetItem', { RequestItems });
    const data = {};
    for (const name of Object.keys(tables)) data[name] = (Responses[name] ?? []).map(toItem);
    return { data, unprocessedKeys: {} };
  },

  async BatchPutItem(source, _table, { tables }) {
    const RequestItems = {};
    for (const [name, items] of Object.entries(tables))
      RequestItems[name] = items.map((Item) => ({ PutRequest: { Item } }));
    const { UnprocessedItems } = await source.database.call('BatchWriteItem', { RequestItems });
    const data = {};
    const unprocessedItems = {};
    for (const [name, items] of Object.entries(tables)) {
      data[name] = items.map(toItem);
      const left = UnprocessedItems?.[name] ?? [];
      unprocessedItems[name] = left.map(({ PutRequest }) => toItem(PutRequest.Item));
    }
    return { data, unprocessedItems };
  },
};
