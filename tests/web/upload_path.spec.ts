// Which of the two ways into a texture each start takes: the cheaper one, if both look the same.
import type { Page } from '@playwright/test';
import { expect, origin, serve, test } from './support/renderer_fixture.js';

test.beforeEach(async ({ page }) => {
  await serve(page, 'renderer_page');
  await page.goto(origin);
  await page.waitForFunction(() => 'renderer' in window);
});

interface Case {
  /** Ms that painting and the upload take. */
  gpu: number;
  memory: number;
  /** The colour of the square that is painted on each kind of canvas. */
  colours?: [gpu: string, memory: string];
}

/** Whether the way through memory is taken, and what is left in WebGL's state. */
function choose(page: Page, how: Case) {
  return page.evaluate(({ gpu, memory, colours = ['red', 'red'] }) => {
    const gl = document.createElement('canvas').getContext('webgl2')!;
    let now = 0;
    const inMemory = window.renderer.paintsInMemory(
      gl,
      (context) => {
        const isInMemory = context.getContextAttributes().willReadFrequently === true;
        now += isInMemory ? memory : gpu;
        context.fillStyle = colours[isInMemory ? 1 : 0];
        context.fillRect(3, 3, 20, 20);
      },
      () => now,
    );
    const left = [gl.getError(), gl.getParameter(gl.FRAMEBUFFER_BINDING)] as const;
    return { inMemory, left };
  }, how);
}

test('the cheaper way is taken, whichever that is', async ({ page }) => {
  const left = [0, null];
  expect(await choose(page, { gpu: 4, memory: 1 })).toEqual({ inMemory: true, left });
  expect(await choose(page, { gpu: 1, memory: 4 })).toEqual({ inMemory: false, left });
});

test('a cheaper way that looks different is not taken', async ({ page }) => {
  const colours: Case['colours'] = ['rgb(21 24 35)', 'rgb(21 24 36)'];
  expect((await choose(page, { gpu: 4, memory: 1, colours })).inMemory).toBe(false);
});

test('the start asks once, after its first text, which the answer does not change', async ({
  page,
}) => {
  const draw = (text: string) =>
    page.evaluate((what) => {
      const paragraph = { text: what, style: 0, x: 10, y: 10, width: 300 };
      return window.renderer.draw([{ ...paragraph, colour: [0, 0, 0, 255] }], [255, 255, 255]);
    }, text);
  const questions = () => page.evaluate(() => window.renderer.questions);
  await page.evaluate(() => window.renderer.paintInMemory());
  expect(await questions()).toBe(0);
  await draw('first');
  const picture = await page.screenshot();
  await expect.poll(questions).toBe(1);
  expect(await page.screenshot()).toEqual(picture);
  await draw('second');
  await draw('first');
  expect(await page.screenshot()).toEqual(picture);
  expect(await questions()).toBe(1);
});
