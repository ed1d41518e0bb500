// `./dev run`: the backend with the built site, and its address for a person.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root } from './sources.mjs';

function backendArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      data: { type: 'string', default: '.data/local' },
      demo: { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
      dynamodb: { type: 'string' },
      nats: { type: 'string' },
    },
  });
  const flags = ['--port', values.port, '--data', values.data, '--site', join(root, 'build/site')];
  if (values.demo) flags.push('--demo');
  for (const name of ['dynamodb', 'nats']) if (values[name]) flags.push(`--${name}`, values[name]);
  // A certificate is for other devices; without one only this machine may come in.
  if (values.tls) flags.push('--tls', '--host', '0.0.0.0');
  return flags;
}

function introduce({ localEndpoint, demo }) {
  console.log(`ChatQL runs at ${localEndpoint}`);
  if (demo) console.log(`Sign in as "demo" with the password ${demo.password}`);
  else console.log('Codes that it would mail appear here.');
  console.log('Ctrl+C ends it.');
}

let flags;
try {
  flags = backendArguments();
} catch (error) {
  console.error(
    `${error.message}\nUsage: ./dev run [--demo] [--port N] [--data DIR] [--tls]\n` +
      '  [--dynamodb URL [--nats URL]]',
  );
  process.exit(2);
}
const backend = spawn(process.execPath, [join(root, 'backend/local/main.mjs'), ...flags], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
createInterface({ input: backend.stdout }).once('line', (line) => introduce(JSON.parse(line)));
// The terminal sends Ctrl+C to the backend too; this process only waits for it to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => backend.kill('SIGTERM'));
backend.on('exit', (status) => process.exit(status ?? 1));
