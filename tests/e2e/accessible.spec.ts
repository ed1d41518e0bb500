// Everybody can use every screen: axe objects to none, and where there is no WebGL the twin is
// the whole interface.
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../web/support/accessibility';
import { desktop, password, Person, phone } from './support/person';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

/** As on a machine whose graphics are blocked. */
function withoutWebGL(): void {
  const real = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'getContext')!
    .value as (this: HTMLCanvasElement, ...values: unknown[]) => unknown;
  HTMLCanvasElement.prototype.getContext = function (
    this: HTMLCanvasElement,
    ...values: unknown[]
  ) {
    return String(values[0]).startsWith('webgl') ? null : real.apply(this, values);
  } as typeof HTMLCanvasElement.prototype.getContext;
}

/** Every form on the way to the list of conversations. */
async function signUpThroughAccessibleForms(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await person.askForAccount('weak');
  await expect(person.problem).toContainText('8 characters');
  await expectAccessible(person.page);
  await person.page.getByLabel('Password', { exact: true }).fill(password);
  await person.page.getByRole('button', { name: 'Create account', exact: true }).click();
  await person.page.getByLabel('Code').waitFor();
  await expectAccessible(person.page);
  await person.confirm(await backend.code(person.name));
  await person.signedIn();
  await expectAccessible(person.page);
}

async function lookAtAccount(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: /^Account/ }).click();
  await expect(person.page.getByRole('heading', { name: 'Account' })).toBeVisible();
  await expectAccessible(person.page);
  await person.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(person.page.getByRole('dialog')).toBeVisible();
  await expectAccessible(person.page);
  await person.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(person.page.getByRole('dialog')).toHaveCount(0);
  await person.page.getByRole('button', { name: 'Back' }).click();
  await person.signedIn();
}

test('every screen is accessible, and without WebGL two people still talk', async ({ browser }) => {
  const alice = await Person.arrive(browser, backend, 'alice', {
    viewport: desktop,
    prepare: async (page) => void (await page.addInitScript(withoutWebGL)),
  });
  await alice.page.getByRole('button', { name: 'Continue' }).click();
  expect(await alice.page.evaluate(() => document.body.className)).toContain('no-gl');
  const bob = await Person.arrive(browser, backend, 'bob', {
    viewport: phone,
    colorScheme: 'dark',
    deviceScaleFactor: 2,
  });
  await signUpThroughAccessibleForms(bob);
  await signUpThroughAccessibleForms(alice);
  await lookAtAccount(alice);
  await lookAtAccount(bob);

  await alice.page.getByRole('button', { name: 'New chat' }).click();
  await expect(alice.page.getByRole('button', { name: /^bob\b/ })).toBeVisible();
  await expectAccessible(alice.page);
  await alice.page.getByRole('button', { name: /^bob\b/ }).click();
  await expect(alice.messageField).toBeVisible();
  await expectAccessible(alice.page);
  await alice.say('Can you read this? مرحبا');
  await alice.sees('Can you read this? مرحبا', 'sent');

  await bob.openConversationWith('alice');
  await bob.sees('Can you read this? مرحبا');
  await bob.say('Every word: https://example.org/');
  await bob.sees('Every word: https://example.org/', 'sent');
  await expect(alice.message('Every word: https://example.org/')).toBeVisible();
  await expectAccessible(bob.page);
  await expectAccessible(alice.page);
  const ink = await alice
    .message('Can you read this? مرحبا')
    .getByText('Can you read this?')
    .evaluate((text) => getComputedStyle(text).color);
  expect(ink).not.toBe('rgba(0, 0, 0, 0)');

  await alice.page.reload();
  await alice.page.getByRole('button', { name: 'Continue' }).click();
  await alice.openConversationWith('bob');
  await expect.poll(() => alice.visibleTexts()).toHaveLength(2);
});
