// What the screen costs, in a real Chromium without a GPU: frames while messages scroll by, a
// message more among many, and a key press beside the same key press in a bare page with a
// textarea. The page is the product's (tests/bench/canvas_page.ts); its messages come from
// tests/bench/canvas_server.mjs.
/* global window, addEventListener, requestAnimationFrame, MessageChannel -- in the page */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { credential, startServer } from '../tests/bench/canvas_server.mjs';
import { root } from './sources.mjs';

const SIZES = (process.env.CHATQL_BENCH_SIZES ?? '1000,100000,1000000').split(',').map(Number);
const ROUNDS = 5;
const FRAMES_A_ROUND = 200;
const PX_A_FRAME = 140; // A fast swipe: about two messages.
const KEYS = 60;
const FRAME_MS = 1000 / 60;
const LAUNCH = {
  executablePath: process.env.CHATQL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
};
const BARE = `<!doctype html><meta charset="utf-8"><title>bare</title>
  <textarea aria-label="Message" style="font: 16px sans-serif; width: 300px"></textarea>`;

async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { bench: join(root, 'tests/bench/canvas_page'), style: 'web/style.css' },
    outdir: join(root, 'build/bench'),
    bundle: true,
    format: 'esm',
    target: ['es2022'],
    write: false,
    alias: { 'chatql-module': join(root, 'build/wasm-release/chatql.mjs') },
  });
  return new Map(outputFiles.map((file) => [file.path.split('/').pop(), file.contents]));
}

async function serve() {
  const bundled = await bundle();
  const html = await readFile(join(root, 'web/index.html'), 'utf8');
  const page = html.replace('/main.js', 'bench.js').replace('/style.css', 'style.css');
  const wasm = await readFile(join(root, 'build/wasm-release/chatql.wasm'));
  const files = {
    '': { type: 'text/html', body: page },
    bare: { type: 'text/html', body: BARE },
    'bench.js': { type: 'text/javascript', body: bundled.get('bench.js') },
    'style.css': { type: 'text/css', body: bundled.get('style.css') },
    'chatql.wasm': { type: 'application/wasm', body: wasm },
    credential: { type: 'application/json', body: credential },
  };
  return startServer(new Map(Object.entries(files)));
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, part) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(part * values.length))];
const median = (values) => quantile(values, 0.5);

/**
 * The first core is for what stands in for the GPU and for the browser's helpers, the second for
 * the threads that run pages: elsewhere the GPU takes no time from a page, here it would take
 * slices of 4 ms in the middle of a frame.
 */
async function separateGraphics(browser) {
  if (availableParallelism() < 2) return;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const taskset = (...args) => promisify(execFile)('taskset', args);
  for (const { type, id } of processInfo) {
    await taskset('--all-tasks', '--cpu-list', '--pid', '0', String(id));
    if (type === 'renderer') await taskset('--cpu-list', '--pid', '1', String(id));
  }
}

