// The browser's search among messages that are not on the screen.
import type { Page } from '@playwright/test';
import { calls, expect, origin, test } from './support/fixture.js';
import { message, publish, screen, scrollers } from './support/twin_screen.js';

/** What is told of messages: their accessible names only come with the messages themselves. */
const findable = (id: number, text: string, y: number) =>
  message(id, text, y).map((node) => (node.role === 'article' ? { ...node, name: '' } : node));

const near = [
  ...findable(28, 'the first of all', -900),
  ...findable(29, 'an earlier one', -60),
  ...findable(30, 'Hello there', 10),
  ...findable(31, 'deploy went out', 50),
  ...findable(32, 'far below', 2500),
];

const tell = (page: Page, nodes = near) =>
  page.evaluate((all) => window.harness.twin.setFindable(all), nodes);

/** Whether the words can be found; of what is hidden, window.find() only tells that. */
const canFind = (page: Page, words: string) =>
  page.evaluate((text) => {
    getSelection()!.removeAllRanges();
    return (window as unknown as { find(text: string): boolean }).find(text);
  }, words);

const order = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('article span')].map((it) => it.textContent));

test.beforeEach(async ({ page }) => {
  await publish(page, screen(), scrollers);
});

test('is found where it would be, and by nobody else', async ({ page }) => {
  expect(await canFind(page, 'far below')).toBe(false);
  await tell(page);
  expect(await order(page)).toEqual([
    'the first of all',
    'an earlier one',
    'Hello there',
    'deploy went out',
    'far below',
  ]);
  await expect(page.getByRole('article')).toHaveCount(2);
  expect(await canFind(page, 'far below')).toBe(true);
});

test('is scrolled to where it is found', async ({ page }) => {
  await tell(page);
  await page.mouse.click(500, 300); // Without that a page may not be searched by its address.
  await page.goto(`${origin}/#:~:text=far%20below`);
  const log = page.getByRole('log');
  await expect.poll(() => log.evaluate((it) => it.scrollTop)).toBeGreaterThan(2000);
  await expect.poll(async () => (await calls(page, 'scroll')).at(-1)?.[1]).toBe(11);
});

test('becomes the message that is drawn there, and is hidden again when it goes', async ({
  page,
}) => {
  await tell(page);
  await page.evaluate(() => {
    const all = [...document.querySelectorAll('article')];
    Object.assign(window, { mark: all.find((it) => it.textContent === 'far below') });
  });
  const drawn = [
    ...screen().filter(({ id }) => id < 30 || id > 39),
    ...message(32, 'far below', 0),
  ];
  const rest = drawn.filter(({ id }) => id % 1000 < 30 || id % 1000 > 31);
  await publish(page, rest, scrollers);
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('article', { name: 'Ada: far below, sent' })).toHaveCount(1);
  const isSame = () =>
    page.evaluate(() => {
      const { mark } = window as unknown as { mark: Element };
      return [mark.isConnected, mark.getAttribute('hidden'), mark.getAttribute('aria-hidden')];
    });
  expect(await isSame()).toEqual([true, null, null]);
  await publish(page, screen(), scrollers);
  expect(await isSame()).toEqual([true, 'until-found', 'true']);
  await expect(page.getByRole('article')).toHaveCount(2);
  expect(await canFind(page, 'far below')).toBe(true);
});

test('is no stop of the arrow keys and keeps no focus', async ({ page }) => {
  await tell(page);
  const last = page.getByRole('article', { name: /^Ada: deploy/ });
  await last.focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('article', { name: /^Ada: Hello/ })).toBeFocused();
  const without = screen().filter(({ id }) => id % 1000 !== 30);
  await publish(page, without, scrollers);
  await expect(page.getByRole('log')).toBeFocused();
  await expect(page.locator('article[hidden]')).toHaveCount(4);
});

test('goes with its conversation', async ({ page }) => {
  await tell(page);
  await publish(
    page,
    screen().filter(({ id, parent }) => id < 10 && parent !== 10),
    scrollers,
  );
  expect(await order(page)).toEqual([]);
  expect(await canFind(page, 'the first')).toBe(false);
  await publish(page, screen(), scrollers);
  expect(await canFind(page, 'the first')).toBe(true);
  await tell(page, []);
  expect(await canFind(page, 'the first')).toBe(false);
  await expect(page.getByRole('article')).toHaveCount(2);
});
