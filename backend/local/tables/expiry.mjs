// Removes what is over its time, as DynamoDB does by itself: items whose attribute for it, in
// seconds since 1970, has passed. Where the tables are somewhere else every node does it; two may
// come upon the same item.
const everyMs = 3_600_000;

/**
 * @param {import('./database.mjs').Database} database
 * @param {object[]} tables those with `expiryAttribute` are looked through
 * @param {number} nowSeconds
 * @returns {Promise<number>} how many items are gone
 */
export async function removeExpired(database, tables, nowSeconds) {
  let removed = 0;
  for (const { TableName, KeySchema, expiryAttribute } of tables) {
    if (!expiryAttribute) continue;
    const over = {
      ExpressionAttributeNames: { '#over': expiryAttribute },
      ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
    };
    let ExclusiveStartKey;
    do {
      const FilterExpression = '#over < :now';
      const page = await database.call('Scan', {
        TableName,
        FilterExpression,
        ...over,
        ExclusiveStartKey,
      });
      for (const item of page.Items) {
        const Key = Object.fromEntries(
          KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
        );
        removed += await remove(database, { TableName, Key, ...over });
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return removed;
}

/** Unless it has been given more time since. */
async function remove(database, command) {
  try {
    await database.call('DeleteItem', { ...command, ConditionExpression: '#over < :now' });
    return 1;
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') return 0;
    throw error;
  }
}

export class Expiry {
  /** @param {() => number} now milliseconds since 1970 */
  constructor(database, tables, now) {
    Object.assign(this, { database, tables, now });
    this.timer = setInterval(() => this.#sweep(), everyMs);
    this.#sweep();
  }

  #sweep() {
    const nowSeconds = Math.floor(this.now() / 1000);
    this.running = removeExpired(this.database, this.tables, nowSeconds).catch((error) =>
      console.error('What is over its time was not removed:', error.message),
    );
  }

  async stop() {
    clearInterval(this.timer);
    await this.running;
  }
}
