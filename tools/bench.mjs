// `./dev bench NAME`: measures one part, prints its figures beside their limits and fails above
// them. build/bench.json keeps the last figures of each part. A part is a module whose measure()
// answers a list of {name, value, unit, most}; `most` is absent where nothing is promised.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './sources.mjs';

const PARTS = {
  backend: './bench_backend.mjs',
  canvas: './bench_canvas.mjs',
  core: './bench_core.mjs',
};

/** One line of the report; what is above its limit says so. */
export function line({ name, value, unit, most }) {
  const figure = `${name.padEnd(56)} ${value.toPrecision(3).padStart(8)} ${unit}`;
  if (most === undefined) return figure;
  const limit = `at most ${most}${value <= most ? '' : '  ABOVE'}`;
  return figure.padEnd(72) + limit;
}

export const isAbove = ({ value, most }) => most !== undefined && !(value <= most);

if (import.meta.filename === process.argv[1]) {
  const [name, ...rest] = process.argv.slice(2);
  if (!(name in PARTS)) {
    console.error(`Usage: ./dev bench ${Object.keys(PARTS).join('|')}`);
    process.exit(2);
  }
  const { measure } = await import(PARTS[name]);
  const figures = await measure(rest);
  for (const figure of figures) console.log(line(figure));
  const path = join(root, 'build/bench.json');
  const kept = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
  await mkdir(join(root, 'build'), { recursive: true });
  await writeFile(path, `${JSON.stringify({ ...kept, [name]: figures }, null, 2)}\n`);
  if (figures.some(isAbove)) process.exitCode = 1;
}
