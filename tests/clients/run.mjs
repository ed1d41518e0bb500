// The official clients' tests, against a local backend over TLS of their own; or, with
// CHATQL_OUTPUTS=FILE, against the deployed stack whose config.json that is: docs/TESTING.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendProcess } from '../backend/support/process.mjs';

const tests = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => join(import.meta.dirname, name));

/** A sentence about why the stack cannot be tested, or null. */
async function whatIsMissing(file, command) {
  let config;
  try {
    config = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return `CHATQL_OUTPUTS is to name the config.json of a deployed site: ${error.message}`;
  }
  const names = ['graphqlEndpoint', 'region', 'userPoolId', 'userPoolClientId'];
  const absent = names.filter((name) => !config?.[name]);
  if (absent.length > 0) return `${file} has no ${absent.join(', ')}: is it a site's config.json?`;
  if (!config.localEndpoint && !command)
    return 'CHATQL_CODE_COMMAND is to name a program that prints the code mailed for a name.';
  return null;
}

async function runTests(environment) {
  const options = ['--test', '--test-reporter=tap', '--test-force-exit'];
  const child = spawn(process.execPath, [...options, ...tests], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const [status] = await once(child, 'exit');
  return status ?? 1;
}

async function runLocally() {
  const backend = await BackendProcess.start('--tls');
  try {
    const outputs = join(backend.data, 'outputs.json');
    await writeFile(outputs, JSON.stringify(backend.outputs));
    // Trust for the backend's own certificate has to be there when Node starts.
    const certificate = join(backend.data, 'tls-certificate.pem');
    return await runTests({ CHATQL_OUTPUTS: outputs, NODE_EXTRA_CA_CERTS: certificate });
  } finally {
    await backend.stop();
  }
}

const { CHATQL_OUTPUTS: outputs, CHATQL_CODE_COMMAND: codeCommand } = process.env;
const missing = outputs && (await whatIsMissing(outputs, codeCommand));
if (missing) console.error(missing);
process.exitCode = missing ? 2 : await (outputs ? runTests({}) : runLocally());
