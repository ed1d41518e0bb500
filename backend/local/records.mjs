// The local backend's own table: users, sessions, keys; everything that on AWS is inside
// Cognito. One record per key. Every node reads and writes it, so a record has a version.
import { toAttributes, toItem } from './attributes.mjs';

export const recordsTable = {
  TableName: 'LocalRecords',
  AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  expiryAttribute: 'expiresAt', // Of sessions and of attempts to sign in.
};

const { TableName } = recordsTable;

export class Records {
  /** @param {import('./tables/database.mjs').Database} database */
  constructor(database) {
    this.database = database;
  }

  /** @returns {Promise<object | null>} */
  async get(key) {
    const command = { TableName, Key: { key: { S: key } }, ConsistentRead: true };
    const { Item } = await this.database.call('GetItem', command);
    return Item ? toItem(Item) : null;
  }

  /** @returns {Promise<boolean>} false when the key exists; then nothing changes */
  create(key, record) {
    return this.#write(key, { ...record, version: 1 }, 'attribute_not_exists(#version)');
  }

  /**
   * Reads a record, lets `change` alter it in place, and stores it unless somebody else has
   * changed it meanwhile: then all begins again. Stored also when `change` throws.
   * @template T
   * @param {(record: object | null) => T | Promise<T>} change null when there is none
   * @param {() => object} [initial] what to begin with when there is none
   * @returns {Promise<T>}
   */
  async change(key, change, initial = () => null) {
    for (;;) {
      const stored = await this.get(key);
      const record = stored ?? initial();
      const [outcome] = await Promise.allSettled([(async () => change(record))()]);
      const saved =
        record === null || (await (stored ? this.#replace(key, record) : this.create(key, record)));
      if (!saved) continue;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
  }

  #replace(key, record) {
    const next = { ...record, version: record.version + 1 };
    return this.#write(key, next, '#version = :before', { ':before': { N: `${record.version}` } });
  }

  async #write(key, record, ConditionExpression, ExpressionAttributeValues) {
    const command = {
      TableName,
      Item: toAttributes({ ...record, key }),
      ConditionExpression,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues,
    };
    try {
      await this.database.call('PutItem', command);
      return true;
    } catch (error) {
      if (error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  async delete(key) {
    await this.database.call('DeleteItem', { TableName, Key: { key: { S: key } } });
  }

  /** The record at `key`, made once. */
  async once(key, make) {
    const found = await this.get(key);
    if (found) return found;
    await this.create(key, await make());
    return this.get(key);
  }
}
