import type { Page } from '@playwright/test';
import { calls, expect, test } from './support/fixture.js';

const move = 0;
const down = 1;
const up = 2;
const cancel = 3;
const leave = 4;

async function pointer(page: Page, kind: number): Promise<unknown[]> {
  const all = await calls(page, 'pointer');
  return all.filter((call) => call[1] === kind).map((call) => call.slice(2));
}

function synthetic(
  page: Page,
  type: string,
  init: { pointerId?: number; pointerType?: string },
  on = 'canvas',
): Promise<void> {
  return page.evaluate(
    ([name, members, id]) => {
      const event = new PointerEvent(name, { bubbles: true, clientX: 600, ...members });
      document.getElementById(id)!.dispatchEvent(event);
    },
    [type, init, on] as const,
  );
}

async function kindsOfSynthetic(page: Page): Promise<unknown[]> {
  const all = await calls(page, 'pointer');
  return all.filter((call) => call[2] === 600).map((call) => call[1]);
}

test.beforeEach(async ({ page }) => {
  await page.evaluate(() =>
    window.harness.publish(
      [
        { id: 1, role: 'log', name: 'Messages', rect: [0, 0, 400, 400] },
        { id: 2, parent: 1, role: 'article', name: 'Ada', rect: [0, 0, 400, 200] },
        { id: 3, role: 'button', name: 'Send', rect: [500, 500, 80, 40] },
      ],
      [{ node: 1, contentHeight: 4000 }],
    ),
  );
});

test('a press has its place, button and kind', async ({ page }) => {
  await page.mouse.click(520, 510);
  expect(await pointer(page, down)).toEqual([[520, 510, 0, false]]);
  expect(await pointer(page, up)).toEqual([[520, 510, 0, false]]);
  await page.mouse.click(520, 510, { button: 'right' });
  expect((await pointer(page, down)).at(-1)).toEqual([520, 510, 2, false]);
});

test('a mouse that wanders over one thing is not reported', async ({ page }) => {
  await page.mouse.move(100, 20);
  for (let x = 101; x < 160; ++x) await page.mouse.move(x, 30);
  expect((await pointer(page, move)).length).toBeLessThanOrEqual(3);
  await page.mouse.move(520, 510);
  expect((await pointer(page, move)).at(-1)).toEqual([520, 510, 0, false]);
});

test('every move of a drag is reported', async ({ page }) => {
  await page.mouse.move(420, 420);
  await page.mouse.down();
  const before = (await pointer(page, move)).length;
  for (let x = 421; x < 441; ++x) await page.mouse.move(x, 430);
  await page.mouse.up();
  expect((await pointer(page, move)).length - before).toBeGreaterThanOrEqual(15);
  expect(await pointer(page, up)).toEqual([[440, 430, 0, false]]);
});

test('after a press the mouse is reported again where it is', async ({ page }) => {
  for (let x = 510; x < 520; ++x) await page.mouse.move(x, 510);
  await page.mouse.down();
  await page.mouse.up();
  await page.mouse.move(521, 511);
  expect((await pointer(page, move)).at(-1)).toEqual([521, 511, 0, false]);
});

test('who comes back to what he left is reported', async ({ page }) => {
  for (let x = 510; x < 520; ++x) await page.mouse.move(x, 510);
  await synthetic(page, 'pointerleave', { pointerType: 'mouse' }, 'app');
  await page.mouse.move(521, 511);
  expect((await pointer(page, move)).at(-1)).toEqual([521, 511, 0, false]);
});

test('a finger hovers nowhere', async ({ page }) => {
  await synthetic(page, 'pointermove', { pointerType: 'touch' });
  await synthetic(page, 'pointerleave', { pointerType: 'touch' }, 'app');
  expect(await kindsOfSynthetic(page)).toEqual([]);
});

test('a press belongs to its pointer and ends wherever that ends', async ({ page }) => {
  const [first, second] = [{ pointerId: 21 }, { pointerId: 22 }];
  await synthetic(page, 'pointerdown', first);
  for (const type of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) {
    await synthetic(page, type, second);
  }
  await synthetic(page, 'pointermove', first);
  await synthetic(page, 'pointerup', first, 'live'); // Outside of the app.
  await synthetic(page, 'pointerdown', second);
  await synthetic(page, 'pointercancel', second);
  await synthetic(page, 'pointerdown', first);
  expect(await kindsOfSynthetic(page)).toEqual([down, move, up, down, cancel, down]);
});

test('leaving the page is reported once', async ({ page }) => {
  await page.mouse.move(520, 510);
  await page.evaluate(() =>
    document.getElementById('app')!.dispatchEvent(new PointerEvent('pointerleave')),
  );
  expect(await pointer(page, leave)).toHaveLength(1);
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });

  test('a tap is a press by touch', async ({ page }) => {
    await page.touchscreen.tap(520, 510);
    expect(await pointer(page, down)).toEqual([[520, 510, 0, true]]);
    expect(await pointer(page, up)).toEqual([[520, 510, 0, true]]);
  });

  test('a pan scrolls natively and cancels the press', async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: 200, y }],
      });
    // The compositor knows of a scroller only when it has drawn it.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    await touch('touchStart', 300);
    for (let y = 290; y > 100; y -= 10) await touch('touchMove', y);
    await touch('touchEnd', 100);
    await expect.poll(() => pointer(page, cancel)).toHaveLength(1);
    expect(await pointer(page, up)).toEqual([]);
    await expect
      .poll(async () => Number((await calls(page, 'scroll')).at(-1)?.[2]))
      .toBeGreaterThan(100);
  });

  test('a tap on what still scrolls only stops it', async ({ page }) => {
    const press = () =>
      page.evaluate(() => {
        const log = document.querySelector('[role=log]')!;
        log.scrollTop += 50;
        log.dispatchEvent(new Event('scroll'));
        log
          .querySelector('article')!
          .dispatchEvent(
            new PointerEvent('pointerdown', { pointerId: 9, pointerType: 'touch', bubbles: true }),
          );
      });
    await press();
    expect(await pointer(page, down)).toEqual([]);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 150)));
    await page.touchscreen.tap(100, 100);
    expect(await pointer(page, down)).toHaveLength(1);
  });

  test('a second finger is not a second pointer', async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchEnd',
      points: { x: number; y: number; id: number }[],
    ) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await touch('touchStart', [{ x: 520, y: 510, id: 1 }]);
    await touch('touchStart', [
      { x: 520, y: 510, id: 1 },
      { x: 700, y: 300, id: 2 },
    ]);
    await touch('touchEnd', []);
    expect(await pointer(page, down)).toHaveLength(1);
  });
});

test('a lost context is reported, and its return', async ({ page }) => {
  await page.evaluate(() => {
    const gl = window.harness.canvas.getContext('webgl2')!;
    const loss = gl.getExtension('WEBGL_lose_context')!;
    loss.loseContext();
    window.harness.canvas.addEventListener('webglcontextlost', () =>
      setTimeout(() => loss.restoreContext()),
    );
  });
  await expect.poll(() => calls(page, 'restored')).toHaveLength(1);
  expect(await calls(page, 'lost')).toHaveLength(1);
  await expect(page.locator('body')).not.toHaveClass(/no-gl/);
});
