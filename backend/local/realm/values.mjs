// JavaScript values as DynamoDB attribute values, as AppSync converts them.

/** @returns {object} one attribute value */
export function toAttribute(value) {
  if (value === null || value === undefined) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return { M: toAttributes(value) };
}

/** @returns {Record<string, object>} undefined members are left out */
export function toAttributes(object) {
  const present = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([key, value]) => [key, toAttribute(value)]));
}
