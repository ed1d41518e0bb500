// util.transform.toSubscriptionFilter: a filter as groups of rules, of which one group has to
// hold whole. What AWS makes of nested and repeated conditions was taken from its own answers.

const isGroup = (name) => name === 'and' || name === 'or';

/** Every way of taking one of each. */
const combine = (one, other) => one.flatMap((left) => other.map((right) => [...left, ...right]));

/** @returns {object[][]} alternatives, each a list of rules that hold together */
function alternatives(filter, ignored) {
  let result = [[]];
  for (const [name, value] of Object.entries(filter)) {
    if (ignored.includes(name)) continue;
    const parts = isGroup(name) ? value.map((part) => alternatives(part, ignored)) : [];
    if (name === 'or') result = combine(result, parts.flat());
    else if (name === 'and') result = parts.reduce(combine, result);
    else result = combine(result, rules(name, value));
  }
  return result;
}

/** Several operators of one field are alternatives. */
function rules(fieldName, operators) {
  const entries = Object.entries(operators);
  return entries.length === 0
    ? [[]]
    : entries.map(([operator, value]) => [{ fieldName, operator, value }]);
}

/**
 * @param {object} filter
 * @param {string[]} [ignored] fields of `filter` that do not count
 * @param {object} [strict] one of its fields has to hold besides
 */
export function toSubscriptionFilter(filter, ignored = [], strict = {}) {
  let groups = alternatives(filter, ignored);
  const strictFields = Object.entries(strict).filter(([name]) => !isGroup(name));
  if (strictFields.length > 0)
    groups = combine(
      groups,
      strictFields.flatMap(([name, value]) => rules(name, value)),
    );
  const filled = groups.filter((filters) => filters.length > 0);
  return { filterGroup: filled.map((filters) => ({ filters })) };
}
