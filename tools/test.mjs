// `./dev test`: runs the suites, as many at once as there are cores, each into a log of its
// own; shows the logs of those that failed; the last line is the sum.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from './sources.mjs';
import { SUITES } from './test_suites.mjs';

const LOG_TAIL_LINES = 60;
const logs = join(root, 'build/logs');
const cores = availableParallelism();

/** Passed and failed of one finished suite. One that does not end well never counts as passed. */
export function tally(suite, status, output) {
  const counted = suite.count?.(output) ?? { passed: suite.builds ? 0 : 1, failed: 0 };
  if (status === 0 && (counted.passed > 0 || suite.builds)) return counted;
  const passed = suite.count ? counted.passed : 0;
  return { passed, failed: Math.max(counted.failed, 1) };
}

function runBash(command, log) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const sink = createWriteStream(log);
    child.stdout.pipe(sink, { end: false });
    child.stderr.pipe(sink, { end: false });
    child.on('close', (status) => sink.end(() => resolve(status ?? 1)));
  });
}

async function runSuite(suite) {
  const log = join(logs, `${suite.name}.log`);
  const started = performance.now();
  const status = await runBash(suite.run, log);
  const output = await readFile(log, 'utf8');
  const result = { ...tally(suite, status, output), log, output };
  report(suite, result, (performance.now() - started) / 1000);
  return result;
}

function report(suite, { passed, failed, output }, seconds) {
  const counts = suite.builds && failed === 0 ? 'built' : `${passed} passed`;
  const line = `${suite.name.padEnd(16)} ${counts.padEnd(12)} ${failed ? `${failed} failed` : ''}`;
  console.log(`${failed ? 'FAIL' : 'ok  '} ${line.padEnd(42)} ${seconds.toFixed(1).padStart(6)} s`);
  if (failed) console.log(output.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n'));
  if (suite.name === 'site' && !failed) console.log(output.trimEnd());
}

/** Starts each suite as soon as what it needs has passed and enough cores are free. */
async function runAll(suites) {
  const results = new Map();
  const running = new Map();
  let waiting = [...suites];
  const coresOf = (suite) => Math.min(suite.cores ?? 1, cores);
  const startable = () => {
    const used = [...running.keys()].reduce((total, suite) => total + coresOf(suite), 0);
    return waiting.find(
      (suite) =>
        (suite.after ?? []).every((name) => results.get(name)?.failed === 0) &&
        used + coresOf(suite) <= cores,
    );
  };
  for (;;) {
    for (let suite = startable(); suite; suite = startable()) {
      waiting = waiting.filter((other) => other !== suite);
      const { name } = suite;
      running.set(
        suite,
        runSuite(suite).then((result) => ({ suite, name, result })),
      );
    }
    if (running.size === 0) break;
    const { suite, name, result } = await Promise.race(running.values());
    running.delete(suite);
    results.set(name, result);
  }
  for (const suite of waiting) {
    console.log(`FAIL ${suite.name.padEnd(16)} not run: it needs ${suite.after.join(', ')}`);
    results.set(suite.name, { passed: 0, failed: 1 });
  }
  return results;
}

if (import.meta.filename === process.argv[1]) {
  await mkdir(logs, { recursive: true });
  const results = [...(await runAll(SUITES)).values()];
  const total = (member) => results.reduce((sum, result) => sum + result[member], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  process.exitCode = total('failed') > 0 ? 1 : 0;
}
