// How the menu of a message is asked for, and when the browser's own comes instead.
import type { Page } from '@playwright/test';
import type { TwinNode } from '../../web/twin.js';
import { calls, expect, test } from './support/fixture.js';
import { message, publish } from './support/twin_screen.js';

const nodes: TwinNode[] = [
  { id: 10, role: 'main', name: 'Ada', rect: [300, 0, 500, 600] },
  { id: 11, parent: 10, role: 'log', name: 'Messages', rect: [300, 50, 500, 450] },
  ...message(30, 'Hello there', 10),
  ...message(31, 'a link', 110),
  {
    id: 50,
    parent: 31,
    role: 'link',
    name: 'example.org',
    value: 'https://example.org/',
    rect: [18, 140, 100, 22],
  },
  { id: 51, parent: 31, role: 'button', name: 'Retry', rect: [130, 140, 100, 22] },
];

test.beforeEach(async ({ page }) => {
  await publish(page, nodes, [{ node: 11, contentHeight: 3000 }]);
  await page.evaluate(() =>
    addEventListener('contextmenu', ({ defaultPrevented }) =>
      window.harness.calls.push(['contextmenu', defaultPrevented ? 'ours' : "the browser's"]),
    ),
  );
});

/** Whose menus came. */
async function menus(page: Page): Promise<unknown[]> {
  return (await calls(page, 'contextmenu')).map(([, whose]) => whose);
}

test('the second button of a mouse asks for it where it was pressed', async ({ page }) => {
  await page.mouse.click(330, 70, { button: 'right' });
  await expect.poll(() => menus(page)).toEqual(['ours']);
  expect(await calls(page, 'menu')).toEqual([['menu', 30, 330, 70, false]]);
  expect(await calls(page, 'activate')).toEqual([]);
});

test("links, selected words and what is no message have the browser's", async ({ page }) => {
  await page.mouse.click(330, 200, { button: 'right' });
  await page.mouse.click(700, 550, { button: 'right' });
  await page.getByText('Hello there').click({ clickCount: 3 });
  await page.getByText('Hello there').click({ button: 'right' });
  await expect.poll(() => menus(page)).toEqual(Array(3).fill("the browser's"));
  expect(await calls(page, 'menu')).toEqual([]);
});

test('Enter and the menu key ask for it without a place', async ({ page }) => {
  const article = page.getByRole('article').first();
  await article.focus();
  await page.keyboard.press('Enter');
  expect(await calls(page, 'activate')).toEqual([['activate', 30]]);
  await article.evaluate((element) =>
    element.dispatchEvent(new PointerEvent('contextmenu', { bubbles: true, cancelable: true })),
  );
  expect(await calls(page, 'activate')).toHaveLength(2);
  expect(await calls(page, 'menu')).toEqual([]);
});

test('Enter that stays down or is pressed on something in the message does not', async ({
  page,
}) => {
  await page.getByRole('article').first().focus();
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  expect(await calls(page, 'activate')).toEqual([['activate', 30]]);
  await page.getByRole('button', { name: 'Retry' }).press('Enter');
  expect((await calls(page, 'activate')).slice(1)).toEqual([['activate', 51]]);
});

interface Finger {
  pointerId: number;
  pointerType: string;
  isPrimary: boolean;
}
type Step = [type: string, x: number, y: number, init?: Partial<Finger>];

/** A finger on the words of the first message, or on `selector`; ends when it could have asked. */
function touch(page: Page, steps: Step[], selector = 'article span'): Promise<void> {
  return page.evaluate(
    async ([all, on]) => {
      const target = document.querySelector(on)!;
      for (const [type, clientX, clientY, init] of all) {
        const finger = { pointerId: 9, pointerType: 'touch', isPrimary: true, bubbles: true };
        target.dispatchEvent(new PointerEvent(type, { ...finger, clientX, clientY, ...init }));
      }
      await new Promise((later) => setTimeout(later, 501)); // Comes after a timer of half a second.
    },
    [steps, selector] as const,
  );
}

test('a finger that stays asks for it, also when it trembles', async ({ page }) => {
  await touch(page, [
    ['pointerdown', 330, 70],
    ['pointermove', 335, 77],
  ]);
  expect(await calls(page, 'menu')).toEqual([['menu', 30, 330, 70, true]]);
});

test('a finger that moves on, leaves or scrolls does not', async ({ page }) => {
  const rest: Step[] = [
    ['pointermove', 330, 81],
    ['pointermove', 341, 70],
    ['pointerup', 330, 70],
    ['pointercancel', 330, 70],
  ];
  for (const step of rest) await touch(page, [['pointerdown', 330, 70], step]);
  expect(await calls(page, 'menu')).toEqual([]);
});

test('neither do a second finger, a mouse, and a finger on a link or beside messages', async ({
  page,
}) => {
  await touch(page, [['pointerdown', 330, 70, { isPrimary: false }]]);
  await touch(page, [['pointerdown', 330, 70, { pointerType: 'mouse' }]]);
  await touch(page, [['pointerdown', 330, 200]], 'a[href]');
  await touch(page, [['pointerdown', 700, 400]], '[role=log]');
  await touch(page, [
    ['pointerdown', 330, 70],
    ['pointerdown', 400, 300, { pointerId: 10, isPrimary: false }],
  ]);
  expect(await calls(page, 'menu')).toEqual([]);
});
