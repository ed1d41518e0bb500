// After a crash. dynalite writes an item and its index entries one after the other, entries
// first, so a process that was killed may leave an entry without its item. Such a write was
// never acknowledged; here it is completed, so that tables and indexes agree again.
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

/** Every item of a table, or of one of its indexes. */
async function* scan(database, TableName, IndexName) {
  let ExclusiveStartKey;
  do {
    const command = { TableName, IndexName, ExclusiveStartKey };
    const page = await database.send(new ScanCommand(command));
    yield* page.Items;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/**
 * @param {import('@aws-sdk/client-dynamodb').DynamoDBClient} database
 * @param {object[]} tables as for CreateTable
 * @returns {Promise<number>} how many writes were completed
 */
export async function repairIndexes(database, tables) {
  let repaired = 0;
  for (const table of tables) {
    const { TableName, KeySchema } = table;
    const indexes = [
      ...(table.LocalSecondaryIndexes ?? []),
      ...(table.GlobalSecondaryIndexes ?? []),
    ];
    if (indexes.length === 0) continue;
    const keyOf = (item) => JSON.stringify(KeySchema.map((key) => item[key.AttributeName]));
    const write = async (Item) => {
      await database.send(new PutItemCommand({ TableName, Item }));
      repaired += 1;
    };
    const items = new Map();
    for await (const item of scan(database, TableName)) items.set(keyOf(item), item);
    for (const { IndexName, KeySchema: indexKey } of indexes) {
      const indexed = new Set();
      for await (const entry of scan(database, TableName, IndexName)) {
        indexed.add(keyOf(entry));
        if (!items.has(keyOf(entry))) await write(entry);
      }
      for (const [key, item] of items) {
        const belongs = indexKey.every(({ AttributeName }) => AttributeName in item);
        if (belongs && !indexed.has(key)) await write(item);
      }
    }
  }
  return repaired;
}
