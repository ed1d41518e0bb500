// Filters and updates as DynamoDB expressions with their placeholders. The form of conditions is
// the one that AWS itself gives util.transform.toDynamoDBFilterExpression.
import { ResolverError } from './stops.mjs';
import { toAttribute } from './values.mjs';

const comparisons = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };
const typeCodes = {
  _null: 'NULL',
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
};

const refuse = (what) => {
  throw new ResolverError(`${what} is not supported.`, 'Code');
};

/** Hands out placeholders; `prefix` keeps the several expressions of one request apart. */
class Placeholders {
  constructor(prefix) {
    this.prefix = prefix;
    this.expressionNames = {};
    this.expressionValues = {};
  }

  name(field) {
    let placeholder = `#${this.prefix}${field.replace(/\W/g, '_')}`;
    while ((this.expressionNames[placeholder] ?? field) !== field) placeholder += '_';
    this.expressionNames[placeholder] = field;
    return placeholder;
  }

  value(path, value) {
    let placeholder = `:${this.prefix}${path.replace(/\W/g, '_')}`;
    while (Object.hasOwn(this.expressionValues, placeholder)) placeholder += '_';
    this.expressionValues[placeholder] = toAttribute(value);
    return placeholder;
  }
}

/** @param {string} target of the comparison: a name, or the size of one */
function comparison(target, operator, operand, at, placeholders) {
  const value = (x, suffix = '') => placeholders.value(at + suffix, x);
  if (Object.hasOwn(comparisons, operator))
    return `${target} ${comparisons[operator]} ${value(operand)}`;
  switch (operator) {
    case 'attributeExists':
      return operand ? `attribute_exists(${target})` : `attribute_not_exists(${target})`;
    case 'attributeType':
      if (!Object.hasOwn(typeCodes, operand)) refuse(`The type ${operand}`);
      return `attribute_type(${target},${value(typeCodes[operand])})`;
    case 'beginsWith':
      return `begins_with(${target},${value(operand)})`;
    case 'contains':
      return `contains(${target},${value(operand)})`;
    case 'notContains':
      return `NOT contains(${target},${value(operand)})`;
    case 'between':
      return `${target} BETWEEN ${value(operand[0], '_start')} AND ${value(operand[1], '_end')}`;
    case 'in':
      return `${target} IN (${operand.map((item, i) => value(item, `_${i}`)).join(', ')})`;
    case 'size':
      return fieldCondition(`size(${target})`, operand, at, placeholders);
    default:
      return refuse(`The operator ${operator}`);
  }
}

/** All the operators of one field. */
function fieldCondition(target, operators, at, placeholders) {
  const each = Object.entries(operators).filter(([, operand]) => operand !== undefined);
  const conditions = each.map(([operator, operand]) =>
    comparison(target, operator, operand, `${at}_${operator}`, placeholders),
  );
  return group(conditions, 'AND');
}

const isPresent = (value) => value !== null && value !== undefined;
const bracket = (term) => (term.startsWith('((') ? term : `(${term})`);

/** Several conditions as one, in brackets; one needs none. */
function group(conditions, word) {
  const [first = '', ...more] = conditions.filter((condition) => condition !== '');
  return more.length === 0 ? first : `(${[first, ...more].map(bracket).join(` ${word} `)})`;
}

/** The conditions of a filter, all of which hold. */
function terms(filter, path, placeholders) {
  const inner = (part, name) => group(terms(part, path + name, placeholders), 'AND');
  return Object.entries(filter)
    .filter(([, operand]) => isPresent(operand))
    .map(([key, operand]) => {
      if (key === 'and' || key === 'or') {
        const list = Array.isArray(operand) ? operand : [operand];
        return group(
          list.map((part, i) => inner(part, `${key}_${i}_`)),
          key.toUpperCase(),
        );
      }
      if (key === 'not') return `NOT ${bracket(inner(operand, 'not_'))}`;
      return fieldCondition(placeholders.name(key), operand, path + key, placeholders);
    });
}

/**
 * @param {object | null | undefined} filter a DynamoDBFilterObject
 * @returns {object | undefined} undefined when there is nothing to hold
 */
export function filterExpression(filter, prefix) {
  if (!isPresent(filter)) return undefined;
  const placeholders = new Placeholders(prefix);
  const conditions = terms(filter, '', placeholders).filter((condition) => condition !== '');
  const expression = conditions.map(bracket).join(' AND ');
  if (expression === '') return undefined;
  const { expressionNames, expressionValues } = placeholders;
  return { expression, expressionNames, expressionValues };
}

/** The condition that Query takes, which knows no brackets. */
export function keyExpression(key) {
  const placeholders = new Placeholders('key_');
  const expression = terms(key, '', placeholders).join(' AND ');
  const { expressionNames, expressionValues } = placeholders;
  return { expression, expressionNames, expressionValues };
}

const made = new WeakSet();

/** What operations.* make. A plain value, whatever a client put into it, means "set". */
function operation(kind, value) {
  const change = { kind, value };
  made.add(change);
  return change;
}

export const operations = {
  add: (value) => operation('set', value),
  append: (items) => operation('append', items),
  decrement: (by = 1) => operation('increment', -by),
  increment: (by = 1) => operation('increment', by),
  prepend: (items) => operation('prepend', items),
  remove: () => operation('remove'),
  replace: (value) => operation('set', value),
  updateListItem: (value, index) => operation('item', { value, index }),
};

/** @returns {string} the assignment of a SET clause */
function assignment(name, { kind, value }, place) {
  if (kind === 'increment') return `${name} = ${name} + ${place(value)}`;
  if (kind === 'append') return `${name} = list_append(${name}, ${place(value)})`;
  if (kind === 'prepend') return `${name} = list_append(${place(value)}, ${name})`;
  if (kind === 'item') return `${name}[${value.index}] = ${place(value.value)}`;
  return `${name} = ${place(value)}`;
}

/** @param {object} changes attribute name to value or operation */
export function updateExpression(changes) {
  const placeholders = new Placeholders('update_');
  const sets = [];
  const removals = [];
  for (const [field, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    const name = placeholders.name(field);
    const asked = made.has(Object(change)) ? change : operation('set', change);
    if (asked.kind === 'remove') removals.push(name);
    else sets.push(assignment(name, asked, (value) => placeholders.value(field, value)));
  }
  const clauses = [];
  if (sets.length > 0) clauses.push(`SET ${sets.join(', ')}`);
  if (removals.length > 0) clauses.push(`REMOVE ${removals.join(', ')}`);
  const { expressionNames, expressionValues } = placeholders;
  return { expression: clauses.join(' '), expressionNames, expressionValues };
}
