// Text to set: paragraphs in many scripts that wrap, each with what is hard about it.
import { readFileSync } from 'node:fs';

const pieces = JSON.parse(readFileSync(new URL('samples.json', import.meta.url), 'utf8')) as Record<
  string,
  string[]
>;

export const samples: Record<string, string> = Object.fromEntries(
  Object.entries(pieces).map(([name, parts]) => [name, parts.join('')]),
);
