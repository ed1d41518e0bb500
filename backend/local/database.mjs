// The tables on disk: dynalite, which speaks DynamoDB's own protocol over LevelDB, behind the
// AWS SDK. Its socket is a file in a folder that only this user can enter; no port is opened.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { UsageError } from './usage_error.mjs';

// The very LevelDB that dynalite opens.
const { Level } = createRequire(createRequire(import.meta.url).resolve('dynalite'))('level');

// The SDK's version is pinned to one that supports this Node; it warns about later ones.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

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

export class Database {
  /** @param {string} dataFolder */
  static async open(dataFolder) {
    const folder = join(dataFolder, 'tables');
    await checkFree(folder, dataFolder);
    const socketFolder = mkdtempSync(join(tmpdir(), 'chatql-'));
    const socketPath = join(socketFolder, 'tables');
    const server = dynalite({ path: folder, createTableMs: 0 });
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    return new Database(server, socketFolder, socketPath);
  }

  constructor(server, socketFolder, socketPath) {
    this.server = server;
    this.socketFolder = socketFolder;
    this.agent = new Agent({ socketPath, keepAlive: true, maxSockets: 32 });
    this.client = new DynamoDBClient({
      endpoint: 'http://localhost',
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: { httpAgent: this.agent },
      maxAttempts: 1,
    });
  }

  /** Creates the tables that are not there. */
  async createTables(tables) {
    const { TableNames } = await this.client.send(new ListTablesCommand({}));
    for (const table of tables)
      if (!TableNames.includes(table.TableName))
        await this.client.send(new CreateTableCommand(table));
  }

  async close() {
    this.client.destroy();
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.socketFolder, { recursive: true, force: true });
  }
}
