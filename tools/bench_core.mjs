// What the core costs: tests/bench/core_bench.cc, as medians of several rounds in random order,
// in CPU time, so that a busy machine changes little.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './sources.mjs';

const ROUNDS = 9;
const PER_MS = { ns: 1e-6, us: 1e-3, ms: 1 };

async function run() {
  const options = [`--benchmark_repetitions=${ROUNDS}`, '--benchmark_min_time=0.1'];
  options.push('--benchmark_enable_random_interleaving=true', '--benchmark_format=json');
  const { stdout } = await promisify(execFile)(join(root, 'build/native/core_bench'), options, {
    maxBuffer: 16 * 1024 * 1024,
  });
  const medians = JSON.parse(stdout).benchmarks.filter((b) => b.aggregate_name === 'median');
  return new Map(
    medians.map((b) => [b.run_name.split('/iter')[0], b.cpu_time * PER_MS[b.time_unit]]),
  );
}

export async function measure() {
  const ms = await run();
  const of = (name) => ms.get(name) ?? NaN;
  return [
    { name: 'decode a page of 20 messages', value: of('decode_page') * 1000, unit: 'us' },
    {
      name: 'decode a page of 20 messages / bare nlohmann::json::parse',
      value: of('decode_page') / of('parse_page_with_nlohmann'),
      unit: '',
      most: 1.5,
    },
    { name: 'apply 100,000 messages', value: of('apply_100000_messages'), unit: 'ms' },
    { name: 'restore 100,000 messages', value: of('restore_100000_messages'), unit: 'ms' },
    { name: 'one send among 10 messages', value: of('send/10') * 1000, unit: 'us' },
    { name: 'one send among 100,000 messages', value: of('send/100000') * 1000, unit: 'us' },
    {
      name: 'one send among 100,000 messages / among 10',
      value: of('send/100000') / of('send/10'),
      unit: '',
      most: 1.2,
    },
  ];
}
