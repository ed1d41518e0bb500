// Asks axe-core about the page as it is; end-to-end tests use it, too.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, ElementContext, NodeResult, RunOptions } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const contrast = 'color-contrast';

interface Found {
  violations: string[];
  /** How many elements were found to be as they should. */
  passed: number;
}

/**
 * Expects no violation, and enough contrast in both themes of all elements that are to be seen.
 * The twin is among them where there is no WebGL; what the canvas shows is measured in tests/ui.
 */
export async function expectAccessible(page: Page): Promise<void> {
  // Not a script element: the page's policy forbids those.
  await page.evaluate(source);
  const all = await ask(page, { rules: { [contrast]: { enabled: false } } }, []);
  expect(all.violations).toEqual([]);
  const twinIsSeen = await page.evaluate(() => document.body.classList.contains('no-gl'));
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  const before = await theme();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    if (before !== undefined) await expect.poll(theme).toBe(colorScheme);
    const rule: RunOptions = { runOnly: { type: 'rule', values: [contrast] } };
    const { violations, passed } = await ask(page, rule, twinIsSeen ? [] : ['#app']);
    expect(violations, colorScheme).toEqual([]);
    if (twinIsSeen) expect(passed, 'texts whose contrast can be measured').toBeGreaterThan(0);
  }
  await page.emulateMedia({ colorScheme: before === 'dark' ? 'dark' : 'light' });
}

function ask(page: Page, options: RunOptions, exclude: string[]): Promise<Found> {
  return page.evaluate(
    async ([options, exclude]) => {
      const { axe } = window as unknown as {
        axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
      };
      // axe takes the box around the fields, which lies over the twin, for one that hides it.
      const fields = document.getElementById('fields');
      if (options.runOnly && fields) fields.style.height = '0';
      const results = await axe.run({ include: ['html'], exclude }, options);
      if (fields) fields.style.height = '';
      const say = (id: string, { html, failureSummary }: NodeResult) =>
        `${id}: ${html} ${failureSummary ?? ''}`;
      return {
        violations: results.violations.flatMap(({ id, nodes }) => nodes.map((n) => say(id, n))),
        passed: results.passes.flatMap(({ nodes }) => nodes).length,
      };
    },
    [options, exclude] as const,
  );
}
