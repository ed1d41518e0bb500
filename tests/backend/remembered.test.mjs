// What is remembered of answers: the last few, and nothing of what failed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remembered } from '../../backend/local/remembered.mjs';

test('an answer is made once, as long as it is among the last that were asked for', () => {
  const made = [];
  const answer = remembered(3, (key) => {
    made.push(key);
    return { key };
  });
  const first = answer('a');
  for (const key of ['b', 'a', 'c', 'a']) answer(key);
  assert.equal(answer('a'), first);
  assert.deepEqual(made, ['a', 'b', 'c']);
  answer('d'); // In the place of what has not been asked for longest.
  for (const key of ['a', 'c', 'd']) answer(key);
  assert.deepEqual(made, ['a', 'b', 'c', 'd']);
  answer('b');
  assert.deepEqual(made, ['a', 'b', 'c', 'd', 'b']);
});

test('what failed is tried anew', () => {
  let tries = 0;
  const answer = remembered(3, () => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
    return tries;
  });
  assert.throws(() => answer('a'), /not yet/);
  assert.equal(answer('a'), 2);
  assert.equal(answer('a'), 2);
});
