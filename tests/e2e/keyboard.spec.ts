// Somebody who has nothing but a keyboard.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { password, Person } from './support/person';
import { ServerTruth } from './support/server_truth';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

/** Goes on with one key until `target` has the focus. */
async function goTo(page: Page, key: string, target: Locator): Promise<void> {
  const isThere = () =>
    target.evaluateAll((found) => found.some((element) => element === document.activeElement));
  await expect(async () => {
    if (!(await isThere())) await page.keyboard.press(key);
    await expect(target).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });
}

test('what another one wrote is found, read and answered with the keyboard alone', async ({
  browser,
}) => {
  const bobs = await ServerTruth.register('bob', backend);
  const conversation = await bobs.converse(await ServerTruth.register('alice', backend));
  for (let number = 1; number <= 30; number++) await bobs.say(conversation, `Number ${number}`);
  const alice = await Person.arrive(browser, backend, 'alice', {
    viewport: { width: 390, height: 700 },
  });
  const { page } = alice;
  const { keyboard } = page;
  await goTo(page, 'Tab', page.getByLabel('Username', { exact: true }));
  await keyboard.type('alice');
  await goTo(page, 'Tab', page.getByLabel('Password', { exact: true }));
  await keyboard.type(password);
  await keyboard.press('Enter');
  await goTo(page, 'Tab', alice.conversationsWith('bob'));
  await keyboard.press('Enter');
  await goTo(page, 'Shift+Tab', page.getByRole('article').last());
  await keyboard.press('End');
  await expect(alice.message('Number 30')).toBeFocused();
  await goTo(page, 'ArrowUp', alice.message('Number 5'));
  await expect(alice.message('Number 5')).toBeInViewport();
  await keyboard.press('End');
  await expect(alice.message('Number 30')).toBeFocused();
  await keyboard.press('Home');
  await expect(alice.message('Number 30')).not.toBeFocused();
  await keyboard.press('End');
  await expect(alice.message('Number 30')).toBeFocused();

  await keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(alice.message('Number 30')).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(alice.messageField).toBeFocused();
  await keyboard.type('Thirty is enough');
  await keyboard.press('Enter');
  await alice.sees('Thirty is enough', 'sent');
  await expect(page.getByRole('button', { name: 'Answers bob: Number 30' })).toBeVisible();

  await goTo(page, 'Shift+Tab', alice.message('Number 30'));
  await keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('This help')).toBeVisible();
  await keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await goTo(page, 'Shift+Tab', page.getByRole('button', { name: 'Back' }));
  await keyboard.press('Enter');
  await expect(alice.messageField).toHaveCount(0);
  await goTo(page, 'Tab', alice.conversationsWith('bob'));
  expect(alice.complaints).toEqual([]);
});
