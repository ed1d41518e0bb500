// Reads every item and every index entry after a process that did not end as it should, and
// makes the entries those of the items. An item and its entries are written together, so there
// is nothing to mend unless the disk is at fault; but then the start is the time to know.
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { entriesOf, itemsOf } from './store.mjs';

const require = createRequire(import.meta.url);
const { createKey, getIndexActions } = require('dynalite/db');

async function* part(level, prefix) {
  for await (const [key, value] of level.iterator({ gte: prefix, lt: `${prefix}\xff` }))
    yield [key.slice(prefix.length), value];
}

/**
 * @param {import('level').Level} level
 * @param {import('./journal.mjs').Journal} journal
 * @param {object[]} tables as for CreateTable
 * @returns {Promise<number>} how many entries were wrong
 */
export async function repairIndexes(level, journal, tables) {
  const operations = [];
  for (const table of tables)
    for (const kind of ['Local', 'Global'])
      for (const index of table[`${kind}SecondaryIndexes`] ?? [])
        operations.push(...(await differences(level, table, kind, index)));
  if (operations.length > 0) await journal.write(operations);
  return operations.length;
}

async function differences(level, table, kind, index) {
  const prefix = entriesOf(kind, table.TableName, index.IndexName);
  const wanted = new Map();
  for await (const [key, item] of part(level, itemsOf(table.TableName))) {
    if (createKey(item, table) !== key) throw new Error(`${table.TableName}: a misplaced item.`);
    const [entry] = getIndexActions([index], null, item, table).puts;
    if (entry) wanted.set(entry.key, entry.item);
  }
  const operations = [];
  for await (const [key, entry] of part(level, prefix)) {
    if (isDeepStrictEqual(wanted.get(key), entry)) wanted.delete(key);
    else if (!wanted.has(key)) operations.push({ type: 'del', key: prefix + key });
  }
  for (const [key, value] of wanted) operations.push({ type: 'put', key: prefix + key, value });
  return operations;
}
