// Filters and updates as DynamoDB expressions with their placeholders.
import { ResolverError } from './stops.mjs';
import { toAttribute } from './values.mjs';

const comparisons = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };

/** Hands out placeholders; `prefix` keeps the several expressions of one request apart. */
class Placeholders {
  constructor(prefix) {
    this.prefix = prefix;
    this.expressionNames = {};
    this.expressionValues = {};
  }

  name(field) {
    const placeholder = `#${this.prefix}_${field.replace(/\W/g, '_')}`;
    this.expressionNames[placeholder] = field;
    return placeholder;
  }

  value(value) {
    const placeholder = `:${this.prefix}_${Object.keys(this.expressionValues).length}`;
    this.expressionValues[placeholder] = toAttribute(value);
    return placeholder;
  }
}

function comparison(field, operator, operand, placeholders) {
  const name = placeholders.name(field);
  const value = (x) => placeholders.value(x);
  if (operator in comparisons) return `${name} ${comparisons[operator]} ${value(operand)}`;
  switch (operator) {
    case 'attributeExists':
      return operand ? `attribute_exists(${name})` : `attribute_not_exists(${name})`;
    case 'beginsWith':
      return `begins_with(${name}, ${value(operand)})`;
    case 'contains':
      return `contains(${name}, ${value(operand)})`;
    case 'notContains':
      return `NOT contains(${name}, ${value(operand)})`;
    case 'between':
      return `${name} BETWEEN ${value(operand[0])} AND ${value(operand[1])}`;
    case 'in':
      return `${name} IN (${operand.map(value).join(', ')})`;
    default:
      throw new ResolverError(`The operator ${operator} is not supported.`, 'Code');
  }
}

function conjunction(filter, placeholders) {
  const list = (value) => (Array.isArray(value) ? value : [value]);
  const terms = [];
  for (const [key, operand] of Object.entries(filter)) {
    if (operand === null || operand === undefined) continue;
    const nested = () => list(operand).map((part) => `(${conjunction(part, placeholders)})`);
    if (key === 'and') terms.push(nested().join(' AND '));
    else if (key === 'or') terms.push(`(${nested().join(' OR ')})`);
    else if (key === 'not') terms.push(`NOT (${conjunction(operand, placeholders)})`);
    else
      for (const [operator, value] of Object.entries(operand))
        terms.push(comparison(key, operator, value, placeholders));
  }
  return terms.join(' AND ');
}

/** @param {object | null | undefined} filter a DynamoDBFilterObject */
export function filterExpression(filter, prefix) {
  if (filter === null || filter === undefined) return undefined;
  const placeholders = new Placeholders(prefix);
  const expression = conjunction(filter, placeholders);
  if (expression === '') return undefined;
  const { expressionNames, expressionValues } = placeholders;
  return { expression, expressionNames, expressionValues };
}

/** What operations.* make; a plain value means "set". */
export const operations = {
  increment: (by = 1) => ({ operation: 'increment', value: by }),
  decrement: (by = 1) => ({ operation: 'increment', value: -by }),
  append: (items) => ({ operation: 'append', value: items }),
  remove: () => ({ operation: 'remove' }),
};

/** @param {object} changes attribute name to value or operation */
export function updateExpression(changes) {
  const placeholders = new Placeholders('update');
  const sets = [];
  const removals = [];
  for (const [field, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    const name = placeholders.name(field);
    const value = () => placeholders.value(change.value);
    if (change?.operation === 'remove') removals.push(name);
    else if (change?.operation === 'increment') sets.push(`${name} = ${name} + ${value()}`);
    else if (change?.operation === 'append')
      sets.push(`${name} = list_append(${name}, ${value()})`);
    else sets.push(`${name} = ${placeholders.value(change)}`);
  }
  const clauses = [];
  if (sets.length > 0) clauses.push(`SET ${sets.join(', ')}`);
  if (removals.length > 0) clauses.push(`REMOVE ${removals.join(', ')}`);
  const { expressionNames, expressionValues } = placeholders;
  return { expression: clauses.join(' '), expressionNames, expressionValues };
}
