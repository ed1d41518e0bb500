// The embedded backend as a process. When it is ready it prints one line of JSON: where
// everything is. SIGTERM and SIGINT end it cleanly.
import { parseArgs } from 'node:util';
import { start } from './start.mjs';
import { UsageError } from './usage_error.mjs';

const usage = `Usage: node backend/local/main.mjs [options]
  --port N     the port; 0, the default, takes any free one
  --host NAME  the address to listen on; default 127.0.0.1, this machine only
  --data DIR   where everything is kept; default .data/local
  --dynamodb URL
               the tables are at this endpoint that speaks DynamoDB's protocol
  --nats URL   tells the other nodes that share these tables, by this NATS server
  --site DIR   also serves the built site
  --demo       adds sample users and conversations
  --tls        https with a certificate of its own making
  --faults     lets tests on this machine ask for trouble`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string', default: '.data/local' },
        dynamodb: { type: 'string' },
        nats: { type: 'string' },
        site: { type: 'string' },
        demo: { type: 'boolean', default: false },
        tls: { type: 'boolean', default: false },
        faults: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new UsageError(`--port ${values.port} is no port.`);
    return { ...values, port };
  } catch (error) {
    throw new UsageError(`${error.message}\n${usage}`);
  }
}

async function main() {
  const { demo, help, ...rest } = options();
  if (help) {
    console.log(usage);
    return;
  }
  const seed = demo ? (await import('./demo/seed.mjs')).seedDemo : undefined;
  const mailed = (username, code) => console.error(`Mail for ${username}: your code is ${code}`);
  const backend = await start({ ...rest, seed, mailed });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await backend.stop();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  console.log(JSON.stringify(backend.outputs));
  const account = backend.outputs.demo;
  if (account)
    console.error(
      `Sign in as ${account.usernames.join(', ')}: the password is ${account.password}`,
    );
}

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
}
