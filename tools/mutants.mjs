// `./dev sim --mutants [NAME]`: do the tests see a bug? Each patch of tests/sim/mutants plants one;
// the unit tests, and then SEEDS seeds of the simulator, must fail. Sources are copied to
// build/mutants, so the checkout stays as it is; two copies are worked on at a time.
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { root } from './sources.mjs';

const SEEDS = 500;
const TOGETHER = 2;
const UNIT_TESTS = ['base_test', 'protocol_test', 'core_test'];
const UNIT_MS_MAX = 60_000; // What takes longer hangs, and a test that hangs has failed.
const SIM_MS_MAX = 600_000;
const COPIED = ['CMakeLists.txt', 'CMakePresets.json', 'cmake', 'src', 'tests'];

export const mutantsFolder = join(root, 'tests/sim/mutants');
const workFolder = join(root, 'build/mutants');

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

/** Makes the copy equal to the checkout; what is equal already keeps its time, for the build. */
async function refresh(tree) {
  for (const name of COPIED) {
    const from = join(root, name);
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

/** `{ failed, output }` of a program; one that does not end within `ms` has failed. */
async function run(tree, ms, command, ...parameters) {
  const options = { cwd: tree, timeout: ms, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 };
  try {
    const { stdout } = await promisify(execFile)(command, parameters, options);
    return { failed: false, output: stdout };
  } catch (error) {
    const output = `${error.stdout ?? ''}${error.stderr ?? ''}`;
    return { failed: true, hangs: error.killed === true, output };
  }
}

async function build(tree) {
  const jobs = ['--parallel', '1', '--target', ...UNIT_TESTS, 'sim_test'];
  const { failed, output } = await run(tree, SIM_MS_MAX, 'cmake', '--build', 'build', ...jobs);
  return failed ? output : null;
}

/** Who notices: a unit test, a check of the simulator, or nobody (null). */
async function caughtBy(tree) {
  for (const test of UNIT_TESTS) {
    const { failed, hangs, output } = await run(
      tree,
      UNIT_MS_MAX,
      join(tree, 'build', test),
      '--gtest_fail_fast',
      '--gtest_brief=1',
    );
    if (!failed) continue;
    const [, name] = /^\[ {2}FAILED {2}\] ([\w./]+)/m.exec(output) ?? [];
    const [, check] = /(\w+\.\w+:\d+): CHECK failed/.exec(output) ?? [];
    return `unit ${name ?? check ?? (hangs ? `${test} hangs` : `${test} crashes`)}`;
  }
  const program = join(tree, 'build/sim_test');
  const { failed, hangs, output } = await run(tree, SIM_MS_MAX, program, '--seeds', `${SEEDS}`);
  if (!failed) return null;
  const [, seed = '?'] = /FAILED at seed (\d+)/.exec(output) ?? [];
  const [, check] = /([\w]+\.\w+:\d+): CHECK failed/.exec(output) ?? [];
  return hangs ? 'sim hangs' : `sim seed ${seed}, ${check ?? 'crashes'}`;
}

/** What became of one mutant; `problem` when the tests do not see it or it cannot be built. */
async function judge(tree, mutant) {
  const started = Date.now();
  await refresh(tree);
  const problem = await apply(mutant.patch, tree).then(
    () => build(tree),
    (error) => String(error.stderr),
  );
  const caught = problem === null ? await caughtBy(tree) : null;
  const seconds = (Date.now() - started) / 1000;
  if (problem !== null) return { ...mutant, seconds, problem: `NOT BUILT ${problem.slice(-2000)}` };
  return { ...mutant, seconds, caught, ...(caught === null && { problem: 'SURVIVES' }) };
}

async function prepare(tree) {
  await mkdir(tree, { recursive: true });
  await refresh(tree);
  const preset = ['-S', '.', '--preset', 'native', '-B', 'build'];
  const configured = await run(tree, SIM_MS_MAX, 'cmake', ...preset);
  const problem = configured.failed ? configured.output : await build(tree);
  if (problem !== null) throw new Error(problem);
}

function print({ name, plants, caught, problem, seconds }) {
  const verdict = (problem ?? caught).padEnd(56);
  console.log(`${name.padEnd(34)} ${verdict} ${seconds.toFixed(0).padStart(4)} s  ${plants}`);
}

async function main([wanted]) {
  const all = await readMutants();
  const mutants = wanted ? all.filter(({ name }) => name.includes(wanted)) : all;
  if (mutants.length === 0) {
    console.error(`No name of tests/sim/mutants contains ${wanted}.`);
    return 2;
  }
  const trees = Array.from({ length: TOGETHER }, (_, i) => join(workFolder, String(i)));
  await prepare(trees[0]);
  const falseAlarm = await caughtBy(trees[0]);
  if (falseAlarm !== null) {
    console.error(`Without any planted bug: ${falseAlarm}`);
    return 1;
  }
  await prepare(trees[1]);
  const waiting = [...mutants];
  const results = [];
  const worker = async (tree) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const result = await judge(tree, mutant);
      results.push(result);
      print(result);
    }
    await refresh(tree);
  };
  await Promise.all(trees.map(worker));
  const failed = results.filter(({ problem }) => problem);
  const bySim = results.filter(({ caught }) => caught?.startsWith('sim')).length;
  const byUnits = results.length - failed.length - bySim;
  console.log(
    `${results.length} mutants: ${byUnits} caught by unit tests, ${bySim} by the simulator, ` +
      `${failed.length} not caught`,
  );
  return failed.length > 0 ? 1 : 0;
}

if (import.meta.filename === process.argv[1]) process.exitCode = await main(process.argv.slice(2));
