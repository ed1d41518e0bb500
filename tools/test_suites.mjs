// What `./dev test` runs, and how each suite's own output says how many passed and failed.
import { availableParallelism } from 'node:os';

/** GoogleTest, one or several programs in a row. */
export function countGoogleTest(output) {
  return {
    passed: sum(output, /^\[ {2}PASSED {2}\] (\d+) tests?\./gm),
    failed: sum(output, /^\[ {2}FAILED {2}\] (\d+) tests?, listed below:/gm),
  };
}

/** node:test with --test-reporter=tap. Skipped tests count as failed: there are to be none. */
export function countTap(output) {
  const of = (name) => sum(output, new RegExp(`^# ${name} (\\d+)$`, 'gm'));
  return { passed: of('pass'), failed: of('fail') + of('cancelled') + of('skipped') + of('todo') };
}

/** Playwright's list reporter. */
export function countPlaywright(output) {
  const of = (name) => sum(output, new RegExp(`^ {2}(\\d+) ${name}`, 'gm'));
  const bad = ['failed', 'flaky', 'skipped', 'interrupted', 'did not run', 'errors? was not'];
  return { passed: of('passed'), failed: bad.reduce((total, name) => total + of(name), 0) };
}

/** The simulator's last line. */
export function countSeeds(output) {
  const [, passed = 0, failed = 0] = /^(\d+) seeds passed, (\d+) failed$/m.exec(output) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}

/** One line for each fuzz target that ran its time without a finding. */
export function countFuzzTargets(output) {
  const of = (word) => output.match(new RegExp(`^fuzz \\w+: ${word}`, 'gm'))?.length ?? 0;
  return { passed: of('ok'), failed: of('FOUND') };
}

function sum(output, pattern) {
  return [...output.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
}

const cores = availableParallelism();
const build = (preset) =>
  `cmake --preset ${preset} && cmake --build --preset ${preset} --parallel ${cores}`;
const buildWasm = `${build('wasm-release')} --target all renderer_harness sim_test`;
const unitTests = `
  for test in build/native/*_test; do
    [[ $test == */sim_test ]] || "$test" || status=1
  done
  exit "\${status:-0}"`;
// The simulator as the browser runs it: each seed leaves the same trace.
const simulateInWasm = `
  native=$(build/native/sim_test --traces 20)
  wasm=$(node build/wasm-release/sim_test.cjs --traces 20)
  echo "$wasm"
  [[ -n $native && $wasm == "$native" ]]`;
const playwright = (config) => `npx playwright test --reporter=list -c ${config}`;

/**
 * `run`: for bash. `after`: suites that must have passed. `cores`: how many it keeps busy; the
 * browser tests have the machine to themselves. `count`: reads the output; without it the suite
 * is one check, or none when it only builds.
 */
export const SUITES = [
  { name: 'tidy', run: 'node tools/tidy.mjs' },
  { name: 'tidy-tests', run: 'node --test --test-reporter=tap tests/tools/', count: countTap },
  { name: 'wasm', run: `tools/emscripten.sh bash -c '${buildWasm}'`, builds: true },
  { name: 'native', run: build('native'), builds: true },
  { name: 'format', run: 'node tools/format.mjs --check' },
  { name: 'generated-code', run: 'node tools/graphql_codegen.mjs --check' },
  { name: 'template', run: 'node backend/infra/synth.mjs --check' },
  { name: 'lint', run: 'npx eslint --max-warnings 0 .' },
  {
    name: 'lint-resolvers',
    run: 'npx eslint -c backend/eslint.config.mjs --max-warnings 0 backend/resolvers',
  },
  { name: 'types-web', run: 'npx tsc -p web' },
  { name: 'types-sw', run: 'npx tsc -p sw' },
  { name: 'types-tests', run: 'npx tsc -p tests' },
  { name: 'unit', run: unitTests, after: ['native'], count: countGoogleTest },
  { name: 'sim', run: 'build/native/sim_test --seeds 1000', after: ['native'], count: countSeeds },
  { name: 'sim-wasm', run: simulateInWasm, after: ['native', 'wasm'] },
  {
    name: 'fuzz',
    run: `${build('fuzz')} && node tools/fuzz.mjs 20`,
    after: ['native'],
    cores: 2,
    count: countFuzzTargets,
  },
  {
    name: 'backend',
    run: 'node --test --test-concurrency=2 --test-reporter=tap tests/backend/*.test.mjs',
    cores: 2,
    count: countTap,
  },
  { name: 'clients', run: 'node tests/clients/run.mjs', count: countTap },
  { name: 'site', run: 'node tools/build_web.mjs', after: ['wasm'] },
  {
    name: 'web',
    run: playwright('tests/web/playwright.config.ts'),
    after: ['site'],
    cores: Infinity,
    count: countPlaywright,
  },
  {
    name: 'e2e',
    run: playwright('tests/e2e/playwright.config.ts'),
    after: ['site'],
    cores: Infinity,
    count: countPlaywright,
  },
];
