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

/** Each screen that a person who is signed in comes to. */
async function takeAll(person: Person, take: (name: string) => Promise<unknown>): Promise<void> {
  const { page } = person;
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const heading = (name: string) => expect(page.getByRole('heading', { name })).toBeVisible();
  await person.signedIn();
  const conversations = page.getByRole('list', { name: 'Conversations' });
  await expect(conversations.getByRole('button').nth(2)).toBeVisible();
  await take('conversations');
  await press(/^Account/);
  await heading('Account');
  await take('account');
  await press('Back');
  await press('New chat');
  await expect(page.getByRole('list', { name: 'People' })).toBeVisible();
  await take('people');
  await press('New group');
  await heading('New group');
  await page.getByRole('checkbox').first().click();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
  await take('new-group');
  await press('Back');
  await press('Back');
  await person.signedIn();
  await conversations.getByRole('button').first().click();
  await expect(page.getByRole('article').nth(3)).toBeVisible();
  await take('conversation');
  await page.getByRole('article').last().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await take('menu');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

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
        await takeAll(person, (name) => person.page.screenshot({ path: shot(name) }));
        expect(person.complaints).toEqual([]);
        await person.leave();
      }
    }
  } finally {
    await backend.stop();
  }
});
