import type { Page } from '@playwright/test';
import type { FieldSpec } from '../../web/fields.js';
import { expectAccessible } from './support/accessibility.js';
import { calls, expect, test } from './support/fixture.js';

const input = 0;
const submit = 1;
const lines = 2;
const focus = 3;
const blur = 4;
const cancel = 5;

const composer: FieldSpec = {
  id: 'composer',
  label: 'Message',
  placeholder: 'Message Ada',
  rect: [100, 500, 300, 22],
  maxLength: 20,
};

function publish(page: Page, fields: FieldSpec[]): Promise<void> {
  return page.evaluate(
    (all) =>
      window.harness.publish(
        [
          { id: 1, role: 'main', name: 'Ada', rect: [0, 0, 800, 500] },
          { id: 2, parent: 1, role: 'heading', name: 'Ada', rect: [0, 0, 100, 20] },
        ],
        [],
        all,
      ),
    fields,
  );
}

async function heard(page: Page, kind: number): Promise<unknown[]> {
  const all = await calls(page, 'field');
  return all.filter((call) => call[2] === kind).map((call) => call[3]);
}

test.beforeEach(async ({ page }) => {
  await publish(page, [composer]);
});

test('is a real, named text field where the program wants it', async ({ page }) => {
  const field = page.getByRole('textbox', { name: 'Message' });
  await expect(field).toHaveAttribute('placeholder', 'Message Ada');
  await expect(field).toHaveAttribute('enterkeyhint', 'send');
  await expect(field).toHaveAttribute('dir', 'auto');
  await expect(field).toHaveAttribute('spellcheck', 'true');
  await expect(field).toHaveAttribute('autocapitalize', 'sentences');
  expect(await field.boundingBox()).toEqual({ x: 100, y: 500, width: 300, height: 22 });
  // Below 16 px phones zoom the page in when the field gets the focus.
  expect(await field.evaluate((f) => getComputedStyle(f).fontSize)).toBe('16px');
  await expectAccessible(page);
});

test('reports what is typed, focus and blur', async ({ page }) => {
  await page.getByRole('textbox').click();
  await page.keyboard.type('hé 👍');
  expect((await heard(page, input)).at(-1)).toBe('hé 👍');
  expect(await heard(page, focus)).toHaveLength(1);
  await page.getByRole('textbox').blur();
  await expect.poll(() => heard(page, blur)).toHaveLength(1);
});

test("presses on the field are not the canvas's", async ({ page }) => {
  await page.getByRole('textbox').click();
  const kinds = (await calls(page, 'pointer')).map((call) => call[1]);
  expect(kinds).not.toContain(1);
  expect(kinds).not.toContain(2);
});

test('Enter submits, Shift+Enter breaks the line', async ({ page }) => {
  await page.getByRole('textbox').click();
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  expect(await heard(page, submit)).toEqual([]);
  await page.keyboard.press('Enter');
  expect(await heard(page, submit)).toEqual(['one\ntwo']);
  await expect(page.getByRole('textbox')).toHaveValue('one\ntwo');
});

test('Enter that stays down submits once', async ({ page }) => {
  await page.getByRole('textbox').click();
  for (let times = 0; times < 3; ++times) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  expect(await heard(page, submit)).toEqual(['']);
  await expect(page.getByRole('textbox')).toHaveValue('');
});

test("Escape cancels; that and Enter are the input method's while it composes", async ({
  page,
}) => {
  const press = (init: { key: string; isComposing?: boolean; keyCode?: number }) =>
    page.getByRole('textbox').evaluate((field, keys) => {
      field.dispatchEvent(new KeyboardEvent('keydown', keys));
    }, init);
  for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
    await press({ key: 'Escape', ...composing });
    await press({ key: 'Enter', ...composing });
  }
  expect(await heard(page, cancel)).toEqual([]);
  expect(await heard(page, submit)).toEqual([]);
  await page.getByRole('textbox').press('Escape');
  expect(await heard(page, cancel)).toEqual(['']);
});

