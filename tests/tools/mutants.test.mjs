// A planted bug that no longer fits the sources proves nothing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { checkPatch, readMutants } from '../../tools/mutants.mjs';
import { root } from '../../tools/sources.mjs';

const mutants = await readMutants();

test('there are at least thirty planted bugs', () => {
  assert.ok(mutants.length >= 30, `${mutants.length}`);
});

test('each says what it plants, and fits the sources', async () => {
  for (const { name, plants, patch } of mutants) {
    assert.match(plants, /^[A-Z].+\.$/, name);
    const files = (await readFile(patch, 'utf8')).match(/^\+\+\+ .*$/gm) ?? [];
    assert.ok(files.length > 0, name);
    for (const file of files) assert.match(file, /^\+\+\+ b\/src\/(base|protocol|core)\//, name);
    await checkPatch(patch, root);
  }
});
