import { expect, test, type Page } from '@playwright/test';
import { servePage } from './support/page_server';

const server = servePage('host');

/** A window with a lock that it has asked for; answers whether it got it. */
async function ask(page: Page): Promise<boolean> {
  await page.goto(server.url);
  return page.evaluate(() => {
    window.lost = 0;
    window.lock = new window.product.WindowLock(() => window.lost++);
    return window.lock.tryAcquire();
  });
}

test('only one window is active, and the next one waits until it closes', async ({
  page,
  context,
}) => {
  expect(await ask(page)).toBe(true);
  const second = await context.newPage();
  expect(await ask(second)).toBe(false);
  const waiting = second.evaluate(() => window.lock.wait());
  await page.close();
  await waiting;
  const third = await context.newPage();
  expect(await ask(third)).toBe(false);
});

test('taking over makes the other window lose, once', async ({ page, context }) => {
  expect(await ask(page)).toBe(true);
  const second = await context.newPage();
  expect(await ask(second)).toBe(false);
  const waiting = second.evaluate(() => window.lock.wait());
  await second.evaluate(() => window.lock.takeOver());
  await waiting;
  await expect.poll(() => page.evaluate(() => window.lost)).toBe(1);
  expect(await second.evaluate(() => window.lost)).toBe(0);
  const third = await context.newPage();
  expect(await ask(third)).toBe(false);
});

test('a frozen window hears of its loss when it thaws', async ({ page, context }) => {
  expect(await ask(page)).toBe(true);
  const session = await context.newCDPSession(page);
  await session.send('Page.enable');
  const second = await context.newPage();
  await second.bringToFront();
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  expect(await ask(second)).toBe(false);
  await second.evaluate(() => window.lock.steal());
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expect.poll(() => page.evaluate(() => window.lost)).toBe(1);
});