async function openConversation(browser, url, messages) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${url}/${messages}/`);
  await page.getByRole('button', { name: /^bob\b/ }).click({ timeout: 600_000 });
  await page.getByRole('article').nth(3).waitFor();
  await page.evaluate((count) => window.bench.loadAll(count), messages);
  return page;
}

/** Rounds of all sizes in turn, so that what else the machine does falls on all of them. */
async function scrollAll(browser, pages) {
  const rounds = new Map(pages.map(([size]) => [size, []]));
  await separateGraphics(browser);
  for (let round = 0; round <= ROUNDS; ++round) {
    for (const [size, page] of pages) {
      await page.bringToFront();
      const px = round % 2 === 0 ? -PX_A_FRAME : PX_A_FRAME;
      const times = await page.evaluate(
        ([frames, step]) => window.bench.scroll(frames, step),
        [FRAMES_A_ROUND, px],
      );
      if (round > 0) rounds.get(size).push(times); // The first only warms up.
    }
  }
  return rounds;
}

/** From the key to the end of the frame that shows its letter. */
async function keyPresses(page, count) {
  await page.bringToFront();
  const field = page.getByRole('textbox', { name: 'Message' });
  await field.focus();
  await page.evaluate(() => {
    if (window.keyWaits) return;
    const waits = [];
    let pressed = 0;
    addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true });
    addEventListener('input', () => {
      const since = pressed;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => waits.push(performance.now() - since);
        port2.postMessage(null);
      });
    });
    window.keyWaits = waits;
  });
  for (let i = 0; i < count; ++i) {
    await page.keyboard.press('abcdefgh '[i % 9]);
    await page.waitForFunction((so) => window.keyWaits.length > so, i);
  }
  return page.evaluate(() => window.keyWaits.splice(0));
}

/** What one message more costs: the frame that shows it first. */
async function sendFrame(page) {
  await page.bringToFront();
  const field = page.getByRole('textbox', { name: 'Message' });
  const worst = [];
  for (let i = 0; i < 7; ++i) {
    const text = `one more ${i} among ${Date.now()}`;
    await field.fill(text);
    await page.evaluate(() => window.bench.forget());
    await field.press('Enter');
    await page.getByRole('article').filter({ hasText: text }).first().waitFor();
    worst.push(await page.evaluate(() => Math.max(...window.bench.times.program)));
  }
  return median(worst);
}

function scrollFigures(rounds) {
  const figures = [];
  const p50 = new Map();
  for (const [size, times] of rounds) {
    const name = `scroll ${size.toLocaleString('en')} messages`;
    const program = times.map((round) => round.program);
    p50.set(size, median(program.map(median)));
    figures.push({ name: `${name}: C++ frame p50`, value: p50.get(size), unit: 'ms' });
    const p99 = median(program.map((round) => quantile(round, 0.99)));
    const most = size === 100_000 ? 4 : undefined;
    figures.push({ name: `${name}: C++ frame p99`, value: p99, unit: 'ms', most });
    const all = median(times.map((round) => median(round.frames)));
    figures.push({ name: `${name}: with the page's part, p50`, value: all, unit: 'ms' });
  }
  if (p50.has(1_000) && p50.has(1_000_000)) {
    const ratio = p50.get(1_000_000) / p50.get(1_000);
    figures.push({ name: 'scroll 1,000,000 / 1,000: p50', value: ratio, unit: '', most: 1.2 });
  }
  return figures;
}

export async function measure() {
  const server = await serve();
  const url = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch(LAUNCH);
  try {
    const pages = [];
    for (const size of SIZES) pages.push([size, await openConversation(browser, url, size)]);
    const figures = scrollFigures(await scrollAll(browser, pages));
    const [few, many] = [await sendFrame(pages[0][1]), await sendFrame(pages.at(-1)[1])];
    const [least, most] = [pages[0][0], pages.at(-1)[0]].map((size) => size.toLocaleString('en'));
    figures.push({ name: `one message more among ${least}: C++ frame`, value: few, unit: 'ms' });
    figures.push({ name: `one message more among ${most}`, value: many, unit: 'ms' });
    figures.push({
      name: `one more among ${most} / ${least}`,
      value: many / few,
      unit: '',
      most: 2,
    });
    figures.push(...(await uploadFigures(pages[0][1])));
    figures.push(...(await keyFigures(browser, url, pages.at(-1)[1])));
    return figures;
  } finally {
    await browser.close();
    server.close();
  }
}

/** How else text could come into its texture (decision 0014). */
async function uploadFigures(page) {
  await page.bringToFront();
  const paths = await page.evaluate(() => window.bench.uploadPaths());
  return paths.flatMap(({ name, cost, same }) => [
    { name: `8 lines by ${name}`, value: cost, unit: 'ms' },
    { name: `ink that is the same by ${name}`, value: same, unit: '' },
  ]);
}

async function keyFigures(browser, url, page) {
  const bare = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await bare.goto(`${url}/0/bare`);
  await separateGraphics(browser);
  const ours = [];
  const theirs = [];
  for (let round = 0; round < ROUNDS; ++round) {
    ours.push(...(await keyPresses(page, KEYS / ROUNDS)));
    theirs.push(...(await keyPresses(bare, KEYS / ROUNDS)));
  }
  const late = (median(ours) - median(theirs)) / FRAME_MS;
  return [
    { name: 'key press to glyph, p50', value: median(ours), unit: 'ms' },
    { name: 'key press to glyph in a bare textarea, p50', value: median(theirs), unit: 'ms' },
    { name: 'later than the bare textarea, in frames', value: late, unit: '', most: 1 },
  ];
}
