// Which values a subscription hears of, by each operator; and its index, which finds exactly those
// that a look at every subscription would find.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFilter, hears } from '../../backend/local/appsync/subscription_filter.mjs';
import { Subscriptions } from '../../backend/local/appsync/subscriptions.mjs';

const rule = (fieldName, operator, value) => ({ fieldName, operator, value });
const groups = (...filterGroup) => ({ filterGroup: filterGroup.map((filters) => ({ filters })) });

/** Operator to its operand, the values of which a subscription hears, and those it does not. */
const operators = {
  eq: [2, [2], [3, '2', null, undefined, [2]]],
  ne: [2, [3, '2', null, undefined], [2]],
  lt: [2, [1, -5], [2, 3, null, undefined, '1']],
  le: [2, [1, 2], [3, null, '2']],
  gt: ['b', ['c', 'ba'], ['b', 'a', null, undefined, 5]],
  ge: [2, [2, 3], [1, null, undefined, '3']],
  in: [
    ['a', 2],
    ['a', 2],
    ['b', '2', null, undefined, ['a']],
  ],
  notIn: [
    ['a', 2],
    ['b', '2', null, undefined],
    ['a', 2],
  ],
  contains: ['ann', [['ann', 'bob'], 'annabel'], [['bob'], [], 'bob', null, undefined, 5]],
  notContains: ['ann', [['bob'], [], 'bob', null, undefined, 5], [['ann', 'bob'], 'annabel']],
  containsAny: [
    ['x', 'bob'],
    [['ann', 'bob'], 'bobby'],
    [['ann'], [], 'ann', null, undefined, 5],
  ],
  beginsWith: ['an', ['an', 'ann'], ['ban', 'AN', null, undefined, 5, ['an']]],
  between: [
    [2, 4],
    [2, 3, 4],
    [1, 5, '3', null, undefined],
  ],
};

test('each operator holds for its values and for no others', () => {
  for (const [operator, [operand, heard, unheard]] of Object.entries(operators)) {
    const filter = groups([rule('of', operator, operand)]);
    checkFilter(filter);
    for (const [values, expected] of [
      [heard, true],
      [unheard, false],
    ])
      for (const of of values)
        assert.equal(hears({ filter, args: {} }, { of }), expected, `${of} ${operator} ${operand}`);
  }
});

test('what no operator can judge is refused when a subscription starts', () => {
  const senseless = {
    eq: [null, undefined, [1], {}],
    lt: [true, null],
    in: ['a', null, [{}]],
    notIn: ['a'],
    contains: [['a']],
    containsAny: ['a'],
    beginsWith: [5],
    between: [[1], [1, 2, 3], 5],
    like: ['a'],
    toString: ['a'],
  };
  for (const [operator, operands] of Object.entries(senseless))
    for (const operand of operands)
      assert.throws(() => checkFilter(groups([rule('of', operator, operand)])), /filter operator/);
});

const wishes = [
  { filter: null, args: {} },
  { filter: null, args: { room: 'a' } },
  { filter: null, args: { room: 'b' } },
  { filter: null, args: { room: null } },
  { filter: null, args: { room: 'a', seq: 2 } },
  { filter: null, args: { room: null, seq: 1 } },
  { filter: null, args: { open: true } },
  { filter: groups([rule('people', 'contains', 'ann')]), args: {} },
  { filter: groups([rule('people', 'contains', 'bob')]), args: {} },
  { filter: groups([rule('people', 'contains', 'a')]), args: {} },
  { filter: groups([rule('room', 'eq', 'a')]), args: { room: 'b' } },
  { filter: groups([rule('room', 'eq', 'a'), rule('seq', 'gt', 1)]), args: {} },
  { filter: groups([rule('seq', 'gt', 1), rule('people', 'contains', 'bob')]), args: {} },
  { filter: groups([rule('room', 'eq', 'a')], [rule('room', 'eq', 'b')]), args: {} },
  { filter: groups([rule('author.name', 'eq', 'ann')]), args: {} },
  { filter: groups([rule('room', 'ne', 'a')]), args: {} },
  { filter: groups([rule('room', 'in', ['a', 'b'])]), args: {} },
  { filter: groups([rule('open', 'eq', true)]), args: {} },
  { filter: groups([rule('seq', 'eq', 2)]), args: {} },
  { filter: groups([rule('seq', 'eq', '2')]), args: {} },
  { filter: groups([rule('room', 'eq', 'constructor')]), args: {} },
  { filter: groups(), args: {} },
];

const values = [];
for (const room of ['a', 'b', 'constructor', null, undefined])
  for (const seq of [1, 2, null])
    for (const people of [['ann'], ['ann', 'bob', 'ann'], [], 'annabel', null])
      values.push({ room, seq, people, open: seq === 1, author: { name: 'ann' } });

test('those are found who hear of a value, each once, also after some have gone', () => {
  const all = [0, 1, 2].flatMap((copy) =>
    wishes.map((wish, i) => ({ ...wish, field: 'onThing', name: `${copy}.${i}` })),
  );
  const subscriptions = new Subscriptions();
  const check = (present) => {
    let found = 0;
    for (const value of values) {
      const wanted = present.filter((subscription) => hears(subscription, value));
      const got = [...subscriptions.hearing('onThing', value)].map(({ name }) => name);
      assert.deepEqual(got.sort(), wanted.map(({ name }) => name).sort(), JSON.stringify(value));
      found += got.length;
    }
    assert.equal(subscriptions.all('onThing').length, present.length);
    return found;
  };
  for (const subscription of all) subscriptions.add(subscription);
  assert.ok(check(all) > all.length);
  const left = all.filter((_, i) => i % 3 !== 0);
  for (const subscription of all)
    if (!left.includes(subscription)) subscriptions.remove(subscription);
  check(left);
  for (const subscription of left) subscriptions.remove(subscription);
  assert.equal(check([]), 0);
});

test('only what may hear is looked at', () => {
  const subscriptions = new Subscriptions();
  let looks = 0;
  for (let i = 0; i < 1000; i += 1) {
    const { filterGroup } = groups([rule('people', 'contains', `person ${i}`)]);
    const filter = {
      get filterGroup() {
        looks += 1;
        return filterGroup;
      },
    };
    subscriptions.add({ field: 'onThing', filter, args: {} });
  }
  looks = 0;
  assert.equal([...subscriptions.hearing('onThing', { people: ['person 7'] })].length, 1);
  assert.equal(looks, 1);
});

test('fields are kept apart, and nothing stays of those that have gone', () => {
  const subscriptions = new Subscriptions();
  const one = { field: 'onThing', filter: null, args: { room: 'a' } };
  subscriptions.add(one);
  assert.deepEqual([...subscriptions.hearing('onOther', { room: 'a' })], []);
  subscriptions.remove(one);
  const [shelf] = subscriptions.of('onThing').shelves.values();
  assert.equal(shelf.places.size, 0);
});
