// The helpers of resolvers do what AWS's do. Where AWS's own answers are known, they are the
// expected values; a number is a string here, which DynamoDB itself asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { loadRealm } from '../../backend/local/appsync/resolver_realm.mjs';
import * as dynamodb from '../../backend/local/realm/dynamodb.mjs';
import * as utils from '../../backend/local/realm/utils.mjs';

const { util } = utils;
const response = 'export const response = (ctx) => ctx.result;';
const info = { fieldName: 'f', parentTypeName: 'T' };
const run = async (body, context = {}) => {
  const imports = `import { extensions, runtime, util } from '@aws-appsync/utils';`;
  const invoke = await loadRealm({
    r: `${imports} ${response} export function request(ctx) { ${body} }`,
  });
  return invoke('r', 'request', { info, stash: {}, ...context });
};

test('every helper that we offer exists in AppSync', () => {
  const members = (value, path) =>
    Object.entries(value).flatMap(([name, member]) =>
      typeof member === 'object' ? members(member, `${path}.${name}`) : [`${path}.${name}`],
    );
  const { extensions, runtime } = utils;
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

test('an appended error goes beside the result', async () => {
  const { value, errors } = await run(`util.appendError('one', 'A', 1); util.appendError('two');
    return 3;`);
  assert.equal(value, 3);
  assert.deepEqual(errors, [
    { message: 'one', errorType: 'A', data: 1, errorInfo: null },
    { message: 'two', errorType: null, data: null, errorInfo: null },
  ]);
});

test('ids are of their kind and never the same', async () => {
  const body = `const ids = []; for (const i of ctx.args.list) {
    ids.push(util.autoId()); ids.push(util.autoUlid()); } return ids;`;
  const invoke = await loadRealm({
    r: `import { util } from '@aws-appsync/utils'; ${response}
      export function request(ctx) { ${body} }`,
  });
  const context = { info, stash: {}, args: { list: Array.from({ length: 50 }, () => 0) } };
  const ids = [];
  for (let i = 0; i < 20; i += 1) ids.push(...invoke('r', 'request', context).value);
  assert.equal(new Set(ids).size, 2000);
  for (const [i, id] of ids.entries())
    if (i % 2 === 0)
      assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    else assert.match(id, /^0[0-9A-HJKMNP-TV-Z]{25}$/);
});

test('text is encoded and decoded', () => {
  const texts = ['', 'f', 'fo', 'foo', 'foob', 'grüße 你好 👋', '"/\\\n'];
  for (const text of texts) {
    const encoded = Buffer.from(text).toString('base64');
    assert.equal(util.base64Encode(text), encoded);
    assert.equal(util.base64Decode(encoded), text);
    assert.equal(util.urlEncode(text), new URLSearchParams({ '': text }).toString().slice(1));
    assert.equal(util.urlDecode(util.urlEncode(text)), text);
  }
  assert.equal(
    util.escapeJavaScript('a"\'\\/\n\u0001ü😀'),
    `a\\"\\'\\\\\\/\\n\\u0001\\u00FC\\uD83D\\uDE00`,
  );
  assert.equal(util.str.normalize('é', 'nfd').length, 2);
  assert.equal(util.matches('^a*b$', 'aab'), true);
  assert.equal(util.authType(), 'User Pool Authorization');
});

test('times and numbers', () => {
  const { math, time } = util;
  assert.match(time.nowISO8601(), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(
    time.parseISO8601ToEpochMilliSeconds('2018-02-01T17:21:05.180+08:00'),
    1517476865180,
  );
  assert.equal(time.epochMilliSecondsToISO8601(1517943695750), '2018-02-06T19:01:35.750Z');
  assert.equal(time.epochMilliSecondsToSeconds(1517943695750), 1517943695);
  assert.equal(time.nowEpochSeconds(), Math.floor(time.nowEpochMilliSeconds() / 1000));
  assert.deepEqual([math.roundNum(1.5), math.minVal(1, 2), math.maxVal(1, 2)], [2, 1, 2]);
  for (let i = 0; i < 100; i += 1) {
    assert.ok([3, 4, 5].includes(math.randomWithinRange(3, 6)));
    assert.ok(math.randomDouble() >= 0 && math.randomDouble() < 1);
  }
});

test('values become attribute values', () => {
  const { dynamodb: to } = util;
  const map = { foo: 'bar', baz: 1234, beep: ['boop'], no: false, none: null, absent: undefined };
  const values = {
    foo: { S: 'bar' },
    baz: { N: '1234' },
    beep: { L: [{ S: 'boop' }] },
    no: { BOOL: false },
    none: { NULL: true },
  };
  assert.deepEqual(to.toMapValues(map), values);
  assert.deepEqual(to.toMap(map), { M: values });
  assert.deepEqual(to.toDynamoDB(map), { M: values });
  assert.deepEqual(to.toList(['foo', 123]), { L: [{ S: 'foo' }, { N: '123' }] });
  assert.deepEqual(to.toString('test'), { S: 'test' });
  assert.deepEqual(to.toNumber(12345), { N: '12345' });
  assert.deepEqual(to.toBoolean(true), { BOOL: true });
  assert.deepEqual(to.toNull(), { NULL: true });
  assert.deepEqual(to.toStringSet(['foo', 'bar']), { SS: ['foo', 'bar'] });
  assert.deepEqual(to.toNumberSet([1, 4.56]), { NS: ['1', '4.56'] });
  assert.deepEqual(to.toString(null), null);
  const s3 = '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}';
  assert.deepEqual(to.toS3Object('foo', 'bar', 'baz'), { S: s3 });
  assert.deepEqual(to.fromS3ObjectJson(s3), { key: 'foo', bucket: 'bar', region: 'baz' });
  const { attributeValues } = dynamodb.put({
    key: { id: 1 },
    item: { tags: dynamodb.toStringSet(['a']), fake: { SS: ['a'] } },
  });
  assert.deepEqual(attributeValues.tags, { SS: ['a'] });
  assert.deepEqual(attributeValues.fake, { M: { SS: { L: [{ S: 'a' }] } } });
});

test('filters become the expressions that AWS makes of them', () => {
  const expected = [
    [{ v: { eq: 'x' } }, '(#v = :v_eq)'],
    [{ v: { ne: 1 }, w: { le: 2 } }, '(#v <> :v_ne) AND (#w <= :w_le)'],
    [{ v: { ge: 1, le: 5 } }, '((#v >= :v_ge) AND (#v <= :v_le))'],
    [{ v: { beginsWith: 'x' } }, '(begins_with(#v,:v_beginsWith))'],
    [{ v: { notContains: 'x' } }, '(NOT contains(#v,:v_notContains))'],
    [{ v: { between: [1, 9] } }, '(#v BETWEEN :v_between_start AND :v_between_end)'],
    [{ v: { in: ['a', 'b'] } }, '(#v IN (:v_in_0, :v_in_1))'],
    [{ v: { attributeExists: true } }, '(attribute_exists(#v))'],
    [{ v: { attributeExists: false } }, '(attribute_not_exists(#v))'],
    [{ v: { attributeType: 'string' } }, '(attribute_type(#v,:v_attributeType))'],
    [{ v: { size: { gt: 2, lt: 5 } } }, '((size(#v) > :v_size_gt) AND (size(#v) < :v_size_lt))'],
    [{ and: [{ a: { eq: 1 } }] }, '(#a = :and_0_a_eq)'],
    [{ a: { eq: 1 }, and: [{ b: { eq: 2 } }] }, '(#a = :a_eq) AND (#b = :and_0_b_eq)'],
    [
      { or: [{ and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, { c: { eq: 3 } }] },
      '(((#a = :or_0_and_0_a_eq) AND (#b = :or_0_and_1_b_eq)) OR (#c = :or_1_c_eq))',
    ],
    [{ not: { id: { between: ['1', '9'] } } }, /^\(NOT \(#id BETWEEN :not_id_between_start AND /],
    [
      { not: { and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] } },
      '(NOT ((#a = :not_and_0_a_eq) AND (#b = :not_and_1_b_eq)))',
    ],
    [{ not: { not: { a: { eq: 1 } } } }, '(NOT (NOT (#a = :not_not_a_eq)))'],
    [{}, ''],
    [{ v: {} }, ''],
  ];
  for (const [filter, expression] of expected) {
    const text = util.transform.toDynamoDBFilterExpression(filter);
    const made = JSON.parse(text).expression;
    if (expression instanceof RegExp) assert.match(made, expression);
    else assert.equal(made, expression);
    assert.equal(util.transform.toDynamoDBConditionExpression(filter), text);
  }
  const { expressionNames, expressionValues } = JSON.parse(
    util.transform.toDynamoDBFilterExpression({ content: { contains: 'foo' } }),
  );
  assert.deepEqual(expressionNames, { '#content': 'content' });
  assert.deepEqual(expressionValues, { ':content_contains': { S: 'foo' } });
  for (const bad of [{ v: { like: 1 } }, { v: { constructor: 1 } }, { v: { attributeType: 'S' } }])
    assert.throws(() => util.transform.toDynamoDBFilterExpression(bad), /is not supported/);
});

test('names that a placeholder cannot have do not meet each other', () => {
  const text = util.transform.toDynamoDBFilterExpression({ 'a b': { eq: 1 }, a_b: { eq: 2 } });
  const { expression, expressionNames, expressionValues } = JSON.parse(text);
  assert.equal(expression, '(#a_b = :a_b_eq) AND (#a_b_ = :a_b_eq_)');
  assert.deepEqual(expressionNames, { '#a_b': 'a b', '#a_b_': 'a_b' });
  assert.deepEqual(expressionValues, { ':a_b_eq': { N: '1' }, ':a_b_eq_': { N: '2' } });
});

test('subscription filters become the groups that AWS makes of them', () => {
  const groups = (...filter) => {
    const { filterGroup } = util.transform.toSubscriptionFilter(...filter);
    return filterGroup.map(({ filters }) =>
      filters.map(({ fieldName, operator, value }) => `${fieldName} ${operator} ${value}`),
    );
  };
  const [a, b, c] = ['a', 'b', 'c'].map((name, i) => ({ [name]: { eq: i + 1 } }));
  assert.deepEqual(groups({ ...a, ...b }), [['a eq 1', 'b eq 2']]);
  assert.deepEqual(groups({ and: [a, b] }), [['a eq 1', 'b eq 2']]);
  assert.deepEqual(groups({ ...c, and: [a] }), [['c eq 3', 'a eq 1']]);
  assert.deepEqual(groups({ or: [a, b] }), [['a eq 1'], ['b eq 2']]);
  assert.deepEqual(groups({ and: [a, { or: [b, c] }] }), [
    ['a eq 1', 'b eq 2'],
    ['a eq 1', 'c eq 3'],
  ]);
  assert.deepEqual(groups({ a: { eq: 1, ne: 2 } }), [['a eq 1'], ['a ne 2']]);
  assert.deepEqual(groups({ ...a, ...b }, ['a']), [['b eq 2']]);
  assert.deepEqual(groups({ and: [a, b] }, ['b']), [['a eq 1']]);
  assert.deepEqual(groups(a, [], { r1: { ge: 250 }, r2: { eq: 'p' } }), [
    ['a eq 1', 'r1 ge 250'],
    ['a eq 1', 'r2 eq p'],
  ]);
  assert.deepEqual(groups({}, [], { r1: { eq: 1 } }), [['r1 eq 1']]);
  for (const nothing of [{}, { a: {} }, { and: [] }]) assert.deepEqual(groups(nothing), []);
  assert.deepEqual(groups({ 'loc.addr.country': { eq: 'USA' } }), [['loc.addr.country eq USA']]);
});

test('updates become the expressions of DynamoDB', () => {
  const { operations } = dynamodb;
  const { condition, update } = dynamodb.update({
    key: { id: 'k' },
    update: {
      n: operations.increment(2),
      list: operations.append(['x']),
      first: operations.prepend(['y']),
      item: operations.updateListItem('z', 3),
      less: operations.decrement(),
      gone: operations.remove(),
      a: 1,
      b: operations.replace({ c: 1 }),
      d: operations.add('e'),
      same: undefined,
      clientData: { kind: 'remove', value: 1 },
    },
    condition: { n: { lt: 5 } },
  });
  assert.equal(condition.expression, '(#condition_n < :condition_n_lt)');
  assert.equal(
    update.expression,
    'SET #update_n = #update_n + :update_n, ' +
      '#update_list = list_append(#update_list, :update_list), ' +
      '#update_first = list_append(:update_first, #update_first), ' +
      '#update_item[3] = :update_item, #update_less = #update_less + :update_less, ' +
      '#update_a = :update_a, #update_b = :update_b, #update_d = :update_d, ' +
      '#update_clientData = :update_clientData REMOVE #update_gone',
  );
  assert.deepEqual(update.expressionValues[':update_list'], { L: [{ S: 'x' }] });
  assert.deepEqual(update.expressionValues[':update_less'], { N: '-1' });
});
