// Decides whether a subscriber hears of a value: by the filter that its resolver set, else by
// its arguments, each of which must equal the field of the same name. A field that is absent, or
// of another kind than what it is compared with, is no match: delivery never fails because of it.

const isPlain = (operand) => ['string', 'number'].includes(typeof operand);
const isPlainOrFlag = (operand) => isPlain(operand) || typeof operand === 'boolean';
const isText = (operand) => typeof operand === 'string';
const isList = (operand) => Array.isArray(operand) && operand.every(isPlain);
const isPair = (operand) => isList(operand) && operand.length === 2;

/** One order for each kind; null would be a zero otherwise, and "10" less than 9. */
const ordered = (value, operand, holds) => typeof value === typeof operand && holds(value, operand);

function contains(value, operand) {
  if (typeof value === 'string') return isText(operand) && value.includes(operand);
  return Array.isArray(value) && value.includes(operand);
}

/** AppSync's operators: what each may be given, and when it holds. */
const operators = {
  eq: { takes: isPlainOrFlag, holds: (value, operand) => value === operand },
  ne: { takes: isPlainOrFlag, holds: (value, operand) => value !== operand },
  lt: { takes: isPlain, holds: (value, operand) => ordered(value, operand, (a, b) => a < b) },
  le: { takes: isPlain, holds: (value, operand) => ordered(value, operand, (a, b) => a <= b) },
  gt: { takes: isPlain, holds: (value, operand) => ordered(value, operand, (a, b) => a > b) },
  ge: { takes: isPlain, holds: (value, operand) => ordered(value, operand, (a, b) => a >= b) },
  in: { takes: isList, holds: (value, operand) => operand.includes(value) },
  notIn: { takes: isList, holds: (value, operand) => !operand.includes(value) },
  contains: { takes: isPlainOrFlag, holds: contains },
  notContains: { takes: isPlainOrFlag, holds: (value, operand) => !contains(value, operand) },
  containsAny: {
    takes: isList,
    holds: (value, operand) => operand.some((item) => contains(value, item)),
  },
  beginsWith: {
    takes: isText,
    holds: (value, operand) => isText(value) && value.startsWith(operand),
  },
  between: {
    takes: isPair,
    holds: (value, [low, high]) =>
      ordered(value, low, (a, b) => a >= b) && ordered(value, high, (a, b) => a <= b),
  },
};

/** Throws on what we cannot judge: at subscription, not at delivery. */
export function checkFilter(filter) {
  for (const { filters } of filter?.filterGroup ?? [])
    for (const { operator, value } of filters) {
      if (!Object.hasOwn(operators, operator)) throw new Error(`No filter operator ${operator}.`);
      if (!operators[operator].takes(value))
        throw new Error(`The filter operator ${operator} does not take ${JSON.stringify(value)}.`);
    }
}

/** @param {{ filter: object | null, args: object }} subscription */
export function hears({ filter, args }, value) {
  if (!filter)
    return Object.entries(args).every(([name, wanted]) => (value[name] ?? null) === wanted);
  return matches(filter, value);
}

export function matches(filter, value) {
  return filter.filterGroup.some(({ filters }) =>
    filters.every(({ fieldName, operator, value: operand }) => {
      const field = fieldName.split('.').reduce((parent, name) => parent?.[name], value);
      return operators[operator].holds(field, operand);
    }),
  );
}
