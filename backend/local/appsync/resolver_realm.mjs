// Loads the resolvers' code into a JavaScript realm of its own that has nothing but the
// language: no host objects, no eval, no way to load more. The code is checked before, so the
// realm is the second wall, and holds without the first.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import * as dynamodb from '../realm/dynamodb.mjs';
import * as utils from '../realm/utils.mjs';
import { checkCode } from './resolver_code.mjs';
import { operationNames } from './table_source.mjs';

const realmFolder = join(import.meta.dirname, '../realm');
const { extensions, runtime, util } = utils;
const libraries = {
  '@aws-appsync/utils': { extensions, runtime, util },
  '@aws-appsync/utils/dynamodb': dynamodb,
};
const files = {
  '@aws-appsync/utils': join(realmFolder, 'utils.mjs'),
  '@aws-appsync/utils/dynamodb': join(realmFolder, 'dynamodb.mjs'),
};

/**
 * @typedef {(
 *   name: string, handler: 'request' | 'response', context: object, given?: string
 * ) => object} Invoke
 */

/**
 * @param {Record<string, string>} sources resolver name to code
 * @returns {Promise<Invoke>} a context, of which a part may already be JSON: `given`
 */
export async function loadRealm(sources) {
  for (const [name, source] of Object.entries(sources))
    checkCode(name, source, libraries, operationNames);
  return openRealm(sources);
}

/** The realm without the check of the code: for the tests of its walls. */
export async function openRealm(sources) {
  const context = vm.createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
  });
  vm.runInContext(await bundle(sources), context, { filename: 'resolvers.js' });
  const invoke = vm.runInContext('resolvers.invoke', context);
  return (name, handler, context, given = '{}') =>
    JSON.parse(invoke(name, handler, given, JSON.stringify(context), randomUUID()));
}

async function bundle(sources) {
  const names = Object.keys(sources);
  const entry = [
    "import { makeInvoke } from './invoke.mjs';",
    ...names.map(
      (name, i) => `import { request as q${i}, response as p${i} } from 'resolver:${name}';`,
    ),
    'export const invoke = makeInvoke({',
    ...names.map((name, i) => `  '${name}': { request: q${i}, response: p${i} },`),
    '});',
  ].join('\n');
  const resolvers = {
    name: 'resolvers',
    setup(builder) {
      builder.onResolve({ filter: /^resolver:/ }, ({ path }) => ({
        path: path.slice('resolver:'.length),
        namespace: 'resolver',
      }));
      builder.onResolve({ filter: /./, namespace: 'resolver' }, ({ path, importer }) =>
        Object.hasOwn(files, path)
          ? { path: files[path] }
          : { errors: [{ text: `The resolver ${importer} imports ${path}, which is not there.` }] },
      );
      builder.onLoad({ filter: /./, namespace: 'resolver' }, ({ path }) => ({
        contents: sources[path],
        loader: 'js',
      }));
    },
  };
  const result = await build({
    stdin: { contents: entry, resolveDir: realmFolder, sourcefile: 'entry.mjs' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'resolvers',
    target: 'es2022',
    banner: { js: '"use strict";' },
    // import() would reject with an error of the server's own realm, whose constructor's
    // constructor is the way out; rewritten it asks for a Promise, which is not there.
    supported: { 'dynamic-import': false },
    plugins: [resolvers],
    logLevel: 'silent',
  });
  return result.outputFiles[0].text;
}
