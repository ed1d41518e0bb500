// Runs every fuzz target for some seconds on the kept corpus and what earlier runs found. A
// finding stays in build/fuzz-findings and ends the run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './sources.mjs';

const seconds = Number(process.argv[2] ?? 60);
const binaries = join(root, 'build/fuzz');
const findings = join(root, 'build/fuzz-findings/');
const sources = await readdir(join(root, 'tests/fuzz'));
const targets = sources.filter((name) => name.endsWith('_fuzz.cc'));

await mkdir(findings, { recursive: true });
for (const target of targets.sort()) {
  const name = target.replace(/_fuzz\.cc$/, '');
  const grown = join(root, 'build/fuzz-corpus', name);
  const kept = join(root, 'tests/fuzz/corpus', name);
  await mkdir(grown, { recursive: true });
  console.log(`${name}: ${seconds} s`);
  const { status } = spawnSync(
    join(binaries, `${name}_fuzz`),
    [
      grown,
      ...(existsSync(kept) ? [kept] : []),
      `-max_total_time=${seconds}`,
      `-artifact_prefix=${findings}`,
      '-print_final_stats=1',
      '-verbosity=0',
    ],
    { stdio: 'inherit' },
  );
  if (status !== 0) {
    console.error(`${name} found something: see ${findings}`);
    process.exitCode = 1;
  }
}
