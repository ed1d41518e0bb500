// Decides whether a subscriber hears of a value: by the filter that its resolver set, else by
// its arguments, each of which must equal the field of the same name.

const operators = {
  eq: (value, operand) => value === operand,
  ne: (value, operand) => value !== operand,
  lt: (value, operand) => value < operand,
  le: (value, operand) => value <= operand,
  gt: (value, operand) => value > operand,
  ge: (value, operand) => value >= operand,
  in: (value, operand) => operand.includes(value),
  contains: (value, operand) => value?.includes(operand) ?? false,
  notContains: (value, operand) => !(value?.includes(operand) ?? false),
  containsAny: (value, operand) => operand.some((item) => value?.includes(item) ?? false),
  beginsWith: (value, operand) => value?.startsWith(operand) ?? false,
  between: (value, [low, high]) => value >= low && value <= high,
};

/** Throws on an operator that we do not implement: at subscription, not at delivery. */
export function checkFilter(filter) {
  for (const { filters } of filter?.filterGroup ?? [])
    for (const { operator } of filters)
      if (!Object.hasOwn(operators, operator)) throw new Error(`No filter operator ${operator}.`);
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
      return operators[operator](field, operand);
    }),
  );
}
