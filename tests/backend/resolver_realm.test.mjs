// What resolvers can do here is what they can do on AWS, or less; never more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { loadRealm } from '../../backend/local/appsync/resolver_realm.mjs';
import * as dynamodb from '../../backend/local/realm/dynamodb.mjs';
import * as utils from '../../backend/local/realm/utils.mjs';

const response = 'export const response = (ctx) => ctx.result;';
const info = { fieldName: 'f', parentTypeName: 'T' };
const run = async (body, context = {}) => {
  const imports = `import { extensions, runtime, util } from '@aws-appsync/utils';`;
  const invoke = await loadRealm({
    r: `${imports} ${response} export function request(ctx) { ${body} }`,
  });
  return invoke('r', 'request', { info, stash: {}, ...context });
};

test('a helper that is not implemented stops the start', async () => {
  const scan = `import { scan } from '@aws-appsync/utils/dynamodb'; ${response}
    export const request = () => scan({});`;
  await assert.rejects(loadRealm({ r: scan }), /scan/);
  await assert.rejects(run('return util.autoKsuid();'), /util\.autoKsuid/);
  await assert.rejects(run('extensions.evictFromApiCache();'), /evictFromApiCache/);
  await assert.rejects(loadRealm({ r: `import 'node:fs'; ${response} export const request = 1;` }));
  await assert.rejects(loadRealm({ r: response }), /request/);
});

test('a resolver reaches no host object, clockwork or eval', async () => {
  const names = ['process', 'setTimeout', 'queueMicrotask', 'fetch', 'Buffer', 'console', 'URL'];
  const absent = [...names, 'Promise', 'WebAssembly', 'Function', 'eval', 'Proxy'];
  for (const name of absent)
    assert.equal((await run(`return typeof ${name};`)).value, 'undefined', name);
  const escape = `return (() => {}).constructor('return typeof process')();`;
  assert.match((await run(escape)).error.message, /Code generation from strings disallowed/);
  const global = `return Object.getPrototypeOf(globalThis).constructor.constructor('return 1')();`;
  assert.ok((await run(global)).error);
});

test('every helper that we offer exists in AppSync', () => {
  const members = (value, path) =>
    Object.entries(value).flatMap(([name, member]) =>
      typeof member === 'object' ? members(member, `${path}.${name}`) : [`${path}.${name}`],
    );
  const { util, extensions, runtime } = utils;
  const used = Object.entries({ util, extensions, runtime }).flatMap(([name, value]) =>
    members(value, name),
  );
  const { operations, ...helpers } = dynamodb;
  const source = [
    "import { util, extensions, runtime } from '@aws-appsync/utils';",
    `import { ${Object.keys(helpers).join(', ')}, operations } from '@aws-appsync/utils/dynamodb';`,
    ...[...used, ...members(operations, 'operations'), ...Object.keys(helpers)].map(
      (path) => `void ${path};`,
    ),
  ].join('\n');
  const file = `${import.meta.dirname}/helpers.ts`;
  const options = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([file], options, host);
  const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
  assert.deepEqual(problems, []);
});

test('an early return, an error and a refusal end the handler', async () => {
  const early = await run(`runtime.earlyReturn({ a: 1 }, { skipTo: 'END' }); return 2;`);
  assert.deepEqual([early.early, early.value, early.skipTo], [true, { a: 1 }, 'END']);
  const failed = await run(`util.error('bad', 'Kind', { d: 1 }, { i: 2 }); return 2;`);
  assert.deepEqual(failed.error, {
    message: 'bad',
    errorType: 'Kind',
    data: { d: 1 },
    errorInfo: { i: 2 },
  });
  const refused = await run('util.unauthorized(); return 2;');
  assert.equal(refused.error.errorType, 'Unauthorized');
  assert.equal(refused.error.message, 'Not Authorized to access f on type T');
  const broken = await run('return ctx.nothing.at.all;');
  assert.equal(broken.error.errorType, 'Code');
});

test('one invocation leaves nothing to the next', async () => {
  const source = `import { extensions, util } from '@aws-appsync/utils'; ${response}
    export function request(ctx) {
      if (ctx.args.set) { extensions.setSubscriptionFilter({ a: 1 }); util.appendError('x', 'y'); }
      return null;
    }`;
  const invoke = await loadRealm({ r: source });
  const first = invoke('r', 'request', { info, args: { set: true }, stash: {} });
  assert.deepEqual(first.filter, { a: 1 });
  assert.equal(first.errors[0].errorType, 'y');
  const second = invoke('r', 'request', { info, args: {}, stash: {} });
  assert.equal(second.filter, null);
  assert.deepEqual(second.errors, []);
});

test('conditions and updates become the expressions of DynamoDB', () => {
  const { condition, update } = dynamodb.update({
    key: { id: 'k' },
    update: { n: dynamodb.operations.increment(2), list: dynamodb.operations.append(['x']), a: 1 },
    condition: {
      or: [{ n: { attributeExists: false } }, { n: { lt: 5 }, s: { beginsWith: 'p' } }],
    },
  });
  assert.equal(
    condition.expression,
    '((attribute_not_exists(#condition_n)) OR ' +
      '(#condition_n < :condition_0 AND begins_with(#condition_s, :condition_1)))',
  );
  assert.equal(
    update.expression,
    'SET #update_n = #update_n + :update_0, ' +
      '#update_list = list_append(#update_list, :update_1), #update_a = :update_2',
  );
  assert.deepEqual(update.expressionValues[':update_1'], { L: [{ S: 'x' }] });
});
