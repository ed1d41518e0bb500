// Reads every source of the project and says where it breaks a rule of the house.
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { isGenerated, listSources, root } from './sources.mjs';
import * as rules from './tidy_rules.mjs';

const BINARY = new Set(['.ico', '.png', '.woff2']);
// Found by name by a tool or a framework, not by a reference in a source.
const FOUND_BY_NAME = [
  /^[^/]+$/,
  /^\.\w+\//,
  /^(web\/main|sw\/sw)\.ts$/,
  /^tests\/.*(_test|_fuzz|_bench)\.cc$|^tests\/.*\.(spec\.ts|test\.mjs|d\.ts)$/,
  /^tests\/(sim|support|fuzz\/corpus|web\/pages)\//,
  /\/(tsconfig\.json|eslint\.config\.mjs|playwright\.config\.ts)$/,
  /^src\/.*\.cc$|^backend\/resolvers\/|^web\/.*\.d\.ts$/,
  /^docs\/(decisions|screenshots)\//,
];

/** A file whose name no other file mentions. */
export function findDead(files) {
  const isMentioned = ({ path }) => {
    const name = basename(path);
    const stem = name.slice(0, -extname(name).length);
    // TypeScript is imported as the JavaScript it becomes; test supports without an ending.
    const names = extname(name) === '.ts' ? [`/${stem}.js'`, `/${stem}'`] : [name];
    return files.some(
      (other) => other.path !== path && names.some((alias) => other.text.includes(alias)),
    );
  };
  return files
    .filter(({ path }) => !FOUND_BY_NAME.some((pattern) => pattern.test(path)))
    .filter((file) => !isMentioned(file))
    .map(({ path }) => ({ path, line: 1, message: 'dead: nothing mentions it' }));
}

export function namesOfOperations(graphql) {
  const pattern = /^(?:query|mutation|subscription) (\w+)/gm;
  return [...graphql.matchAll(pattern)].map(([, name]) => name);
}

export function check(file, operations) {
  const findings = [
    ...rules.checkLayout(file),
    ...rules.checkFunctions(file),
    ...rules.checkOpening(file),
    ...rules.checkIncludes(file),
    ...rules.checkImports(file),
    ...rules.checkOperations(file, operations),
    ...rules.checkBanned(file),
  ];
  return findings.map((finding) => ({ path: file.path, ...finding }));
}

async function readSources() {
  const read = async (path) => {
    const isText = !BINARY.has(extname(path)) && !path.startsWith('tests/fuzz/corpus/');
    return { path, isText, text: isText ? await readFile(join(root, path), 'utf8') : '' };
  };
  return await Promise.all(listSources().map(read));
}

if (import.meta.filename === process.argv[1]) {
  const files = await readSources();
  const graphql = files.find(({ path }) => path === 'graphql/operations.graphql');
  const operations = namesOfOperations(graphql.text);
  const written = files.filter(({ path, isText }) => isText && !isGenerated(path));
  const findings = [...written.flatMap((file) => check(file, operations)), ...findDead(files)];
  for (const { path, line, message } of findings) console.log(`${path}:${line}: ${message}`);
  console.log(`tidy: ${files.length} files, ${findings.length} findings`);
  if (findings.length > 0) process.exitCode = 1;
}
