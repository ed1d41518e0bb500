// Runs every fuzz target for some seconds on the kept corpus and what earlier runs found, two
// targets at a time. A finding stays in build/fuzz-findings.
//   node tools/fuzz.mjs SECONDS
//   node tools/fuzz.mjs --keep      what earlier runs found goes, minimised, into the kept corpus
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './sources.mjs';

const TOGETHER = 2;
const KEPT_BYTES_MAX = 1024; // Of one input: what needs more is found again from the smaller ones.
const KEPT_FILES_MAX = 60;

const findings = join(root, 'build/fuzz-findings/');
const dictionary = join(root, 'tests/fuzz/words.dict');
const kept = (name) => join(root, 'tests/fuzz/corpus', name);
const grown = (name) => join(root, 'build/fuzz-corpus', name);

/** Ends with an error when the target does. */
async function run(name, ...options) {
  const { stderr } = await promisify(execFile)(join(root, `build/fuzz/${name}_fuzz`), options, {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stderr;
}

async function fuzz(name, seconds) {
  const options = [`-max_total_time=${seconds}`, `-artifact_prefix=${findings}`];
  options.push(
    `-dict=${dictionary}`,
    '-print_final_stats=1',
    '-verbosity=0',
    '-print_funcs=0',
    '-timeout=25',
    '-len_control=0', // A whole run of the client is a long input: short ones teach nothing.
  );
  try {
    const stderr = await run(name, grown(name), kept(name), ...options);
    const executed = /number_of_executed_units:\s*(\d+)/.exec(stderr)?.[1];
    console.log(`fuzz ${name}: ok, ${executed} inputs in ${seconds} s`);
  } catch (error) {
    console.log(`fuzz ${name}: FOUND something, see ${findings}`);
    console.log(String(error.stderr).slice(-4000));
    process.exitCode = 1;
  }
}

/** The smallest set of small inputs that reaches what all that were found reach. */
async function keep(name) {
  const merged = join(root, 'build/fuzz-merged', name);
  await rm(merged, { recursive: true, force: true });
  await mkdir(merged, { recursive: true });
  await run(name, '-merge=1', `-max_len=${KEPT_BYTES_MAX}`, merged, kept(name), grown(name));
  const files = await Promise.all(
    (await readdir(merged)).map(async (file) => ({
      file,
      size: (await stat(join(merged, file))).size,
    })),
  );
  // The largest first: they reach the most.
  files.sort((a, b) => b.size - a.size || (a.file < b.file ? -1 : 1));
  await rm(kept(name), { recursive: true, force: true });
  await mkdir(kept(name), { recursive: true });
  const chosen = files.slice(0, KEPT_FILES_MAX);
  for (const { file } of chosen) await rename(join(merged, file), join(kept(name), file));
  console.log(`${name}: ${chosen.length} of ${files.length} inputs kept`);
}

const sources = await readdir(join(root, 'tests/fuzz'));
const targets = sources
  .filter((name) => name.endsWith('_fuzz.cc'))
  .map((name) => name.slice(0, -'_fuzz.cc'.length));
await mkdir(findings, { recursive: true });
for (const name of targets) {
  await mkdir(grown(name), { recursive: true });
  await mkdir(kept(name), { recursive: true });
}
const [argument = '60'] = process.argv.slice(2);
const waiting = [...targets];
const worker = async () => {
  for (let name = waiting.shift(); name; name = waiting.shift())
    await (argument === '--keep' ? keep(name) : fuzz(name, Number(argument)));
};
await Promise.all(Array.from({ length: TOGETHER }, worker));
