// `./dev sim --mutants [--both] [NAME...]`: do the tests see a bug? Each patch of tests/sim/mutants
// plants one; the unit tests, or else SEEDS seeds of the simulator, must fail. With --both the
// simulator is asked as well when the unit tests have failed. Sources are copied to build/mutants,
// so the checkout stays as it is and may change meanwhile; two copies are worked on at a time.
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { root } from './sources.mjs';

const SEEDS = 500;
const TOGETHER = 2;
const UNIT_TESTS = ['base_test', 'protocol_test', 'core_test'];
// Of CPU time, so that a busy machine changes nothing. What takes longer hangs and has failed.
const UNIT_SECONDS_MAX = 60;
const SIM_SECONDS_MAX = 300;
const BUILD = 'build/native'; // As in the checkout: ccache has most of it already.
const COPIED = ['CMakeLists.txt', 'CMakePresets.json', 'cmake', 'src', 'tests'];

export const mutantsFolder = join(root, 'tests/sim/mutants');
const workFolder = join(root, 'build/mutants');
const cleanFolder = join(workFolder, 'clean'); // The sources as they were at the start.

/** `name` of the file, `plants`: its first line, `patch`: where it is. */
export async function readMutants() {
  const files = (await readdir(mutantsFolder)).filter((file) => file.endsWith('.patch')).sort();
  return Promise.all(
    files.map(async (file) => {
      const patch = join(mutantsFolder, file);
      const [plants = ''] = (await readFile(patch, 'utf8')).split('\n', 1);
      return { name: file.slice(0, -'.patch'.length), plants, patch };
    }),
  );
}

/** Ends with an error when the patch does not fit the sources in `folder`, and changes nothing. */
export const checkPatch = (patch, folder) => apply(patch, folder, '--check');

function apply(patch, folder, ...options) {
  // Outside of a repository paths are those of the folder.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder), GIT_DIR: '/dev/null' };
  return promisify(execFile)('git', ['apply', ...options, patch], { cwd: folder, env });
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Makes `tree` equal to `source`; what is equal already keeps its time, for the build. */
async function refresh(tree, source = cleanFolder) {
  for (const name of COPIED) {
    const from = join(source, name);
    const files = (await stat(from)).isDirectory() ? await filesBelow(from) : [''];
    for (const file of files) {
      const bytes = await readFile(join(from, file));
      const target = join(tree, name, file);
      const present = await readFile(target).catch(() => null);
      if (present?.equals(bytes)) continue;
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes);
    }
    if (files[0] === '') continue;
    const known = new Set(files);
    for (const file of await filesBelow(join(tree, name)))
      if (!known.has(file)) await rm(join(tree, name, file));
  }
}

/** `{ failed, hangs, output }` of a program that may use so many seconds of CPU time. */
async function run(tree, seconds, command, ...parameters) {
  const limited = [`--cpu=${seconds}`, command, ...parameters];
  try {
    const options = { cwd: tree, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)('prlimit', limited, options);
    return { failed: false, output: stdout };
  } catch (error) {
    const output = `${error.stdout ?? ''}${error.stderr ?? ''}`;
    return { failed: true, hangs: ['SIGXCPU', 'SIGKILL'].includes(error.signal), output };
  }
}

async function build(tree) {
  const jobs = ['--parallel', '1', '--target', ...UNIT_TESTS, 'sim_test'];
  const { failed, output } = await run(tree, 'unlimited', 'cmake', '--build', BUILD, ...jobs);
  return failed ? output : null;
}

/** Which unit test fails; null when none does. */
async function failingUnit(tree) {
  for (const test of UNIT_TESTS) {
    const program = join(tree, BUILD, test);
    const options = ['--gtest_fail_fast', '--gtest_brief=1'];
    const { failed, hangs, output } = await run(tree, UNIT_SECONDS_MAX, program, ...options);
    if (!failed) continue;
    const [, name] = /^\[ {2}FAILED {2}\] ([\w./]+)/m.exec(output) ?? [];
    const [, check] = /(\w+\.\w+:\d+): CHECK failed/.exec(output) ?? [];
    return `unit ${name ?? check ?? (hangs ? `${test} hangs` : `${test} crashes`)}`;
  }
  return null;
}

