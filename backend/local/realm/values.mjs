// JavaScript values as DynamoDB attribute values, as AppSync converts them.

/** @returns {object} one attribute value */
export function toAttribute(value) {
  if (value === null || value === undefined) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return isAttribute(value) ? value : { M: toAttributes(value) };
}

/** @returns {Record<string, object>} undefined members are left out */
export function toAttributes(object) {
  const present = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([key, value]) => [key, toAttribute(value)]));
}

const sets = new WeakSet();

/** Sets are made by helpers only: what looks like one in a client's data stays a map. */
const isAttribute = (value) => sets.has(value);

function set(type, items) {
  const attribute = { [type]: items };
  sets.add(attribute);
  return attribute;
}

export const toStringSet = (list) => set('SS', list);
export const toNumberSet = (list) => set('NS', list.map(String));

/** Null stays null, as the helpers document it. */
const unlessNull = (convert) => (value) =>
  value === null || value === undefined ? null : convert(value);

function s3Object(key, bucket, region, version) {
  return { S: JSON.stringify({ s3: { key, bucket, region, version } }) };
}

/** util.dynamodb */
export const conversions = {
  toDynamoDB: toAttribute,
  toString: unlessNull((S) => ({ S })),
  toStringSet: unlessNull(toStringSet),
  toNumber: unlessNull((value) => ({ N: String(value) })),
  toNumberSet: unlessNull(toNumberSet),
  toBoolean: unlessNull((BOOL) => ({ BOOL })),
  toNull: () => ({ NULL: true }),
  toList: unlessNull((list) => ({ L: list.map(toAttribute) })),
  toMap: unlessNull((map) => ({ M: toAttributes(map) })),
  toMapValues: unlessNull(toAttributes),
  toS3Object: s3Object,
  fromS3ObjectJson: (text) => JSON.parse(text).s3,
};
