// The page's own keys, and its one entry in the history.
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { servePage } from './support/page_server';
import { test } from './support/pages';

const server = servePage('host', '<textarea></textarea>');
test.beforeEach(async ({ page }) => {
  await page.goto(server.url);
  await page.evaluate(() => {
    window.heard = [];
    window.product.watchShortcuts((kind) => window.heard.push(kind));
    window.back = new window.product.WayBack(() => window.heard.push('back'));
  });
});

const heard = (page: Page) => page.evaluate(() => window.heard);
const entries = (page: Page) => page.evaluate(() => history.length);

function canGoBack(page: Page, can: boolean): Promise<void> {
  return page.evaluate((can) => window.back.publish(can), can);
}

test('shortcuts are told, and the browser does nothing else with them', async ({ page }) => {
  const prevented = page.evaluate(
    () =>
      new Promise<boolean>((resolve) =>
        addEventListener(
          'keydown',
          (event) => event.key === '?' && resolve(event.defaultPrevented),
        ),
      ),
  );
  for (const keys of ['Alt+ArrowUp', 'Alt+ArrowDown', 'Alt+KeyN', '?']) {
    await page.keyboard.press(keys);
  }
  expect(await heard(page)).toEqual([1, 2, 3, 0]);
  expect(await prevented).toBe(true);
});

test('a question mark that is written is none, other shortcuts work in a field', async ({
  page,
}) => {
  await page.locator('textarea').focus();
  await page.keyboard.press('?');
  await page.keyboard.press('Alt+ArrowDown');
  expect(await heard(page)).toEqual([2]);
  await expect(page.locator('textarea')).toHaveValue('?');
});

test("keys with other modifiers are the browser's", async ({ page }) => {
  const key = (init: Record<string, string | boolean>) =>
    page.evaluate((init) => {
      const event = new KeyboardEvent('keydown', { cancelable: true, bubbles: true, ...init });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    }, init);
  const up = { key: 'ArrowUp', code: 'ArrowUp', altKey: true };
  for (const modifier of ['ctrlKey', 'metaKey', 'shiftKey', 'isComposing']) {
    expect(await key({ ...up, [modifier]: true }), modifier).toBe(false);
  }
  expect(await key({ key: '?', ctrlKey: true })).toBe(false);
  expect(await key({ key: 'ArrowUp', code: 'ArrowUp' })).toBe(false);
  expect(await heard(page)).toEqual([]);
});

test('a key that had its effect is no shortcut', async ({ page }) => {
  await page.evaluate(() =>
    document.body.addEventListener('keydown', (event) => event.preventDefault()),
  );
  await page.keyboard.press('?');
  expect(await heard(page)).toEqual([]);
});

test('while it can go back the history has one entry more, and its end is told', async ({
  page,
}) => {
  const before = await entries(page);
  await canGoBack(page, true);
  await canGoBack(page, true);
  expect(await entries(page)).toBe(before + 1);
  await page.goBack();
  await expect.poll(() => heard(page)).toEqual(['back']);
  // Where it goes on by itself, the person's next step back leaves the app.
  await canGoBack(page, false);
  expect(await page.evaluate(() => history.state as unknown)).toBeNull();
  await page.goForward();
  await page.goBack();
  expect(await heard(page)).toEqual(['back']);
});

test('the way back of the program itself takes the entry away and is not told', async ({
  page,
}) => {
  await canGoBack(page, true);
  expect(await page.evaluate(() => history.state as unknown)).not.toBeNull();
  await canGoBack(page, false);
  await expect.poll(() => page.evaluate(() => history.state as unknown)).toBeNull();
  expect(await heard(page)).toEqual([]);
});

test('in and out in one go ends where it should', async ({ page }) => {
  const state = () => page.evaluate(() => history.state as unknown);
  await page.evaluate(() => {
    for (const can of [true, false, true]) window.back.publish(can);
  });
  await expect.poll(state).not.toBeNull();
  await page.evaluate(() => {
    for (const can of [false, true, false]) window.back.publish(can);
  });
  await expect.poll(state).toBeNull();
  expect(await heard(page)).toEqual([]);
  await canGoBack(page, true);
  await page.goBack();
  await expect.poll(() => heard(page)).toEqual(['back']);
});

test('after a reload the entry of before is one like others', async ({ page }) => {
  await canGoBack(page, true);
  await page.reload();
  await page.evaluate(() => {
    window.heard = [];
    window.back = new window.product.WayBack(() => window.heard.push('back'));
  });
  expect(await page.evaluate(() => history.state as unknown)).toBeNull();
  await canGoBack(page, true);
  await page.goBack();
  await expect.poll(() => heard(page)).toEqual(['back']);
});
