// The canvas's text against the same text as elements: what is selected and read in the twin
// lies under what is seen, and looks as the platform's text looks.
import type { Page } from '@playwright/test';
import { expect, origin, serve, test } from './support/renderer_fixture.js';
import type { Paragraph } from './support/renderer_page.js';
import { samples } from './support/samples.js';

type Colour = [number, number, number];

const names = Object.keys(samples);
const columns = 4;

/** Four columns of paragraphs that break into several lines. */
function paragraphs(texts: string[], colour: Colour): Paragraph[] {
  return texts.map((text, index) => ({
    text,
    style: index % 5 === 4 ? 1 : index % 5 === 3 ? 2 : 0,
    x: 10 + (index % columns) * 195,
    y: 10 + Math.floor(index / columns) * 148,
    width: 175,
    colour: [...colour, 255],
  }));
}

/** Draws paragraphs on the canvas, then as elements; answers how their ink differs. */
async function differences(
  page: Page,
  texts: string[],
  colour: Colour,
  background: Colour,
  prepare?: (page: Page) => Promise<void>,
  picture: () => Promise<Buffer> = () => page.screenshot(),
): Promise<Difference[]> {
  await serve(page, 'renderer_page');
  await page.goto(origin);
  await page.waitForFunction(() => 'renderer' in window);
  await prepare?.(page);
  const all = paragraphs(texts, colour);
  await page.evaluate(([p, b]) => window.renderer.draw(p, b), [all, background] as const);
  const drawn = await picture();
  await page.evaluate(([p, b]) => window.renderer.showElements(p, b), [all, background] as const);
  const elements = await picture();
  return compare(page, drawn, elements, background, texts.length);
}

/** The first text brings the question, and what comes after the answer is painted in memory. */
async function chooseMemory(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.renderer.paintInMemory();
    return window.renderer.draw(
      [{ text: 'first', style: 0, x: 0, y: 0, width: 100, colour: [1, 2, 3, 255] }],
      [255, 255, 255],
    );
  });
  await page.waitForFunction(() => window.renderer.questions === 1);
}

interface Difference {
  ink: number;
  equal: number;
  /** Within one px to the side and a quarter of the range there is the same. */
  near: number;
}

/** Compares two screenshots, paragraph by paragraph, in the page, which can decode them. */
function compare(
  page: Page,
  first: Buffer,
  second: Buffer,
  background: Colour,
  count: number,
): Promise<Difference[]> {
  return page.evaluate(
    async ([images, paper, cells, perRow]) => {
      const [a, b] = await Promise.all(
        images.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext('2d', { willReadFrequently: true })!;
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, bitmap.width, bitmap.height);
        }),
      );
      const ratio = devicePixelRatio;
      const differences = Array.from({ length: cells }, () => ({ ink: 0, equal: 0, near: 0 }));
      for (let i = 0; i < a.data.length; i += 4) {
        const isNear = [-4, 0, 4].some((shift) =>
          [0, 1, 2].every((k) => Math.abs(a.data[i + k] - b.data[i + k + shift]) <= 64),
        );
        const pixel = (image: ImageData) => [image.data[i], image.data[i + 1], image.data[i + 2]];
        const [p, q] = [pixel(a), pixel(b)];
        const isInk = (c: unknown[]) => c.some((channel, k) => channel !== paper[k]);
        if (!isInk(p) && !isInk(q)) continue;
        const x = (i / 4) % a.width;
        const y = Math.floor(i / 4 / a.width);
        const column = Math.min(Math.floor(x / ratio / 195), perRow - 1);
        const at = differences[Math.floor(y / ratio / 148) * perRow + column];
        if (!at) throw new Error(`ink outside of every paragraph at ${x}, ${y}`);
        ++at.ink;
        if (isNear) ++at.near;
        if (p.every((channel, k) => channel === q[k])) ++at.equal;
      }
      return differences;
    },
    [[first.toString('base64'), second.toString('base64')], background, count, columns] as const,
  );
}

