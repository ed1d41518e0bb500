// Loads the resolvers' code into a JavaScript realm of its own that has nothing but the
// language: no host objects, no eval. Whatever the code needs and we do not implement makes
// this throw, so the server does not start.
import { build } from 'esbuild';
import { join } from 'node:path';
import vm from 'node:vm';
import * as utils from '../realm/utils.mjs';

const realmFolder = join(import.meta.dirname, '../realm');
const libraries = {
  '@aws-appsync/utils': join(realmFolder, 'utils.mjs'),
  '@aws-appsync/utils/dynamodb': join(realmFolder, 'dynamodb.mjs'),
};
const absentGlobals = [
  'Atomics',
  'FinalizationRegistry',
  'Function',
  'Promise',
  'Proxy',
  'Reflect',
  'SharedArrayBuffer',
  'WeakRef',
  'WebAssembly',
  'console',
  'eval',
];

/**
 * @param {Record<string, string>} sources resolver name to code
 * @returns {Promise<(name: string, handler: 'request' | 'response', context: object) => object>}
 */
export async function loadRealm(sources) {
  for (const [name, source] of Object.entries(sources)) checkMembers(name, source);
  const context = vm.createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
  });
  vm.runInContext(absentGlobals.map((name) => `delete globalThis.${name};`).join(''), context);
  vm.runInContext(await bundle(sources), context, { filename: 'resolvers.js' });
  const invoke = vm.runInContext('resolvers.invoke', context);
  return (name, handler, resolverContext) =>
    JSON.parse(invoke(name, handler, JSON.stringify(resolverContext)));
}

/** Imports are checked by the bundler; the members of what is imported are checked here. */
function checkMembers(name, source) {
  const uses = source.matchAll(/\b(util|extensions|runtime)\d*((?:\.[a-zA-Z]\w*)+)/g);
  for (const [text, root, path] of uses) {
    let value = utils[root];
    for (const member of path.slice(1).split('.'))
      if (typeof value !== 'function') value = value?.[member];
    if (typeof value !== 'function')
      throw new Error(`The resolver ${name} uses ${text}, which this server does not implement.`);
  }
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
        Object.hasOwn(libraries, path)
          ? { path: libraries[path] }
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
    plugins: [resolvers],
    logLevel: 'silent',
  });
  return result.outputFiles[0].text;
}
