// Everybody can use every screen: axe objects to none, and where there is no WebGL the twin is
// the whole interface.
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../web/support/accessibility';
import { desktop, password, Person, phone } from './support/person';
import { ServerTruth } from './support/server_truth';
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

/** Opens something over the rest, looks at it and closes it again. */
async function lookAtDialog(person: Person, open: () => Promise<void>, close: string) {
  const dialog = person.page.getByRole('dialog');
  await open();
  await expect(dialog).toBeVisible();
  await expectAccessible(person.page);
  await dialog.getByRole('button', { name: close, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

async function lookAtAccount(person: Person): Promise<void> {
  const press = (name: string) => () => person.page.getByRole('button', { name }).click();
  await person.page.getByRole('button', { name: /^Account/ }).click();
  await expect(person.page.getByRole('heading', { name: 'Account' })).toBeVisible();
  await expectAccessible(person.page);
  await lookAtDialog(person, press('Sign out'), 'Cancel');
  await lookAtDialog(person, press('Keyboard shortcuts'), 'Close');
  await person.page.getByRole('button', { name: 'Back' }).click();
  await person.signedIn();
}

async function lookAtMenuOf(person: Person, text: string): Promise<void> {
  const menu = await person.openMenuOf(text);
  await expect(menu).toBeVisible();
  await expectAccessible(person.page);
  await person.page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await lookAtDialog(person, () => person.choose(text, 'Info'), 'Close');
  if ((await person.message(text).getAttribute('aria-label'))?.startsWith('You'))
    await lookAtDialog(person, () => person.choose(text, 'Delete'), 'Cancel');
  await person.choose(text, 'Reply');
  await expect(person.page.getByText(/^Reply to/)).toBeVisible();
  await expectAccessible(person.page);
  await person.page.getByRole('button', { name: 'Cancel' }).click();
}

/** From the list of people on; ends in the group. */
async function lookAtGroups(person: Person, others: string[]): Promise<void> {
  const { page } = person;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  await press('New chat');
  await press('New group');
  await page.getByRole('textbox', { name: 'Name of the group' }).fill('Friends');
  await expectAccessible(page);
  for (const name of others) await page.getByRole('checkbox', { name }).click();
  await expectAccessible(page);
  await press('Create group');
  await press('Details of Friends');
  await expect(heading('Group')).toBeVisible();
  await expectAccessible(page);
  await press('Add people');
  await expect(heading('Add people')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back', exact: true }).first().click();
  await expect(heading('Group')).toBeVisible();
  await lookAtDialog(person, () => press('Leave group'), 'Cancel');
  await page.getByRole('button', { name: 'Back', exact: true }).first().click();
  await expect(heading('Group')).toHaveCount(0);
}

/** A message that the server refuses, and one that waits behind it. */
async function lookAtRefusedMessage(person: Person): Promise<void> {
  const refusal = { kind: 'status', status: 400, applied: false };
  await backend.fault({ path: '/graphql', match: 'CreateMessage', ...refusal });
  await person.say('Never sent');
  await expect(person.page.getByRole('button', { name: 'Retry' })).toBeVisible();
  await person.say('Behind it');
  await expect(person.page.getByRole('button', { name: 'Send the rest' })).toBeVisible();
  await expectAccessible(person.page);
  await person.context.setOffline(true);
  await expect(person.status.filter({ hasText: /offline/i })).toBeVisible();
  await expectAccessible(person.page);
  await person.context.setOffline(false);
}

test('groups, menus, dialogs and what was refused are accessible', async ({ browser }) => {
  for (const name of ['bob', 'carol']) await ServerTruth.register(name, backend);
  const alice = await Person.arrive(browser, backend, 'alice', {
    viewport: phone,
    prepare: async (page) => void (await page.addInitScript(withoutWebGL)),
  });
  await alice.page.getByRole('button', { name: 'Continue' }).click();
  await alice.signUp();
  await lookAtAccount(alice);
  await lookAtGroups(alice, ['bob', 'carol']);
  await alice.say('Hello all');
  await alice.sees('Hello all', 'sent');
  await lookAtMenuOf(alice, 'Hello all');
  await lookAtRefusedMessage(alice);
  expect(alice.complaints.filter((complaint) => !complaint.includes('status of 400'))).toEqual([]);
});

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
