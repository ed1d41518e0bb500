// The renderer and the text pages on a real WebGL2 context.
import type { Page } from '@playwright/test';
import type { Paragraph, Rectangle } from './support/renderer_page.js';
import { expect, origin, serve, test } from './support/renderer_fixture.js';

type Colour = [number, number, number];
const white: Colour = [255, 255, 255];

test.beforeEach(async ({ page }) => {
  await serve(page, 'renderer_page');
  await page.goto(origin);
  await page.waitForFunction(() => 'renderer' in window);
});

function draw(
  page: Page,
  paragraphs: Paragraph[],
  rectangles: Rectangle[] = [],
  background = white,
  ratio = 1,
): Promise<number> {
  return page.evaluate(([p, b, r, d]) => window.renderer.draw(p, b, r, d), [
    paragraphs,
    background,
    rectangles,
    ratio,
  ] as const);
}

function line(text: string, y: number): Paragraph {
  return { text, style: 0, x: 10, y, width: 700, colour: [20, 20, 30, 255] };
}

/** The colour of the middle of a square of the screenshot. */
async function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  const png = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, png.toString('base64'));
}

function statistics(page: Page): Promise<{ paints: number; lost: number; restored: number }> {
  return page.evaluate(() => {
    const { paints, lost, restored } = window.renderer;
    return { paints, lost, restored };
  });
}

test('straight colours are blended as CSS blends them', async ({ page }) => {
  const half = { x: 100, y: 100, width: 50, height: 50 };
  await draw(
    page,
    [],
    [
      { ...half, colour: [255, 0, 0, 255] },
      { ...half, x: 200, colour: [0, 0, 0, 128] },
      { ...half, x: 300, colour: [255, 255, 255, 64] },
    ],
    [0, 0, 255],
  );
  expect(await colourAt(page, 50, 50)).toEqual([0, 0, 255]);
  expect(await colourAt(page, 125, 125)).toEqual([255, 0, 0]);
  expect(await colourAt(page, 225, 125)).toEqual([0, 0, 127]);
  expect(await colourAt(page, 325, 125)).toEqual([64, 64, 255]);
});

test('the same lines are painted once, however often they are drawn', async ({ page }) => {
  const lines = Array.from({ length: 20 }, (_, i) => line(`line ${i}`, 10 + 25 * i));
  for (let frame = 0; frame < 5; ++frame) await draw(page, lines);
  expect((await statistics(page)).paints).toBe(20);
});

test('a frame that is the one before again is not drawn', async ({ page }) => {
  const pictures = () => page.evaluate(() => window.renderer.pictures);
  const shot = () => page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 60 } });
  await draw(page, [line('one', 10)]);
  const one = await shot();
  await draw(page, [line('one', 10)]);
  expect(await pictures()).toBe(1);
  expect((await shot()).equals(one)).toBe(true);
  await draw(page, [line('one', 11)]);
  await draw(page, [line('one', 10)], [], [255, 255, 254]);
  await draw(page, [line('one', 10)], [], white, 2);
  expect(await pictures()).toBe(4);
});

test('text that scrolls by does not take more than two screens of memory', async ({ page }) => {
  let most = 0;
  for (let frame = 0; frame < 60; ++frame) {
    const lines = Array.from({ length: 20 }, (_, i) =>
      line(`line ${20 * frame + i} ${'x'.repeat(60)}`, 10 + 25 * i),
    );
    most = Math.max(most, await draw(page, lines));
  }
  expect(most).toBeLessThanOrEqual(2);
});

test('what is newly painted does not disturb what was there', async ({ page }) => {
  const first = [line('the first line', 10), line('the second, a longer line', 40)];
  await draw(page, first);
  const before = await page.screenshot({ clip: { x: 0, y: 0, width: 400, height: 70 } });
  const later = Array.from({ length: 30 }, (_, i) => line(`later ${i}`, 100 + i * 10));
  for (const added of later) await draw(page, [...first, added]);
  const after = await page.screenshot({ clip: { x: 0, y: 0, width: 400, height: 70 } });
  expect(after).toEqual(before);
});

test('everything is there again when the context comes back', async ({ page }) => {
  const rectangles: Rectangle[] = [
    { x: 400, y: 300, width: 100, height: 100, colour: [200, 30, 60, 255] },
  ];
  const lines = [line('before and after', 10), line('مرحبا بالعالم', 40)];
  await draw(page, lines, rectangles);
  const before = await page.screenshot();
  await page.evaluate(() => {
    const canvas = document.getElementById('canvas') as HTMLCanvasElement;
    const loss = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    Object.assign(window, { loss });
    loss.loseContext();
  });
  await expect.poll(async () => (await statistics(page)).lost).toBe(1);
  await draw(page, [...lines, line('written meanwhile', 100)], rectangles);
  await page.evaluate(() =>
    (window as unknown as { loss: WEBGL_lose_context }).loss.restoreContext(),
  );
  await expect.poll(async () => (await statistics(page)).restored).toBe(1);
  await draw(page, lines, rectangles);
  expect(await page.screenshot()).toEqual(before);
  const error = await page.evaluate(() =>
    (document.getElementById('canvas') as HTMLCanvasElement).getContext('webgl2')!.getError(),
  );
  expect(error).toBe(0);
});

test('drawing leaves no WebGL error, with new sizes and densities, too', async ({ page }) => {
  for (const ratio of [1, 1.25, 1.5, 2, 3]) {
    await draw(page, [line(`at ${ratio}`, 10)], [], white, ratio);
    const [width, error] = await page.evaluate(() => {
      const canvas = document.getElementById('canvas') as HTMLCanvasElement;
      return [canvas.width, canvas.getContext('webgl2')!.getError()];
    });
    expect(width).toBe(Math.round(800 * ratio));
    expect(error).toBe(0);
  }
});

test.describe('at a fractional density', () => {
  test.use({ deviceScaleFactor: 1.25 });

  test('a line looks the same wherever it stands', async ({ page }) => {
    const text = 'Sharp at every place';
    const crops: Buffer[] = [];
    for (const y of [16, 16.3, 17, 18.4]) {
      await draw(page, [line(text, y)], [], white, 1.25);
      // What is drawn lies on whole pixels: moved there, all are equal.
      const top = Math.floor(y * 1.25 + 0.49) / 1.25;
      crops.push(await page.screenshot({ clip: { x: 0, y: top, width: 200, height: 24 } }));
    }
    for (const crop of crops) expect(crop).toEqual(crops[0]);
  });
});

test('a line wider than the screen and one of every odd character do no harm', async ({ page }) => {
  const odd = Array.from({ length: 300 }, (_, i) => String.fromCharCode(i * 211)).join('');
  await draw(page, [line('wide '.repeat(2000), 10), { ...line(odd, 40), width: 0 }]);
  const zalgo = `e${'\u0301\u0323'.repeat(50)}`;
  expect(await draw(page, [line(zalgo, 200)])).toBeGreaterThan(0);
});