test('Enter within a composition belongs to the input method', async ({ page }) => {
  await page.getByRole('textbox').click();
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', {
    text: 'にほん',
    selectionStart: 3,
    selectionEnd: 3,
  });
  expect((await heard(page, input)).at(-1)).toBe('にほん');
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  expect(await heard(page, submit)).toEqual([]);
  await session.send('Input.insertText', { text: '日本' });
  await expect(page.getByRole('textbox')).toHaveValue('日本');
  await page.keyboard.press('Enter');
  expect(await heard(page, submit)).toEqual(['日本']);
});

test('keeps what was typed between Enter and the answer of the program', async ({ page }) => {
  await page.getByRole('textbox').click();
  await page.keyboard.type('first');
  await page.keyboard.press('Enter');
  await page.keyboard.type('next');
  await publish(page, [{ ...composer, value: '' }]);
  await expect(page.getByRole('textbox')).toHaveValue('next');
});

test('what is emptied later is emptied whole', async ({ page }) => {
  await page.getByRole('textbox').fill('a');
  await page.getByRole('textbox').press('Enter');
  await publish(page, [{ ...composer, value: '' }]);
  await page.getByRole('textbox').fill('and more');
  await publish(page, [{ ...composer, value: '' }]);
  await expect(page.getByRole('textbox')).toHaveValue('');
});

test('writing goes on at the end of what the program wrote', async ({ page }) => {
  await page.getByRole('textbox').focus();
  await publish(page, [{ ...composer, value: 'a draft' }]);
  await page.keyboard.type('!');
  await expect(page.getByRole('textbox')).toHaveValue('a draft!');
});

test('has the name, the words and the limit of the moment', async ({ page }) => {
  await publish(page, [{ ...composer, label: 'Edit', placeholder: 'Your words', maxLength: 0 }]);
  const field = page.getByRole('textbox', { name: 'Edit' });
  await expect(field).toHaveAttribute('placeholder', 'Your words');
  await expect(page.getByRole('form', { name: 'Edit' })).toHaveCount(1);
  await field.focus();
  await page.keyboard.insertText('more than twenty characters');
  await expect(field).toHaveValue('more than twenty characters');
});

test('is overwritten only when the program says so', async ({ page }) => {
  await page.getByRole('textbox').fill('a draft');
  await publish(page, [{ ...composer, rect: [50, 400, 300, 22] }]);
  await expect(page.getByRole('textbox')).toHaveValue('a draft');
  await publish(page, [{ ...composer, value: 'another room' }]);
  await expect(page.getByRole('textbox')).toHaveValue('another room');
  await publish(page, [{ ...composer, value: '' }]);
  await expect(page.getByRole('textbox')).toHaveValue('');
});

test('takes no more than its limit in UTF-16 code units', async ({ page }) => {
  await page.getByRole('textbox').click();
  await page.keyboard.insertText('123456789012345678👍👍');
  const value = await page.getByRole('textbox').inputValue();
  expect(value.length).toBeLessThanOrEqual(20);
  expect(value.startsWith('123456789012345678')).toBe(true);
});

test('asks for as many lines as the text has, at most six', async ({ page }) => {
  await expect.poll(() => heard(page, lines)).toEqual(['1']);
  await publish(page, [{ ...composer, maxLength: 0 }]);
  await page.getByRole('textbox').click();
  for (let line = 0; line < 8; ++line) {
    await page.keyboard.type('x');
    await page.keyboard.press('Shift+Enter');
  }
  expect(await heard(page, lines)).toEqual(['1', '2', '3', '4', '5', '6']);
  await publish(page, [{ ...composer, maxLength: 0, value: 'short' }]);
  await expect.poll(async () => (await heard(page, lines)).at(-1)).toBe('1');
});

