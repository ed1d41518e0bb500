// The tables on disk: dynalite, which speaks DynamoDB's own protocol over LevelDB, behind the
// AWS SDK. It listens on a socket file in the data folder, which only this user can enter; no
// port is opened.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { repairIndexes } from './index_repair.mjs';
import { UsageError } from './usage_error.mjs';

// The very LevelDB that dynalite opens.
const { Level } = createRequire(createRequire(import.meta.url).resolve('dynalite'))('level');

// The SDK's version is pinned to one that supports this Node; it warns about later ones.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const pollMs = 10;
const maxSocketPathBytes = 107; // The system's limit.

/** LevelDB takes one process at a time, and lets go of a process that died. */
async function checkFree(folder, dataFolder) {
  const database = new Level(folder);
  try {
    await database.open();
  } catch (error) {
    if (error.cause?.code !== 'LEVEL_LOCKED') throw error;
    throw new UsageError(`Another process is using the data folder ${dataFolder}.`);
  }
  await database.close();
}

function makeClient(agent) {
  return new DynamoDBClient({
    endpoint: 'http://localhost',
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: { httpAgent: agent },
    maxAttempts: 1,
  });
}

export class Database {
  /** @param {string} dataFolder */
  static async open(dataFolder) {
    const folder = join(dataFolder, 'tables');
    const socketPath = resolve(dataFolder, 'tables.socket');
    if (Buffer.byteLength(socketPath) > maxSocketPathBytes)
      throw new UsageError(`The path of the data folder is too long: ${dataFolder}.`);
    await checkFree(folder, dataFolder);
    rmSync(socketPath, { force: true });
    const server = dynalite({ path: folder, createTableMs: 0 });
    server.keepAliveTimeout = 0; // Never closed under a request that is just being sent.
    await new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(socketPath, done);
    });
    return new Database(server, socketPath, join(dataFolder, 'running'));
  }

  constructor(server, socketPath, runningFile) {
    this.server = server;
    this.runningFile = runningFile;
    this.agent = new Agent({ socketPath, keepAlive: true, maxSockets: 32 });
    this.client = makeClient(this.agent);
  }

  /** Creates the tables that are not there, and mends those that a crash left behind. */
  async prepare(tables) {
    const { TableNames } = await this.client.send(new ListTablesCommand({}));
    const absent = tables.filter(({ TableName }) => !TableNames.includes(TableName));
    await Promise.all(absent.map((table) => this.client.send(new CreateTableCommand(table))));
    await Promise.all(tables.map(({ TableName }) => this.active(TableName)));
    if (existsSync(this.runningFile)) await repairIndexes(this.client, tables);
    writeFileSync(this.runningFile, '');
  }

  /** A table is made in the background, and cannot be used before. */
  async active(TableName) {
    for (;;) {
      const { Table } = await this.client.send(new DescribeTableCommand({ TableName }));
      if (Table.TableStatus === 'ACTIVE') return;
      await delay(pollMs);
    }
  }

  async close() {
    this.client.destroy();
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    rmSync(this.runningFile, { force: true });
  }
}
