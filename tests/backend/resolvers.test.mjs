// Resolvers over real tables: what each request does, what a handler finds in its context, and
// in which order the steps of a pipeline come.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Resolvers } from '../../backend/local/appsync/resolvers.mjs';
import { TableSource } from '../../backend/local/appsync/table_source.mjs';
import { Sealer } from '../../backend/local/sealed.mjs';
import { openDatabase } from '../../backend/local/tables/database.mjs';

const string = (AttributeName) => ({ AttributeName, AttributeType: 'S' });
const table = {
  TableName: 'Things',
  AttributeDefinitions: [string('kind'), string('id')],
  KeySchema: [
    { AttributeName: 'kind', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

let folder;
let database;
let source;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatql-test-'));
  database = await openDatabase({ data: folder }, [table]);
  source = new TableSource(database, new Sealer(randomBytes(32)));
});
after(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const code = (request, response = 'return ctx.error ? { error: ctx.error } : ctx.result;') => `
  import { runtime, util } from '@aws-appsync/utils';
  import { batchDelete, batchGet, batchPut, get, operations, put, query, remove, scan, toStringSet,
    update } from '@aws-appsync/utils/dynamodb';
  export function request(ctx) { ${request} }
  export function response(ctx) { ${response} }`;

/** One resolver of Query.f with steps; without them its table is Things. */
async function resolve(resolver, { args = {}, source: parent = null, steps = {} } = {}) {
  const names = Object.keys(steps);
  const template = {
    resolvers: {
      'Query.f': {
        code: resolver,
        table: names.length > 0 ? null : 'Things',
        steps: names.length > 0 ? names : null,
      },
    },
    functions: Object.fromEntries(
      names.map((name) => [
        name,
        { code: steps[name], table: name.startsWith('none') ? null : 'Things' },
      ]),
    ),
    environment: { table: 'Things' },
    resolverCountLimit: 10,
  };
  const resolvers = await Resolvers.load(template, source);
  const operation = { identity: { sub: 's' }, headers: {}, resolversLeft: 10, errors: [] };
  const value = await resolvers.run('Query.f', { source: parent, args }, operation);
  return { value, operation };
}

const one = async (request, args) => (await resolve(code(`return ${request};`), { args })).value;
const key = (id) => `{ kind: 'k', id: '${id}' }`;

test('put, get, update and delete, with conditions', async () => {
  const item = `{ n: 1, list: ['a'], map: { deep: true }, tags: toStringSet(['x', 'y']),
    no: null }`;
  const fresh = '{ id: { attributeExists: false } }';
  const put = `put({ key: ${key('a')}, item: ${item}, condition: ${fresh} })`;
  const stored = {
    kind: 'k',
    id: 'a',
    n: 1,
    list: ['a'],
    map: { deep: true },
    tags: ['x', 'y'],
    no: null,
  };
  assert.deepEqual(await one(put), stored);
  const { error } = await one(put);
  assert.equal(error.type, 'DynamoDB:ConditionalCheckFailedException');
  assert.deepEqual(await one(`get({ key: ${key('a')}, consistentRead: true })`), stored);
  assert.deepEqual(await one(`get({ key: ${key('a')}, projection: ['n', 'map.deep'] })`), {
    n: 1,
    map: { deep: true },
  });
  const changes = `{ n: operations.increment(4), list: operations.append(['b']),
    no: operations.remove(), map: operations.replace({ other: 1 }) }`;
  const update = `update({ key: ${key('a')}, update: ${changes}, condition: { n: { lt: 5 } } })`;
  const updated = { ...stored, n: 5, list: ['a', 'b'], map: { other: 1 } };
  delete updated.no;
  assert.deepEqual(await one(update), updated);
  assert.equal((await one(update)).error.type, 'DynamoDB:ConditionalCheckFailedException');
  const other = await one(`remove({ key: ${key('a')}, condition: { n: { eq: 4 } } })`);
  assert.equal(other.error.type, 'DynamoDB:ConditionalCheckFailedException');
  assert.deepEqual(await one(`remove({ key: ${key('a')}, condition: { n: { eq: 5 } } })`), updated);
  assert.equal(await one(`get({ key: ${key('a')} })`), null);
  assert.equal(await one(`remove({ key: ${key('a')} })`), null);
});

test('batches, query and scan, page by page', async () => {
  const ids = ['p1', 'p2', 'p3', 'p4', 'p5'];
  const items = `[${ids.map((id, i) => `{ kind: 'page', id: '${id}', n: ${i} }`).join()}]`;
  const written = await one(`batchPut({ tables: { Things: ${items} } })`);
  assert.equal(written.data.Things.length, 5);
  assert.deepEqual(written.unprocessedItems, { Things: [] });
  const page = async (from) =>
    one(
      `query({ query: { kind: { eq: 'page' }, id: { between: ['p2', 'p5'] } }, limit: 2,
        scanIndexForward: false, nextToken: ctx.args.from })`,
      { from },
    );
  const first = await page(null);
  assert.deepEqual(
    first.items.map(({ id }) => id),
    ['p5', 'p4'],
  );
  const second = await page(first.nextToken);
  assert.deepEqual(
    second.items.map(({ id }) => id),
    ['p3', 'p2'],
  );
  const filtered = await one(
    `query({ query: { kind: { eq: 'page' } },
      filter: { or: [{ n: { eq: 1 } }, { n: { gt: 3 } }] } })`,
  );
  assert.deepEqual(
    filtered.items.map(({ n }) => n),
    [1, 4],
  );
  assert.equal(filtered.scannedCount, 5);
  assert.equal((await page('forged')).error.type, 'BadRequestException');
  const scanned = await one(`scan({ filter: { n: { in: [0, 2] } }, projection: ['id'] })`);
  assert.deepEqual(scanned.items.map(({ id }) => id).sort(), ['p1', 'p3']);
  const keys = `[{ kind: 'page', id: 'p1' }, { kind: 'page', id: 'none' }]`;
  const read = await one(`batchGet({ tables: { Things: { keys: ${keys}, projection: ['n'] } } })`);
  assert.deepEqual(read, { data: { Things: [{ n: 0 }] }, unprocessedKeys: { Things: [] } });
  const gone = await one(`batchDelete({ tables: { Things: ${keys} } })`);
  assert.deepEqual(gone.unprocessedKeys, { Things: [] });
  assert.equal((await one(`scan({ limit: 1, consistentRead: true })`)).items.length, 1);
  assert.equal((await one(`query({ query: { kind: { eq: 'page' } } })`)).items.length, 4);
});

test('a mistake in a request is told as an error, and the handler decides', async () => {
  const { error } = await one(`get({ key: { wrong: 1 } })`);
  assert.equal(error.type, 'DynamoDB:ValidationException');
  const silent = code(`return get({ key: { wrong: 1 } });`, 'return "never mind";');
  assert.equal((await resolve(silent)).value, 'never mind');
  const unknown = code(`return { operation: ctx.args.x };`);
  assert.equal(
    (await resolve(unknown, { args: { x: 'toString' } })).value.error.type,
    'MappingTemplate',
  );
});

const pass = 'return ctx.result;';

test('a pipeline hands on results and the stash, in order', async () => {
  const steps = {
    none1: code(`ctx.stash.seen = [ctx.prev.result]; return { payload: 'one' };`, pass),
    none2: code(
      `return { payload: [...ctx.stash.seen, ctx.prev.result] };`,
      `ctx.stash.last = ctx.result; return ctx.result;`,
    ),
  };
  const resolver = code('return "before";', 'return { prev: ctx.prev.result, stash: ctx.stash };');
  const { value } = await resolve(resolver, { steps });
  assert.deepEqual(value.prev, ['before', 'one']);
  assert.deepEqual(value.stash, { seen: ['before'], last: ['before', 'one'] });
});

test('an early return skips its table, its step, or all that is left', async () => {
  const table = `${key('early')}`;
  const write = code(
    `if (ctx.args.early) runtime.earlyReturn('skipped');
     return put({ key: ${table}, item: {} });`,
    'return "written";',
  );
  const last = code('return { payload: ctx.prev.result };', pass);
  const resolver = code('return {};', 'return ctx.prev.result;');
  const steps = { write, none: last };
  assert.equal((await resolve(resolver, { steps, args: { early: true } })).value, 'skipped');
  assert.equal(await one(`get({ key: ${table} })`), null);
  assert.equal((await resolve(resolver, { steps })).value, 'written');
  const end = code(`runtime.earlyReturn('end', { skipTo: 'END' });`);
  assert.equal(
    (await resolve(resolver, { steps: { none0: end, none: code('util.error("no");') } })).value,
    'end',
  );
  const whole = code(`runtime.earlyReturn('at once');`, 'util.error("never");');
  assert.equal((await resolve(whole, { steps })).value, 'at once');
});

test('an error of a step goes to its own handler; util.error ends the pipeline', async () => {
  const failing = code(
    `return get({ key: { wrong: 1 } });`,
    'ctx.stash.kind = ctx.error.type; return null;',
  );
  const after = code('return { payload: [ctx.error, ctx.stash.kind] };', pass);
  const resolver = code('return {};', 'return [ctx.error, ctx.prev.result];');
  const { value } = await resolve(resolver, { steps: { failing, none: after } });
  assert.deepEqual(value, [null, [null, 'DynamoDB:ValidationException']]);
  const stop = code('util.error("stop", "Kind", { d: 1 });');
  await assert.rejects(resolve(resolver, { steps: { none0: stop, none: after } }), {
    message: 'stop',
    errorType: 'Kind',
    data: { d: 1 },
  });
});

test('a handler finds arguments, source, identity, environment and its own field', async () => {
  const body =
    'return { payload: [ctx.args, ctx.arguments, ctx.source, ctx.identity, ctx.env, ctx.info] };';
  const steps = { none: code(body, pass) };
  const resolver = code('return {};', 'return ctx.prev.result;');
  const { value } = await resolve(resolver, { steps, args: { a: 1 }, source: { b: 2 } });
  const info = { fieldName: 'f', parentTypeName: 'Query', variables: {} };
  assert.deepEqual(value, [{ a: 1 }, { a: 1 }, { b: 2 }, { sub: 's' }, { table: 'Things' }, info]);
});
