// Lines as the browser breaks them, found with few questions to it.
import type { Page } from '@playwright/test';
import type { TextLayout } from '../../web/text.js';
import { calls, expect, test } from './support/fixture.js';
import { samples } from './support/samples.js';

function layout(page: Page, text: string, width: number, style = 0): Promise<TextLayout> {
  return page.evaluate(([t, s, w]) => window.harness.text.layout(t, s, w), [
    text,
    style,
    width,
  ] as const);
}

/** Lines found the slow way: by asking for the place of every single character. */
function slowLines(page: Page, text: string, width: number): Promise<string[]> {
  return page.evaluate(
    ([t, w]) => {
      const element = document.createElement('div');
      element.className = 'text-line-box text-measure text-0';
      element.style.width = `${w}px`;
      element.textContent = t;
      document.body.append(element);
      const node = element.firstChild!;
      const top = element.getBoundingClientRect().top;
      const lines: string[] = [];
      const range = document.createRange();
      let line = 0;
      for (let i = 0; i < t.length; ++i) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const rect = [...range.getClientRects()].at(-1);
        // A line feed belongs to the line that it ends.
        if (rect && t[i] !== '\n') {
          line = Math.max(line, Math.floor((rect.top + rect.height / 2 - top) / 22));
        }
        lines[line] = (lines[line] ?? '') + t[i];
        if (t[i] === '\n') lines[++line] ??= '';
      }
      const height = element.getBoundingClientRect().height / 22;
      element.remove();
      return Array.from({ length: Math.round(height) }, (_, i) => (lines[i] ?? '').trimEnd());
    },
    [text, width] as const,
  );
}

for (const [name, text] of Object.entries(samples)) {
  test(`breaks ${name} where the browser does`, async ({ page }) => {
    for (const width of [80, 175, 301]) {
      const { lines } = await layout(page, text, width);
      const found = lines.map(({ begin, end }) => text.slice(begin, end));
      expect(found, `${width} px`).toEqual(await slowLines(page, text, width));
    }
  });
}

test('every line lies within its box, and the box within the limit', async ({ page }) => {
  for (const text of Object.values(samples)) {
    const { lines, width, lineHeight } = await layout(page, text, 175);
    expect(lineHeight).toBe(22);
    expect(width).toBeLessThanOrEqual(175);
    for (const line of lines) {
      expect(line.x).toBeGreaterThanOrEqual(0);
      expect(line.x + line.width).toBeLessThanOrEqual(width + 0.01);
    }
  }
});

test('lines from the right end at the right edge of the box', async ({ page }) => {
  const { lines, width } = await layout(page, samples.hebrew, 200);
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(line.rtl).toBe(true);
    expect(line.x + line.width).toBeCloseTo(width, 1);
  }
});

test('each paragraph has its own direction', async ({ page }) => {
  const { lines } = await layout(page, 'one\nשתיים\n123 three\n\u2067שלום\u2069 four', 300);
  expect(lines.map((line) => line.rtl)).toEqual([false, true, false, false]);
});

test('in a box of the width that it reports, the twin breaks the same lines', async ({ page }) => {
  for (const text of Object.values(samples)) {
    const wide = await layout(page, text, 260);
    const tight = await layout(page, text, wide.width);
    expect(tight.lines.map(({ begin, end }) => [begin, end])).toEqual(
      wide.lines.map(({ begin, end }) => [begin, end]),
    );
  }
});

test('without a limit there is one line', async ({ page }) => {
  const text = 'word '.repeat(400).trimEnd();
  const { lines, width } = await layout(page, text, 0);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ begin: 0, end: text.length, x: 0 });
  expect(width).toBeGreaterThan(5000);
});

test('an empty text is one empty line', async ({ page }) => {
  expect(await layout(page, '', 100)).toMatchObject({ lines: [{ begin: 0, end: 0, width: 0 }] });
  const { lines } = await layout(page, '\n\n', 100);
  expect(lines.map(({ begin, end }) => [begin, end])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
});

test('a text of spaces, joiners and marks alone does no harm', async ({ page }) => {
  for (const text of ['   ', '\u200d\u200d\u200d', '\u0301\u0301', '\u200f\u200e', '\ufe0f']) {
    const { lines } = await layout(page, text, 50);
    expect(lines.length).toBeGreaterThanOrEqual(1);
    for (const line of lines) expect(Number.isFinite(line.x + line.width)).toBe(true);
  }
});

test('control characters have no effect and keep the offsets', async ({ page }) => {
  const text = 'a\u0000b\tc\rd\u2028e\u0085f';
  const { lines } = await layout(page, text, 500);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ begin: 0, end: text.length });
});

test('the longest message is laid out', async ({ page }) => {
  const text = Array.from({ length: 1000 }, (_, i) => `word${i} שלום`).join(' ');
  const { lines } = await layout(page, text, 300);
  expect(lines.length).toBeGreaterThan(200);
  for (let i = 1; i < lines.length; ++i) {
    expect(text.slice(lines[i - 1].end, lines[i].begin).trim()).toBe('');
  }
});

test('what is measured is not found in the document', async ({ page }) => {
  await layout(page, 'a secret\nof two lines', 300);
  await expect(page.getByText('a secret')).toHaveCount(0);
  expect(await calls(page, 'scroll')).toEqual([]);
});

test('texts with a common start have their own lines', async ({ page }) => {
  const first = await layout(page, 'the same start and then the end', 100);
  const second = await layout(page, 'the same start and then something else', 100);
  expect(second.lines.at(-1)!.end).toBeGreaterThan(first.lines.at(-1)!.end);
});
