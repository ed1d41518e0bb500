// Lists, menus and logs by keyboard.
import type { Locator, Page } from '@playwright/test';
import type { TwinNode } from '../../web/twin.js';
import { calls, expect, test } from './support/fixture.js';
import { message, publish, row, screen, scrollers } from './support/twin_screen.js';

/** The screen with these rows in its list, from `top` on. */
function withRows(names: string[], top = 0): TwinNode[] {
  const rest = screen().filter(({ id }) => ![20, 1020, 21, 1021].includes(id));
  const rows = names.flatMap((name, i) => row(20 + i, name, top + 60 * i));
  return [...rest, ...rows.map((node) => (node.parent === 3 ? { ...node, parent: 4 } : node))];
}

const of = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

test('arrow keys move within a list, which is one tab stop', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Ada Lovelace' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Grace Hopper' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('log')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Grace Hopper' })).toBeFocused();
});

test('an arrow at the edge scrolls the list and goes on when the next row is there', async ({
  page,
}) => {
  await publish(page, screen(), scrollers);
  await page.getByRole('button', { name: 'Grace Hopper' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await calls(page, 'scroll')).at(-1)).toEqual(['scroll', 4, 60]);
  const nodes = screen();
  nodes.splice(
    8,
    0,
    ...row(22, 'Alan Turing', 120).map((n) => (n.parent === 3 ? { ...n, parent: 4 } : n)),
  );
  await publish(page, nodes, scrollers);
  await expect(page.getByRole('button', { name: 'Alan Turing' })).toBeFocused();
});

test('Home and End go to the first and the last', async ({ page }) => {
  await publish(page, withRows(['Ada', 'Grace', 'Alan']), [{ node: 4, contentHeight: 180 }]);
  await of(page, 'Grace').focus();
  await page.keyboard.press('End');
  await expect(of(page, 'Alan')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(of(page, 'Ada')).toBeFocused();
});

test('keys with modifiers are not for the list', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await of(page, 'Ada Lovelace').focus();
  for (const modifier of ['Alt', 'Control', 'Meta'])
    await page.keyboard.press(`${modifier}+ArrowDown`);
  await expect(of(page, 'Ada Lovelace')).toBeFocused();
});

test('the stop of a list is the current row, of a log its last message', async ({ page }) => {
  const nodes = screen().map((node) => (node.id === 1021 ? { ...node, current: true } : node));
  await publish(page, nodes, scrollers);
  await page.keyboard.press('Tab');
  await expect(of(page, 'Grace Hopper')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('article').last()).toBeFocused();
});

test('what is in a message keeps its keys', async ({ page }) => {
  const retry: TwinNode = {
    id: 50,
    parent: 30,
    role: 'button',
    name: 'Retry',
    rect: [20, 20, 90, 20],
  };
  await publish(page, [...screen(), retry], scrollers);
  await of(page, 'Retry').focus();
  await page.keyboard.press('ArrowDown');
  await expect(of(page, 'Retry')).toBeFocused();
});

test('End waits for the rows of the end, however often others come before', async ({ page }) => {
  await publish(page, withRows(['Ada', 'Grace']), [{ node: 4, contentHeight: 2000 }]);
  await of(page, 'Ada').focus();
  await page.keyboard.press('End');
  await expect.poll(async () => (await calls(page, 'scroll')).at(-1)).toEqual(['scroll', 4, 1450]);
  await publish(page, withRows(['Ada', 'Grace']), [{ node: 4, contentHeight: 2000 }]);
  await expect(of(page, 'Ada')).toBeFocused();
  await publish(page, withRows(['Yves', 'Zoe'], 1880), [{ node: 4, contentHeight: 2000 }]);
  await expect(of(page, 'Zoe')).toBeFocused();
});

test('End comes to the last row also when no others have to come', async ({ page }) => {
  const names = ['Ada', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'Zoe'];
  await publish(page, withRows(names), [{ node: 4, contentHeight: 600 }]);
  await of(page, 'Ada').focus();
  await page.keyboard.press('End');
  await expect(of(page, 'Zoe')).toBeFocused();
});

test('Home in a log goes to the first message that is there and does not scroll', async ({
  page,
}) => {
  const later = screen().map((node) =>
    node.role === 'article' || node.role === 'text'
      ? { ...node, rect: [10, node.rect[1] + 1000, 250, 22] as TwinNode['rect'] }
      : node,
  );
  await publish(page, later, [scrollers[0], { ...scrollers[1], top: 990 }]);
  await page.getByRole('article').last().focus();
  await page.keyboard.press('Home');
  await expect(page.getByRole('article').first()).toBeFocused();
  expect(await page.getByRole('log').evaluate((log) => log.scrollTop)).toBe(990);
});

test('who went elsewhere meanwhile stays there', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await of(page, 'Grace Hopper').focus();
  await page.keyboard.press('ArrowDown');
  await of(page, 'Send').focus();
  await publish(page, withRows(['Ada Lovelace', 'Grace Hopper', 'Alan Turing']), scrollers);
  await expect(of(page, 'Send')).toBeFocused();
});

test('focus goes from a message that is gone to the messages', async ({ page }) => {
  await publish(page, [...screen(), ...message(32, 'short-lived', 90)], scrollers);
  await page.getByRole('article').last().focus();
  await publish(page, screen(), scrollers);
  await expect(page.getByRole('log')).toBeFocused();
});

const menu: TwinNode[] = [
  { id: 90, role: 'menu', name: 'Hello there', rect: [320, 90, 200, 88] },
  { id: 91, parent: 90, role: 'menu_item', name: 'Reply', rect: [320, 90, 200, 44] },
  {
    id: 92,
    parent: 90,
    role: 'menu_item',
    name: 'Select text',
    selects: 1030,
    rect: [320, 134, 200, 44],
  },
];

test('a menu has the focus until it is left by Tab or Escape', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.getByRole('article').first().focus();
  await publish(page, [...screen(), ...menu], scrollers);
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Select text' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('menuitem', { name: 'Select text' })).toBeFocused();
  await page.keyboard.press('Escape');
  expect(await calls(page, 'back')).toHaveLength(2);
  await publish(page, screen(), scrollers);
  await expect(page.getByRole('article').first()).toBeFocused();
});

test('Escape goes nowhere where nothing is open', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await of(page, 'Ada Lovelace').press('Escape');
  expect(await calls(page, 'back')).toEqual([]);
});

test('what a menu selects is selected when the menu is gone', async ({ page }) => {
  const selected = () => page.evaluate(() => getSelection()!.toString());
  await publish(page, [...screen(), ...menu], scrollers);
  await page.getByRole('menuitem', { name: 'Select text' }).press('Enter');
  await publish(page, [...screen(), ...menu], scrollers);
  expect(await selected()).toBe('');
  await publish(page, screen(), scrollers);
  expect(await selected()).toBe('Hello there');
  await page.evaluate(() => getSelection()!.removeAllRanges());
  await publish(page, screen(), scrollers);
  expect(await selected()).toBe('');
});