/** Which seed of the simulator fails, and where; null when none does. */
async function failingSeed(tree) {
  const program = join(tree, BUILD, 'sim_test');
  const seeds = ['--seeds', `${SEEDS}`];
  const { failed, hangs, output } = await run(tree, SIM_SECONDS_MAX, program, ...seeds);
  if (!failed) return null;
  const [, seed = '?'] = /FAILED at seed (\d+)/.exec(output) ?? [];
  const [, check] = /([\w]+\.\w+:\d+): CHECK failed/.exec(output) ?? [];
  return hangs ? 'sim hangs' : `sim seed ${seed}, ${check ?? 'crashes'}`;
}

/** Who notices: a unit test, a check of the simulator, or nobody (an empty list). */
async function caughtBy(tree, both) {
  const unit = await failingUnit(tree);
  const seed = unit === null || both ? await failingSeed(tree) : null;
  return [unit, seed].filter((found) => found !== null);
}

/** What became of one mutant; `problem` when the tests do not see it or it cannot be built. */
async function judge(tree, mutant, both) {
  const started = Date.now();
  await refresh(tree);
  const problem = await apply(mutant.patch, tree).then(
    () => build(tree),
    (error) => String(error.stderr),
  );
  const caught = problem === null ? await caughtBy(tree, both) : [];
  const seconds = (Date.now() - started) / 1000;
  if (problem !== null)
    return { ...mutant, seconds, caught, problem: `NOT BUILT ${problem.slice(-2000)}` };
  return { ...mutant, seconds, caught, ...(caught.length === 0 && { problem: 'SURVIVES' }) };
}

async function prepare(tree) {
  await mkdir(tree, { recursive: true });
  await refresh(tree);
  const configured = await run(tree, 'unlimited', 'cmake', '--preset', 'native');
  const problem = configured.failed ? configured.output : await build(tree);
  if (problem !== null) throw new Error(problem);
}

function print({ name, plants, caught, problem, seconds }) {
  const verdict = (problem ?? caught.join('; ')).padEnd(56);
  console.log(`${name.padEnd(34)} ${verdict} ${seconds.toFixed(0).padStart(4)} s  ${plants}`);
}

async function main(parameters) {
  const both = parameters.includes('--both');
  const wanted = parameters.filter((parameter) => parameter !== '--both');
  const all = await readMutants();
  const isWanted = ({ name }) => wanted.some((part) => name.includes(part));
  const mutants = wanted.length > 0 ? all.filter(isWanted) : all;
  if (mutants.length === 0) {
    console.error(`No name of tests/sim/mutants contains ${wanted.join(' or ')}.`);
    return 2;
  }
  const trees = Array.from({ length: TOGETHER }, (_, i) => join(workFolder, String(i)));
  await mkdir(cleanFolder, { recursive: true });
  await refresh(cleanFolder, root);
  await prepare(trees[0]);
  const falseAlarms = await caughtBy(trees[0], true);
  if (falseAlarms.length > 0) {
    console.error(`Without any planted bug: ${falseAlarms.join('; ')}`);
    return 1;
  }
  await prepare(trees[1]);
  const waiting = [...mutants];
  const results = [];
  const worker = async (tree) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const result = await judge(tree, mutant, both);
      results.push(result);
      print(result);
    }
    await refresh(tree);
  };
  await Promise.all(trees.map(worker));
  const failed = results.filter(({ problem }) => problem);
  const count = (by) =>
    results.filter(({ caught }) => caught.some((found) => found.startsWith(by))).length;
  console.log(
    `${results.length} mutants: ${count('unit')} caught by unit tests, ${count('sim')} by the ` +
      `simulator${both ? '' : ' alone'}, ${failed.length} not caught`,
  );
  return failed.length > 0 ? 1 : 0;
}

if (import.meta.filename === process.argv[1]) process.exitCode = await main(process.argv.slice(2));
