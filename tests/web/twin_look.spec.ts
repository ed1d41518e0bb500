// When the twin is to be seen, what of it moves, and that the browser finds its words.
import type { TwinNode } from '../../web/twin.js';
import { calls, expect, test } from './support/fixture.js';
import { publish, screen, scrollers } from './support/twin_screen.js';

test('without WebGL the twin is the visible interface', async ({ page }) => {
  await publish(page, screen(), scrollers);
  const before = await page.screenshot();
  await page.evaluate(() => {
    const gl = window.harness.canvas.getContext('webgl2')!;
    gl.getExtension('WEBGL_lose_context')!.loseContext();
  });
  await expect.poll(async () => calls(page, 'lost')).toHaveLength(1);
  expect(await page.screenshot()).not.toEqual(before);
  const colour = await page
    .getByText('Hello there')
    .evaluate((text) => getComputedStyle(text).color);
  expect(colour).not.toBe('rgba(0, 0, 0, 0)');
});

test('in forced colours the twin is visible', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await publish(page, screen(), scrollers);
  const colour = await page
    .getByText('Hello there')
    .evaluate((text) => getComputedStyle(text).color);
  expect(colour).not.toBe('rgba(0, 0, 0, 0)');
});

test('find in page finds what the canvas shows, and nothing that was only measured', async ({
  page,
}) => {
  await publish(page, screen(), scrollers);
  const found = (words: string) =>
    page.evaluate((searched) => {
      getSelection()?.removeAllRanges();
      return (window as unknown as { find(text: string): boolean }).find(searched);
    }, words);
  expect(await found('deploy went out')).toBe(true);
  expect(await page.evaluate(() => String(getSelection()))).toBe('deploy went out');
  await page.evaluate(() => window.harness.text.layout('only measured\nhere', 0, 100));
  expect(await found('only measured')).toBe(false);
});

test('the dots of who is typing move, but not for somebody who asks for less motion', async ({
  page,
}) => {
  const typing: TwinNode = { id: 1, role: 'typing', name: 'Ada is typing', rect: [0, 0, 20, 18] };
  await publish(page, [typing]);
  const moving = () => page.evaluate(() => document.getAnimations().length);
  expect(await moving()).toBe(3);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
});

test('nothing of the page takes longer than 200 ms to come or go', async ({ page }) => {
  await publish(page, screen(), scrollers);
  const slow = await page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, transitionDelay } = getComputedStyle(element);
      return parseFloat(transitionDuration) + parseFloat(transitionDelay) > 0.2;
    }),
  );
  expect(slow).toHaveLength(0);
});
