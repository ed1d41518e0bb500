// DynamoDB attribute values as plain JSON and back; only the types that ChatQL stores.

function toValue(attribute) {
  const [[type, value]] = Object.entries(attribute);
  switch (type) {
    case 'S':
    case 'BOOL':
    case 'SS':
      return value;
    case 'N':
      return Number(value);
    case 'NS':
      return value.map(Number);
    case 'NULL':
      return null;
    case 'L':
      return value.map(toValue);
    case 'M':
      return toItem(value);
    default:
      throw new Error(`An attribute of type ${type} is not expected.`);
  }
}

export function toItem(attributes) {
  const entries = Object.entries(attributes);
  return Object.fromEntries(entries.map(([key, attribute]) => [key, toValue(attribute)]));
}

export { toAttributes } from './realm/values.mjs';
