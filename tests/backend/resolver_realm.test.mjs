// The walls of the resolvers' realm, with the check of their code left out: whatever runs inside
// reaches the language and nothing else, and changes nothing for those that come after it.
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { openRealm } from '../../backend/local/appsync/resolver_realm.mjs';

const response = 'export const response = (ctx) => ctx.result;';
const info = { fieldName: 'f', parentTypeName: 'T' };
const open = async (body) => {
  const imports = `import { extensions, runtime, util } from '@aws-appsync/utils';
    import * as dynamodb from '@aws-appsync/utils/dynamodb';`;
  const source = `${imports} ${response} export function request(ctx) { ${body} }`;
  const invoke = await openRealm({ r: source });
  return (context) => invoke('r', 'request', { info, stash: {}, args: {}, ...context });
};
const run = async (body, context) => (await open(body))(context);

test('there are no globals but those of the language', async () => {
  const { value } = await run('return Object.getOwnPropertyNames(globalThis).sort();');
  assert.deepEqual(value, [
    ...['Array', 'Boolean', 'Error', 'Infinity', 'JSON', 'Math', 'NaN', 'Number', 'Object'],
    ...['String', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent'],
    ...['globalThis', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'resolvers', 'undefined'],
  ]);
});

/** Everything that can be reached from what a resolver has is of its own realm. */
const explore = `
  const own = Object.getPrototypeOf({});
  const seen = [];
  const foreign = [];
  const visit = (value, path) => {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (!isObject || seen.includes(value)) return;
    seen.push(value);
    let top = value;
    while (Object.getPrototypeOf(top) !== null) top = Object.getPrototypeOf(top);
    if (top !== own && top !== value) foreign.push(path);
    const keys = [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertySymbols(value)];
    for (const key of keys) {
      const { value: part, get, set } = Object.getOwnPropertyDescriptor(value, key);
      const at = path + '.' + String(key);
      for (const each of [part, get, set]) visit(each, at);
      if (get) { try { visit(get.call(value), at + '()'); } catch (error) { visit(error, at); } }
    }
    visit(Object.getPrototypeOf(value), path + '.__proto__');
  };`;

test('no object of the server is within reach', async () => {
  const { value, error } = await run(`${explore}
    const caught = (action) => { try { action(); } catch (error) { return error; } };
    const errors = [
      () => null.x, () => { throw new Error('e'); }, () => util.error('x'),
      () => util.unauthorized(),
      () => runtime.earlyReturn(1), () => (function f() { f(); })(), () => decodeURIComponent('%'),
      () => JSON.parse('{'), () => (() => {}).constructor('return 1'), () => { [].length = -1; },
      () => 1n + 1, () => nothing, () => util.matches('(', ''), () => dynamodb.get(),
    ].map(caught);
    const roots = { globalThis, ctx, util, extensions, runtime, dynamodb, errors, request,
      values: [util.time.nowISO8601(), util.autoId(), dynamodb.get({ key: { a: 1 } })],
      iterators: [[].values(), Object.entries({}), new (dynamodb.toStringSet([]).constructor)()],
      functions: [function* () {}, async () => {}, async function* () {}, class {}] };
    for (const [name, root] of Object.entries(roots)) visit(root, name);
    return { foreign, count: seen.length };`);
  assert.equal(error, undefined);
  assert.deepEqual(value.foreign, []);
  assert.ok(value.count > 300, String(value.count));
});

test('text is never made into code', async () => {
  const attempts = [
    `(() => {}).constructor('return typeof process')()`,
    `(async () => {}).constructor('return 1')()`,
    `(function* () {}).constructor('return 1')()`,
    `globalThis.constructor.constructor('return 1')()`,
    `ctx.constructor.constructor('return 1')()`,
    `util.error.constructor('return 1')()`,
    `Object.getPrototypeOf(globalThis).constructor.constructor('return 1')()`,
    `eval('1')`,
  ];
  for (const attempt of attempts) assert.ok((await run(`return ${attempt};`)).error, attempt);
});

test('frames of the stack lead nowhere', async () => {
  const { value, error } = await run(`
    const frames = [];
    try {
      Error.prepareStackTrace = (_, sites) => { frames.push(...sites); return ''; };
      new Error('x').stack;
    } catch {}
    return frames.map((frame) => [typeof frame.getThis(), typeof frame.getFunction()]);`);
  assert.equal(error, undefined);
  assert.deepEqual(value, []);
});

test('nothing can be loaded, now or later', async () => {
  const call = await open(`
    if (ctx.args.look) return { leak: ctx.constructor.leak ?? util.leak ?? null };
    const path = 'node:' + 'fs';
    import(path).catch((error) => {
      util.leak = error.constructor.constructor('return process')();
    });
    return 1;`);
  assert.ok(call().error);
  await turn();
  assert.deepEqual(call({ args: { look: true } }).value, { leak: null });
});

test('a getter, a proxy or toJSON in the answer runs inside and stays there', async () => {
  const { value } = await run(`return { get a() { return typeof process; },
    b: { toJSON() { return typeof setTimeout; } }, __proto__: { c: 1 } };`);
  assert.deepEqual(value, { a: 'undefined', b: 'undefined' });
  assert.ok((await run('return Proxy;')).error);
  const broken = ['return { toJSON() { throw ctx; } };', 'ctx.stash.me = ctx; return 1;'];
  for (const body of broken) assert.equal((await run(body)).error.errorType, 'Code');
});

test('a resolver changes nothing for those after it', async () => {
  const attempts = [
    'Object.prototype.hasOwn = 1',
    'Array.prototype.map = () => "taken"',
    'Array.prototype[0] = 1',
    'JSON.stringify = () => "{}"',
    'JSON.parse = 1',
    'String.prototype.trim = 1',
    'Object.entries = 1',
    'Math.min = 1',
    'util.unauthorized = () => {}',
    'util.time.nowISO8601 = () => "never"',
    'extensions.setSubscriptionFilter = () => {}',
    'dynamodb.operations.increment = () => 1',
    'Object.getPrototypeOf(function* () {}).x = 1',
    'Object.getPrototypeOf(Object.getPrototypeOf([].values())).x = 1',
    'resolvers.invoke = 1',
    'delete Object.prototype.toString',
    'Object.setPrototypeOf(Array.prototype, null)',
    'Error.prototype.message = "other"',
  ];
  for (const attempt of attempts) assert.ok((await run(`${attempt}; return 1;`)).error, attempt);
});

test('one call leaves nothing to the next', async () => {
  const call = await open(`
    if (!ctx.args.set) return null;
    extensions.setSubscriptionFilter({ a: 1 });
    extensions.setSubscriptionInvalidationFilter({ b: 1 });
    extensions.invalidateSubscriptions({ subscriptionField: 'f', payload: {} });
    util.appendError('x', 'y');
    return 1;`);
  const first = call({ args: { set: true } });
  assert.deepEqual(first.filter, { a: 1 });
  assert.equal(first.errors[0].errorType, 'y');
  const { errors, filter, invalidationFilter, invalidation } = call();
  assert.deepEqual([errors, filter, invalidationFilter, invalidation], [[], null, null, null]);
});

test("the context of a call is a copy: the server's own does not change", async () => {
  const context = { info, stash: { a: 1 }, args: { list: [1] }, identity: { sub: 's' } };
  const call = await open(
    'ctx.args.list.push(2); ctx.identity.sub = "x"; ctx.stash.b = 2; return 1;',
  );
  const { stash } = call(context);
  assert.deepEqual(context.args.list, [1]);
  assert.equal(context.identity.sub, 's');
  assert.deepEqual(stash, { a: 1, b: 2 });
});
