// What a resolver must not use stops the start of the server, by its name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRealm } from '../../backend/local/appsync/resolver_realm.mjs';

const response = 'export const response = (ctx) => ctx.result;';
const imports = `import { extensions, runtime, util } from '@aws-appsync/utils';`;

const refused = async (source, what) => {
  const start = loadRealm({ bad: source });
  const sentence = `The resolver bad uses ${what}, which this server does not have.`;
  await assert.rejects(start, { message: sentence }, source);
};
const refusedBody = (body, what) =>
  refused(`${imports} ${response} export function request(ctx) { ${body} }`, what);

test('helpers that are not there', async () => {
  const bodies = {
    'return util.autoKsuid();': 'util.autoKsuid',
    'return util.time.nowFormatted("yyyy");': 'util.time.nowFormatted',
    'return util.rds.toJsonObject("");': 'util.rds',
    'return util.xml.toMap("");': 'util.xml',
    'return util.time();': 'util.time as a value',
    'return util.toString();': 'util.toString',
    'return util.constructor("return 1")();': 'util.constructor',
    'return extensions.evictFromApiCache();': 'extensions.evictFromApiCache',
    'return runtime.later(1);': 'runtime.later',
  };
  for (const [body, what] of Object.entries(bodies)) await refusedBody(body, what);
});

test('helpers whose name cannot be looked up', async () => {
  const bodies = {
    'return util["auto" + "Id"]();': 'util as a value',
    'const u = util; return u.autoId();': 'util as a value',
    'const { autoId } = util; return autoId();': 'util as a value',
    'return [1].map(util.time);': 'util.time as a value',
    'return [1].map(util.autoId);': 'util.autoId as a value',
    'return { util };': 'util as a value',
    'return util.time[ctx.args.x]();': 'util.time as a value',
  };
  for (const [body, what] of Object.entries(bodies)) await refusedBody(body, what);
});

test('imports that are not there', async () => {
  const request = 'export const request = () => ({});';
  const from = (statement) => `${statement} ${response} ${request}`;
  const tables = '@aws-appsync/utils/dynamodb';
  await refused(from(`import { sync } from '${tables}';`), `sync of ${tables}`);
  await refused(from(`import { transactWrite } from '${tables}';`), `transactWrite of ${tables}`);
  await refused(from(`import * as all from '${tables}';`), `${tables} as a whole`);
  await refused(from(`import all from '${tables}';`), `${tables} as a whole`);
  await refused(from(`import 'node:fs';`), 'node:fs');
  await refused(from(`import { select } from '@aws-appsync/utils/rds';`), '@aws-appsync/utils/rds');
  await refused(from(`export * from 'node:fs';`), 'export from');
  await refused(from(`export { readFileSync } from 'node:fs';`), 'export from');
});

test('syntax that AppSync does not have', async () => {
  const bodies = {
    'try { ctx.x(); } catch { return 1; }': 'try',
    'throw ctx;': 'throw',
    'while (ctx.x) { ctx.x = 0; }': 'while',
    'do { ctx.x = 0; } while (ctx.x);': 'do',
    'for (let i = 0; i < 2; i += 1) { ctx.i = i; }': 'for (;;)',
    'for (const x of [1]) { continue; }': 'continue',
    'let i = 0; i++;': '++ or --',
    'return new Array(1);': 'new',
    'return this;': 'this',
    'return (async () => 1)();': 'async',
    'return (function* () { return 1; })();': 'a generator',
    'class A {} return 1;': 'class',
    'return /a/.test("a");': 'a regular expression',
    'return "a" in ctx;': 'in',
    'return ~1;': '~',
    'return { get a() { return 1; } };': 'a getter or setter',
    'return import(ctx.x);': 'import()',
    'return import.meta;': 'import.meta',
    'debugger;': 'debugger',
    'return String.raw`x`;': 'a tagged template',
  };
  for (const [body, what] of Object.entries(bodies)) await refusedBody(body, what);
});

test('globals that are not there', async () => {
  const names = ['Date', 'Promise', 'Proxy', 'RegExp', 'Reflect', 'Symbol', 'Map', 'console'];
  for (const name of [...names, 'eval', 'globalThis', 'process', 'setTimeout', 'fetch'])
    await refusedBody(`return ${name}.x;`, name);
  await refusedBody('const f = ({ a: [b = Date] }) => b; return f(ctx);', 'Date');
});

test('requests that tables do not know', async () => {
  const request = (operation) => `return { operation: '${operation}', key: {} };`;
  await refusedBody(request('TransactWriteItems'), 'the operation TransactWriteItems');
  await refusedBody(request('Sync'), 'the operation Sync');
  const known = `${response} export const request = () => ({ operation: 'GetItem', key: {} });`;
  await loadRealm({ known });
});

test('a resolver without one of its handlers, and one that is no program', async () => {
  await assert.rejects(loadRealm({ half: response }), /request/);
  await assert.rejects(loadRealm({ broken: `${response} export const request = (` }), SyntaxError);
});

test('all of the language that AppSync has is accepted', async () => {
  const source = `${imports}
    import { get as read } from '@aws-appsync/utils/dynamodb';
    const limit = 3;
    function sum(list, ...more) { return [...list, ...more].reduce((a, b) => a + b, 0); }
    export function request({ args: { id = 'x', list: [first, ...rest], ...others } }) {
      let text = \`\${id} \${\`nested \${first}\`}\`;
      for (const key in others) { if (key === 'a') { text += key; } else { break; } }
      for (const item of rest) { text += item; }
      switch (first) { case 1: text += '!'; break; default: text += '?'; }
      const { length: size } = rest;
      return { text, size, sum: sum(rest, limit), key: read({ key: { id } }).key,
        has: Object.hasOwn(others, 'a'), json: JSON.parse(JSON.stringify({ a: 1 ** 2 ?? 0 })),
        none: others?.b?.c, kind: typeof text, nothing: void 0, number: Number('4') };
    }
    ${response}`;
  const invoke = await loadRealm({ good: source });
  const args = { list: [1, 2, 3], a: 'A', b: null };
  const { value, error } = invoke('good', 'request', { args, stash: {}, info: {} });
  assert.equal(error, undefined);
  assert.deepEqual(value, {
    text: 'x nested 1a23!',
    size: 2,
    sum: 8,
    key: { id: { S: 'x' } },
    has: true,
    json: { a: 1 },
    kind: 'string',
    number: 4,
  });
});
