// What the suite of the official clients says when it is to test a stack that it is not told of.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../../tools/sources.mjs';

const folder = mkdtempSync(join(tmpdir(), 'chatql-outputs-'));
after(() => rmSync(folder, { recursive: true }));

function suite(outputs) {
  const env = { ...process.env, CHATQL_OUTPUTS: outputs };
  delete env.CHATQL_CODE_COMMAND;
  return spawnSync(process.execPath, [join(root, 'tests/clients/run.mjs')], {
    env,
    encoding: 'utf8',
  });
}

function outputsWith(text) {
  const file = join(folder, 'config.json');
  writeFileSync(file, text);
  return file;
}

const whole = {
  graphqlEndpoint: 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql',
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_Pool',
  userPoolClientId: 'client',
};

for (const [what, file, sentence] of [
  ['a file that is not there', () => join(folder, 'nowhere'), /config\.json of a deployed site/],
  ['a file that is no JSON', () => outputsWith('{'), /config\.json of a deployed site/],
  ['outputs without a pool', () => outputsWith('{"region":"r"}'), /has no graphqlEndpoint, user/],
  ['no way to read codes', () => outputsWith(JSON.stringify(whole)), /^CHATQL_CODE_COMMAND is/],
])
  test(`${what} is said in one sentence, before any test runs`, () => {
    const { status, stdout, stderr } = suite(file());
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, sentence);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  });
