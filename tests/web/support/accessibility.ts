// Asks axe-core about the page as it is; end-to-end tests use it, too.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Expects no violation. Contrast is left out: axe cannot see the canvas's pixels, and the
 * palette is checked where it is defined.
 */
export async function expectAccessible(page: Page, ...leftOut: string[]): Promise<void> {
  // Not a script element: the page's policy forbids those.
  await page.evaluate(source);
  const results = await page.evaluate(
    async (rules) => {
      const axe = (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe;
      return axe.run({
        rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
      });
    },
    ['color-contrast', ...leftOut],
  );
  const found = results.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`,
  );
  expect(found).toEqual([]);
}
