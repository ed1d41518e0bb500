// Formats every source: clang-format for C++, Prettier for the rest. `--check` only tells which
// files differ, and fails if any does.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import * as prettier from 'prettier';
import { isGenerated, listSources, root } from './sources.mjs';

const CXX = new Set(['.cc', '.h']);
const PARSERS = {
  '.css': 'css',
  '.graphql': 'graphql',
  '.html': 'html',
  '.js': 'babel',
  '.json': 'json',
  '.md': 'markdown',
  '.mjs': 'babel',
  '.ts': 'typescript',
  '.webmanifest': 'json',
};

const check = process.argv.includes('--check');
const sources = listSources().filter((path) => !isGenerated(path));

/** All in one process; the names of the files that differ, which only `--check` knows. */
function formatCxx() {
  const paths = sources.filter((path) => CXX.has(extname(path)));
  const program = join(root, 'node_modules/.bin/clang-format');
  const mode = check ? ['--dry-run', '-Werror', '--ferror-limit=1'] : ['-i'];
  const { status, stderr } = spawnSync(program, [...mode, ...paths], {
    cwd: root,
    encoding: 'utf8',
  });
  const differing = [...stderr.matchAll(/^(\S+?):\d+:\d+: error: /gm)].map(([, path]) => path);
  if (status !== 0 && differing.length === 0) throw new Error(`clang-format: ${stderr}`);
  return [...new Set(differing)];
}

async function formatOthers() {
  const options = await prettier.resolveConfig(join(root, 'package.json'));
  const differing = [];
  for (const path of sources.filter((path) => extname(path) in PARSERS)) {
    const text = await readFile(join(root, path), 'utf8');
    const parser = PARSERS[extname(path)];
    const formatted = await prettier.format(text, { ...options, parser });
    if (formatted === text) continue;
    differing.push(path);
    if (!check) await writeFile(join(root, path), formatted);
  }
  return differing;
}

const differing = [...formatCxx(), ...(await formatOthers())];
for (const path of differing) console.log(check ? `${path}: ./dev fmt would change it` : path);
if (check && differing.length > 0) process.exitCode = 1;
