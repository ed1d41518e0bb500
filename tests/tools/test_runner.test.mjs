// The sums of ./dev test come from what the suites really print, and nothing that breaks down
// passes for success.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tally } from '../../tools/test.mjs';
import {
  countGoogleTest,
  countPlaywright,
  countFuzzTargets,
  countSeeds,
  countTap,
} from '../../tools/test_suites.mjs';

test('GoogleTest: several programs are summed', () => {
  const output =
    '[==========] 3 tests from 1 test suite ran. (0 ms total)\n[  PASSED  ] 3 tests.\n' +
    '[  PASSED  ] 1 test.\n[  FAILED  ] 2 tests, listed below:\n[  FAILED  ] A.B\n';
  assert.deepEqual(countGoogleTest(output), { passed: 4, failed: 2 });
});

test('node:test: cancelled and skipped tests count as failed', () => {
  const output = '# tests 9\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 0\n';
  assert.deepEqual(countTap(output), { passed: 5, failed: 4 });
});

test('Playwright: tests that did not run count as failed', () => {
  const output =
    '  1 failed\n    [a.spec.ts] a\n  2 did not run\n  1 skipped\n  12 passed (1.2m)\n';
  assert.deepEqual(countPlaywright(output), { passed: 12, failed: 4 });
});

test('the simulator', () => {
  assert.deepEqual(countSeeds('log\n499 seeds passed, 1 failed\n'), { passed: 499, failed: 1 });
  assert.deepEqual(countSeeds('Segmentation fault\n'), { passed: 0, failed: 0 });
});

test('fuzz targets are counted by their verdicts', () => {
  const output = 'fuzz rows: ok, 9 inputs in 20 s\nfuzz reply: FOUND something, see x\n';
  assert.deepEqual(countFuzzTargets(output), { passed: 1, failed: 1 });
  assert.deepEqual(countFuzzTargets('rows: ok\n'), { passed: 0, failed: 0 });
});

test('a suite that crashes counts at least one failure, whatever it printed', () => {
  const suite = { count: countGoogleTest };
  assert.deepEqual(tally(suite, 139, '[  PASSED  ] 7 tests.\n'), { passed: 7, failed: 1 });
  assert.deepEqual(tally(suite, 1, ''), { passed: 0, failed: 1 });
});

test('a suite that ran no test has failed', () => {
  assert.deepEqual(tally({ count: countTap }, 0, '# pass 0\n'), { passed: 0, failed: 1 });
});

test('a check is one test, a build is none', () => {
  assert.deepEqual(tally({}, 0, ''), { passed: 1, failed: 0 });
  assert.deepEqual(tally({}, 1, ''), { passed: 0, failed: 1 });
  assert.deepEqual(tally({ builds: true }, 0, ''), { passed: 0, failed: 0 });
  assert.deepEqual(tally({ builds: true }, 2, ''), { passed: 0, failed: 1 });
});
