// The client's own operations, word for word from graphql/operations.graphql.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, print } from 'graphql';

const file = join(import.meta.dirname, '../../../graphql/operations.graphql');
const { definitions } = parse(readFileSync(file, 'utf8'));
const named = new Map(definitions.map((definition) => [definition.name.value, definition]));

export const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);

/** The operation with the fragments it uses, as the client sends it. */
export function documentOf(operation) {
  const parts = new Set([operation]);
  for (const part of parts)
    for (const [, name] of print(part).matchAll(/\.\.\.(\w+)/g)) parts.add(named.get(name));
  return [...parts].map((part) => print(part)).join('\n');
}

export const documentNamed = (name) => documentOf(named.get(name));
