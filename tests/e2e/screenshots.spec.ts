// The pictures of the README, taken from the demo's people and conversations: phone and wide,
// light and dark. Written to docs/screenshots when UPDATE_SCREENSHOTS is set, else to build/.
import { expect, test } from '@playwright/test';
import { join, resolve } from 'node:path';
import { Backend } from './support/backend';
import { desktop, Person, phone } from './support/person';

const root = resolve(import.meta.dirname, '../..');
const folder = join(
  root,
  process.env.UPDATE_SCREENSHOTS ? 'docs/screenshots' : 'build/screenshots',
);

test('phone and wide, light and dark', async ({ browser }) => {
  const backend = await Backend.start({ demo: true });
  try {
    for (const [size, viewport] of Object.entries({ phone, wide: desktop })) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const shot = (name: string) => join(folder, `${name}-${size}-${colorScheme}.png`);
        const deviceScaleFactor = size === 'phone' ? 2 : 1;
        const person = await Person.arrive(browser, backend, 'demo', {
          viewport,
          colorScheme,
          deviceScaleFactor,
        });
        await person.page.screenshot({ path: shot('sign-in') });
        await person.signIn(backend.demoPassword);
        await person.signedIn();
        const conversations = person.page.getByRole('list', { name: 'Conversations' });
        await expect(conversations.getByRole('button').nth(2)).toBeVisible();
        await person.page.screenshot({ path: shot('conversations') });
        await conversations.getByRole('button').first().click();
        await expect(person.page.getByRole('article').nth(3)).toBeVisible();
        await person.page.screenshot({ path: shot('conversation') });
        expect(person.complaints).toEqual([]);
        await person.leave();
      }
    }
  } finally {
    await backend.stop();
  }
});