test('of one line scrolls sideways and takes no line breaks', async ({ page }) => {
  await publish(page, [{ ...composer, oneLine: true, maxLength: 0 }]);
  const field = page.getByRole('textbox', { name: 'Message' });
  await expect(field).toHaveAttribute('enterkeyhint', 'done');
  await field.pressSequentially('a long name that does not fit into so narrow a field');
  const sizes = await field.evaluate((f) => [f.scrollHeight, f.scrollWidth > f.clientWidth]);
  expect(sizes).toEqual([22, true]);
  await field.press('Shift+Enter');
  expect(await heard(page, submit)).toHaveLength(1);
  await field.fill('pasted\nin two  lines');
  await expect(field).toHaveValue('pasted in two lines');
  expect((await heard(page, input)).at(-1)).toBe('pasted in two lines');
});

test('asks again when its width changes', async ({ page }) => {
  await page.getByRole('textbox').fill('four words on it');
  await publish(page, [{ ...composer, rect: [100, 400, 60, 22] }]);
  await expect.poll(async () => Number((await heard(page, lines)).at(-1))).toBeGreaterThan(1);
});

test('counts lines at the size of text that was chosen', async ({ page }) => {
  await page.evaluate(() => window.harness.setTextScale(2));
  await page.getByRole('textbox').fill('one line');
  await publish(page, [{ ...composer, rect: [100, 400, 299, 44] }]);
  expect(await heard(page, lines)).toEqual(['1']);
});

test('the same height is not reported twice', async ({ page }) => {
  await page.getByRole('textbox').click();
  await page.keyboard.type('some text');
  for (let i = 0; i < 5; ++i) await publish(page, [composer]);
  expect(await heard(page, lines)).toEqual(['1']);
});

test('stays the same element, so phones keep their keyboard open', async ({ page }) => {
  await page.getByRole('textbox').click();
  await publish(page, [{ ...composer, value: '', rect: [0, 100, 200, 44] }]);
  await expect(page.getByRole('textbox')).toBeFocused();
});

test('reports nothing while the program is publishing', async ({ page }) => {
  await page.getByRole('textbox').fill('a text that will take more than one line');
  const during = await page.evaluate((field) => {
    const { harness } = window;
    const before = harness.calls.length;
    harness.publish([], [], [{ ...field, rect: [0, 0, 40, 22], value: 'new text for it' }]);
    harness.publish([], [], []);
    return harness.calls.length - before;
  }, composer);
  expect(during).toBe(0);
});

test('goes when the program has no field any more', async ({ page }) => {
  await publish(page, []);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.locator('#fields')).not.toHaveAttribute('role');
  await expect(page.locator('#fields')).not.toHaveAttribute('aria-label');
});

test('what is drawn above the field is cut out of it, and the focus stays', async ({ page }) => {
  const field = page.getByRole('textbox', { name: 'Message' });
  await field.fill('below the menu');
  await publish(page, [{ ...composer, cut: [150, 480, 100, 60] }]);
  const at = (x: number, y: number) =>
    page.evaluate(([left, top]) => document.elementFromPoint(left, top)?.tagName, [x, y] as const);
  expect(await at(120, 510)).toBe('TEXTAREA');
  expect(await at(200, 510)).not.toBe('TEXTAREA');
  expect(await at(300, 510)).toBe('TEXTAREA');
  await expect(field).toBeFocused();
  await publish(page, [composer]);
  expect(await at(200, 510)).toBe('TEXTAREA');
});

test('takes pasted text as text', async ({ page }) => {
  await page.evaluate(() => {
    const rich = document.createElement('p');
    const bold = document.createElement('b');
    bold.textContent = 'bold words';
    rich.append(bold);
    document.body.append(rich);
    getSelection()!.selectAllChildren(rich);
  });
  await page.keyboard.press('Control+C');
  const field = page.getByRole('textbox', { name: 'Message' });
  await field.focus();
  await page.keyboard.press('Control+V');
  await expect(field).toHaveValue('bold words');
  expect((await heard(page, input)).at(-1)).toBe('bold words');
});
