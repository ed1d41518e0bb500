// The official clients' tests, against a local backend over TLS of their own; or, with
// CHATQL_OUTPUTS=FILE, against the deployed stack whose config.json that is: docs/TESTING.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendProcess } from '../backend/support/process.mjs';

const tests = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => join(import.meta.dirname, name));

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

process.exitCode = await (process.env.CHATQL_OUTPUTS ? runTests({}) : runLocally());
