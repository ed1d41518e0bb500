// Two phones: everything by finger, and the way back of the platform.
import { devices, expect, test } from '@playwright/test';
import { Person } from './support/person';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

test('two people with phones talk, answer and find their way back', async ({ browser }) => {
  const alice = await Person.arrive(browser, backend, 'alice', devices['Pixel 7']);
  const bob = await Person.arrive(browser, backend, 'bob', devices['iPhone 14']);
  await Promise.all([alice.signUp(), bob.signUp()]);
  await alice.startConversationWith('bob');
  await alice.say('Hello from a Pixel');
  await alice.sees('Hello from a Pixel', 'sent');
  await bob.openConversationWith('alice');
  await bob.sees('Hello from a Pixel');

  await bob.choose('Hello from a Pixel', 'Reply');
  await expect(bob.messageField).toBeFocused();
  await bob.say('Hello from an iPhone');
  await alice.sees('Hello from an iPhone');
  const quote = alice.page.getByRole('button', { name: 'Answers You: Hello from a Pixel' });
  await expect(quote).toBeVisible();
  await alice.choose('Hello from a Pixel', 'Edit');
  await alice.say('Good morning');
  await bob.sees('Good morning');

  await bob.choose('Good morning', 'Select text');
  await expect.poll(() => bob.page.evaluate(() => String(getSelection()))).toBe('Good morning');

  const menu = await bob.openMenuOf('Hello from an iPhone');
  await bob.page.goBack();
  await expect(menu).toHaveCount(0);
  await expect(bob.messageField).toBeVisible();
  await bob.page.goBack();
  await expect(bob.messageField).toHaveCount(0);
  await bob.signedIn();
  await alice.say('Gone?');
  await expect(bob.conversationsWith('alice')).toHaveAccessibleName(/1 unread/);
  await bob.openConversationWith('alice');
  await bob.press(bob.page.getByRole('button', { name: 'Back' }));
  await bob.signedIn();
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});