for (const scheme of ['light', 'dark'] as const) {
  const background: Colour = scheme === 'light' ? [255, 255, 255] : [18, 20, 28];
  const colour: Colour = scheme === 'light' ? [21, 24, 35] : [236, 238, 245];

  for (const ratio of [1, 2, 3]) {
    test.describe(`${scheme}, ${ratio} device pixels per px`, () => {
      test.use({ deviceScaleFactor: ratio, viewport: { width: 800, height: 620 } });

      test('canvas and elements have the same pixels', async ({ page }) => {
        const found = await differences(page, Object.values(samples), colour, background);
        names.forEach((name, index) => {
          const { ink, equal, near } = found[index];
          expect(ink, name).toBeGreaterThan(500);
          // Elements round where a run of the other direction begins to 1/64 px; that moves
          // the antialiasing of some letters.
          const same = name.startsWith('mixed') ? near : equal;
          expect(same / ink, name).toBeGreaterThanOrEqual(0.98);
        });
      });
    });
  }
}

test.describe('moved to a denser screen', () => {
  test.use({ viewport: { width: 800, height: 620 } });

  test('text is painted anew, with the pixels that elements have there', async ({ page }) => {
    const texts = Object.values(samples);
    const [ink, paper]: Colour[] = [
      [21, 24, 35],
      [255, 255, 255],
    ];
    const session = await page.context().newCDPSession(page);
    const move = async () => {
      const draw = () =>
        page.evaluate(([p, b]) => window.renderer.draw(p, b), [
          paragraphs(texts, ink),
          paper,
        ] as const);
      await draw();
      const metrics = { width: 800, height: 620, deviceScaleFactor: 2, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', metrics);
      await page.waitForFunction(() => devicePixelRatio === 2);
    };
    const picture = async () =>
      Buffer.from((await session.send('Page.captureScreenshot')).data, 'base64');
    const found = await differences(page, texts, ink, paper, move, picture);
    await session.detach(); // The page is the next test's, too.
    names.forEach((name, index) => {
      const { ink: all, equal, near } = found[index];
      const same = name.startsWith('mixed') ? near : equal;
      expect(same / all, name).toBeGreaterThanOrEqual(0.98);
    });
  });
});

test.describe('painted in memory', () => {
  test.use({ deviceScaleFactor: 2, viewport: { width: 800, height: 620 } });

  // Which pixels it has there is the engine's affair: the start takes that way only where they
  // are those of the page.
  test('text is where its element is', async ({ page }) => {
    const paper: Colour = [255, 255, 255];
    const found = await differences(
      page,
      Object.values(samples),
      [21, 24, 35],
      paper,
      chooseMemory,
    );
    for (const { ink, near } of found) expect(near).toBe(ink);
    expect(Math.min(...found.map(({ ink }) => ink))).toBeGreaterThan(500);
  });
});

const words = [
  'word',
  'Latin',
  'x',
  'שלום',
  'עולם',
  'א',
  'مرحبا',
  'كيف',
  'ب',
  '123',
  '4.5',
  '-7',
  '12:30',
  '(abc)',
  '(שלום)',
  '«quoted»',
  'end.',
  '!',
  '—',
  '%',
  '₪5',
  '$9',
  '\u2067isolated שלום\u2069',
  '\u2066left العالم\u2069',
  '\u2067open',
];

/** Paragraphs of words of both directions, numbers and signs; the same for the same seed. */
function randomParagraphs(seed: number, count: number): string[] {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 8 + below(8) }, () => words[below(words.length)]).join(' '),
  );
}

for (const seed of [1, 2, 3]) {
  test.describe(`mixed directions, seed ${seed}`, () => {
    test.use({ viewport: { width: 800, height: 1490 } });

    test('every line has the order that it has within its paragraph', async ({ page }) => {
      const texts = randomParagraphs(seed, 40);
      const found = await differences(page, texts, [21, 24, 35], [255, 255, 255]);
      const wrong = texts.filter((_, index) => found[index].near / found[index].ink < 0.97);
      expect(wrong).toEqual([]);
    });
  });
}
