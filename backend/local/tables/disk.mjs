// Tables in a folder of this machine: dynalite's implementation of DynamoDB's operations, called
// in this process. Only its front, an HTTP server, and its store are not used.
import { createRequire } from 'node:module';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../usage_error.mjs';
import { rememberExpressions } from './expressions.mjs';
import { repairIndexes } from './indexes.mjs';
import { Journal, reasonOf } from './journal.mjs';
import { Store } from './store.mjs';

const require = createRequire(import.meta.url);
const { Level } = createRequire(require.resolve('dynalite'))('level');
const { checkTypes, checkValidations } = require('dynalite/validations');
rememberExpressions();

const operations = Object.fromEntries(
  [
    ...['BatchGetItem', 'BatchWriteItem', 'CreateTable', 'DeleteItem', 'DescribeTable'],
    ...['GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
  ].map((name) => {
    const file = name[0].toLowerCase() + name.slice(1);
    const { types, custom } = require(`dynalite/validations/${file}`);
    return [name, { types, custom, perform: require(`dynalite/actions/${file}`) }];
  }),
);

/** As the AWS SDK tells it: the name is what callers branch on. */
function asError(failure) {
  if (!failure.body) {
    const error = new Error(`The tables failed: ${reasonOf(failure)}`, { cause: failure });
    return Object.assign(error, { name: 'InternalServerError' });
  }
  const { __type, message, Message } = failure.body;
  return Object.assign(new Error(message ?? Message), { name: __type.split('#')[1] });
}

async function openLevel(folder, dataFolder) {
  const level = new Level(folder, { valueEncoding: 'json' });
  try {
    await level.open();
    return level;
  } catch (error) {
    const code = error.cause?.code;
    const reason = reasonOf(error);
    if (code === 'LEVEL_LOCKED')
      throw new UsageError(`Another process is using the data folder ${dataFolder}.`);
    if (code === 'LEVEL_CORRUPTION')
      throw new UsageError(
        `The data folder ${dataFolder} is damaged (${reason}). ` +
          'Put a copy of it in its place, or start with another one.',
      );
    throw new UsageError(`The data folder ${dataFolder} cannot be used: ${reason}`);
  }
}

export class DiskTables {
  /** @param {string} dataFolder */
  static async open(dataFolder) {
    const folder = join(dataFolder, 'tables');
    return new DiskTables(await openLevel(folder, dataFolder), folder, join(dataFolder, 'running'));
  }

  constructor(level, folder, runningFile) {
    this.level = level;
    this.runningFile = runningFile;
    this.journal = new Journal(level, folder);
    this.store = new Store(level, this.journal);
  }

  /** @returns {Promise<object>} the answer of DynamoDB's operation of that name */
  call(operation, input) {
    const { types, custom, perform } = operations[operation];
    return new Promise((resolve, reject) => {
      const fail = (failure) => reject(asError(failure));
      try {
        const request = checkTypes({ ...input }, types);
        checkValidations(request, types, custom, this.store);
        perform(this.store, request, (error, answer) => (error ? fail(error) : resolve(answer)));
      } catch (error) {
        fail(error);
      }
    });
  }

  /**
   * Adopts indexes that the tables did not have before, and looks the data over when there are
   * some, or when the last process did not end as it should.
   */
  async begin(tables) {
    const adopted = [];
    for (const table of tables) adopted.push(await this.#adoptIndexes(table));
    if (adopted.includes(true) || existsSync(this.runningFile))
      await repairIndexes(this.level, this.journal, tables);
    writeFileSync(this.runningFile, '');
  }

  async #adoptIndexes(table) {
    const { TableName, AttributeDefinitions } = table;
    const { Table } = await this.call('DescribeTable', { TableName });
    const names = (list = []) => list.map(({ IndexName }) => IndexName).sort();
    if (!isDeepStrictEqual(Table.KeySchema, table.KeySchema))
      throw new UsageError(`The table ${TableName} in the data folder has other keys.`);
    const kinds = ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'];
    if (kinds.every((kind) => isDeepStrictEqual(names(Table[kind]), names(table[kind]))))
      return false;
    const indexes = Object.fromEntries(kinds.map((kind) => [kind, table[kind]]));
    await this.store.replaceTable({ ...Table, AttributeDefinitions, ...indexes });
    return true;
  }

  async close() {
    await this.level.close();
    rmSync(this.runningFile, { force: true });
  }
}
