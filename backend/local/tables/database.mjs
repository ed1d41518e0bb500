// The tables, wherever they are, behind one function: call(operation, input).
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '../usage_error.mjs';
import { DiskTables } from './disk.mjs';

const pollMs = 20;

/**
 * @typedef {object} Database
 * @property {(operation: string, input: object) => Promise<object>} call DynamoDB's operations;
 *   a refusal is an Error with DynamoDB's name for it
 * @property {(tables: object[]) => Promise<void>} begin
 * @property {() => Promise<void>} close
 */

/**
 * Opens the database and creates the tables that are not there.
 * @param {{ data: string, dynamodb?: string }} place a folder, or the URL of an endpoint
 * @param {object[]} tables as for CreateTable, and `expiryAttribute` where items end by themselves
 * @returns {Promise<Database>}
 */
export async function openDatabase({ data, dynamodb }, tables) {
  const database = dynamodb ? await openRemote(dynamodb) : await DiskTables.open(data);
  try {
    await Promise.all(tables.map((table) => create(database, table)));
    await database.begin(tables);
    return database;
  } catch (error) {
    await database.close();
    if (error instanceof UsageError) throw error;
    const where = dynamodb ? `The tables at ${dynamodb}` : `The data folder ${data}`;
    throw new UsageError(`${where} cannot be used: ${error.message}`);
  }
}

async function openRemote(url) {
  if (!URL.canParse(url)) throw new UsageError(`--dynamodb ${url} is no URL.`);
  const { RemoteTables } = await import('./remote.mjs');
  return new RemoteTables(url);
}

/** Also when another node is just creating it. */
async function create(database, described) {
  const table = { ...described, expiryAttribute: undefined }; // Not CreateTable's.
  const { TableName } = table;
  for (;;) {
    const state = await status(database, TableName);
    if (state === 'ACTIVE') return;
    if (state === 'ABSENT')
      await database.call('CreateTable', table).catch((error) => {
        if (error.name !== 'ResourceInUseException') throw error;
      });
    await delay(pollMs);
  }
}

async function status(database, TableName) {
  try {
    return (await database.call('DescribeTable', { TableName })).Table.TableStatus;
  } catch (error) {
    if (error.name === 'ResourceNotFoundException') return 'ABSENT';
    throw error;
  }
}
