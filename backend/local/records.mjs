// The local backend's own table: users, sessions, keys; everything that on AWS is inside
// Cognito. One record per key.
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toAttributes, toItem } from './attributes.mjs';

export const recordsTable = {
  TableName: 'LocalRecords',
  AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

const { TableName } = recordsTable;

export class Records {
  /** @param {import('@aws-sdk/client-dynamodb').DynamoDBClient} database */
  constructor(database) {
    this.database = database;
  }

  /** @returns {Promise<object | null>} */
  async get(key) {
    const command = { TableName, Key: { key: { S: key } }, ConsistentRead: true };
    const { Item } = await this.database.send(new GetItemCommand(command));
    return Item ? toItem(Item) : null;
  }

  async put(key, record) {
    const Item = toAttributes({ ...record, key });
    await this.database.send(new PutItemCommand({ TableName, Item }));
  }

  /** @returns {Promise<boolean>} false when the key exists; then nothing changes */
  async create(key, record) {
    const Item = toAttributes({ ...record, key });
    const condition = {
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': 'key' },
    };
    try {
      await this.database.send(new PutItemCommand({ TableName, Item, ...condition }));
      return true;
    } catch (error) {
      if (error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  async delete(key) {
    await this.database.send(new DeleteItemCommand({ TableName, Key: { key: { S: key } } }));
  }

  /** The record at `key`, made once. */
  async once(key, make) {
    const found = await this.get(key);
    if (found) return found;
    await this.create(key, await make());
    return this.get(key);
  }
}
