// Packs the site: bundles web/ around the linked module, gives everything that can change a
// name with its hash, writes the precache list into the service worker and puts a Brotli copy
// beside each file. `--debug` packs the debug module without minifying.
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'esbuild';
import { injectManifest } from 'workbox-build';

const root = resolve(import.meta.dirname, '..');
const debug = process.argv.includes('--debug');
const moduleFolder = join(root, 'build', debug ? 'wasm-debug' : 'wasm-release');
const site = join(root, 'build', debug ? 'site-debug' : 'site');
const target = ['es2022'];

/** Brotli bytes of what the first visit needs. A larger first load needs a better reason. */
const FIRST_LOAD_BUDGET = 280 * 1024;
const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.svg', '.txt', '.wasm', '.webmanifest']);

async function bundlePage() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'web/main.ts', style: 'web/style.css' },
    outdir: site,
    publicPath: '/',
    bundle: true,
    format: 'esm',
    target,
    minify: !debug,
    sourcemap: debug ? 'inline' : false,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    // The module's script and its WebAssembly are one unit: the script asks for the hashed name.
    alias: {
      'chatql-module': join(moduleFolder, 'chatql.mjs'),
      'chatql-wasm': join(moduleFolder, 'chatql.wasm'),
    },
    loader: { '.wasm': 'file' },
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.outputs).map((path) => basename(path));
}

/** `main.js` in the source is `main-HASH.js` in the site; each reference exists once. */
async function writeIndex(outputs) {
  let html = await readFile(join(root, 'web/index.html'), 'utf8');
  for (const name of ['style.css', 'main.js', 'chatql.wasm']) {
    const [stem, ending] = name.split('.');
    const hashed = outputs.filter((file) => file.startsWith(`${stem}-`) && file.endsWith(ending));
    const parts = html.split(`"/${name}"`);
    if (hashed.length !== 1 || parts.length !== 2) {
      throw new Error(`index.html must refer to "/${name}" once, and the bundle make one of it.`);
    }
    html = parts.join(`"/${hashed[0]}"`);
  }
  html = html.replace(/<!--[^]*?-->/g, '').replace(/\n\s*/g, '\n');
  await writeFile(join(site, 'index.html'), html);
}

async function copyStatic() {
  await cp(join(root, 'web/manifest.webmanifest'), join(site, 'manifest.webmanifest'));
  await cp(join(root, 'assets/icons'), join(site, 'icons'), { recursive: true });
  await cp(join(root, 'NOTICES'), join(site, 'notices.txt'));
  // The pictures that a browser shows when it offers to install the app.
  for (const name of ['conversation-phone-light.png', 'conversation-wide-light.png'])
    await cp(join(root, 'docs/screenshots', name), join(site, 'screenshots', name));
}

async function writeServiceWorker() {
  const bundled = join(root, 'build', 'sw', 'sw.js');
  await build({
    absWorkingDir: root,
    entryPoints: ['sw/sw.ts'],
    outfile: bundled,
    bundle: true,
    format: 'iife',
    target,
    minify: !debug,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const { warnings } = await injectManifest({
    swSrc: bundled,
    swDest: join(site, 'sw.js'),
    globDirectory: site,
    globPatterns: ['index.html', '*-*.{js,css,wasm}', 'manifest.webmanifest', 'icons/*'],
    dontCacheBustURLsMatching: /-[A-Z0-9]{8}\.\w+$/,
    maximumFileSizeToCacheInBytes: 32 * 1024 * 1024,
  });
  // A file that is left out would be missing offline.
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
}

async function compressAll() {
  const compress = promisify(brotliCompress);
  const sizes = new Map();
  for (const entry of await readdir(site, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !COMPRESSIBLE.has(extname(path))) continue;
    const plain = await readFile(path);
    const packed = await compress(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    });
    await writeFile(`${path}.br`, packed);
    sizes.set(relative(site, path), { plain: plain.length, packed: packed.length });
  }
  return sizes;
}

function isFirstLoad(name) {
  return name === 'index.html' || name === 'sw.js' || /^\w+-[A-Z0-9]{8}\.(js|css|wasm)$/.test(name);
}

function printSizes(sizes) {
  const rows = [...sizes].filter(([name]) => isFirstLoad(name)).sort();
  const row = (name, plain, packed) =>
    console.log(`${name.padEnd(28)} ${String(plain).padStart(9)} ${String(packed).padStart(9)}`);
  row('First load', 'bytes', 'brotli');
  for (const [name, { plain, packed }] of rows) row(name, plain, packed);
  const total = rows.reduce((sum, [, { packed }]) => sum + packed, 0);
  row('total', '', total);
  row('budget', '', FIRST_LOAD_BUDGET);
  return total;
}

await stat(join(moduleFolder, 'chatql.wasm')).catch(() => {
  throw new Error(`${relative(root, moduleFolder)} holds no module yet: ./dev build links it.`);
});
await rm(site, { recursive: true, force: true });
await mkdir(site, { recursive: true });
await writeIndex(await bundlePage());
await copyStatic();
await writeServiceWorker();
if (!debug) {
  const total = printSizes(await compressAll());
  if (total > FIRST_LOAD_BUDGET) {
    console.error(`The first load is ${total - FIRST_LOAD_BUDGET} bytes over its budget.`);
    process.exitCode = 1;
  }
}
