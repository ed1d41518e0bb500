// What people do with a conversation, told by what the other one sees of it.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { storedFiles } from './support/disk';
import { desktop, Person, phone } from './support/person';
import { ServerTruth } from './support/server_truth';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

/** Alice at a desk and Bob with a phone, in one conversation that both have open. */
async function meet(browser: Browser): Promise<[Person, Person]> {
  const alice = await Person.arrive(browser, backend, 'alice', { viewport: desktop });
  const bob = await Person.arrive(browser, backend, 'bob', { viewport: phone });
  await Promise.all([alice.signUp(), bob.signUp()]);
  await alice.startConversationWith('bob');
  await alice.say('Hello');
  await bob.openConversationWith('alice');
  await bob.sees('Hello');
  return [alice, bob];
}

/** How many frames are drawn while the dots move for so long; -1: they went away meanwhile. */
function framesWhileDotsMove(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (duration) => {
    const dot = document.querySelector('.typing i')!;
    const [animation] = dot.getAnimations();
    const begin = Number(animation.currentTime);
    const before = window.__chatql.frames;
    while (dot.isConnected && Number(animation.currentTime) < begin + duration)
      await new Promise(requestAnimationFrame);
    return dot.isConnected ? window.__chatql.frames - before : -1;
  }, ms);
}

test('one sees that the other types, without drawing a frame, and what he has read', async ({
  browser,
}) => {
  const [alice, bob] = await meet(browser);
  await alice.sees('Hello', 'read');
  const typing = alice.page.getByText('bob is typing', { exact: true });
  await bob.messageField.pressSequentially('I am wri');
  await expect(typing).toBeVisible();
  await alice.messageField.focus();
  await expect(async () => {
    const writing = bob.messageField.pressSequentially('t'.repeat(30), { delay: 400 });
    await expect(typing).toBeVisible();
    const frames = await framesWhileDotsMove(alice.page, 10_000);
    await writing;
    expect(frames).toBe(0);
  }).toPass();
  await bob.say('I have written');
  await alice.sees('I have written');
  await expect(typing).toHaveCount(0);

  await bob.page.goBack();
  await expect(bob.messageField).toHaveCount(0);
  await alice.say('Are you still there?');
  await alice.sees('Are you still there?', 'sent');
  await expect(bob.conversationsWith('alice')).toHaveAccessibleName(/1 unread/);
  await expect(alice.message('Are you still there?')).toHaveAccessibleName(/sent$/);
  await bob.openConversationWith('alice');
  await alice.sees('Are you still there?', 'read');
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});

test('what was begun is found again after a reload, each in its conversation', async ({
  browser,
}) => {
  await ServerTruth.register('bob', backend);
  await ServerTruth.register('carol', backend);
  const alice = await Person.arrive(browser, backend, 'alice', { viewport: phone });
  await alice.signUp();
  for (const other of ['bob', 'carol']) {
    await alice.startConversationWith(other);
    await alice.messageField.fill(`half a sentence to ${other}`);
    await alice.page.goBack();
    await expect(alice.messageField).toHaveCount(0);
    await expect(alice.conversationsWith(other)).toHaveAccessibleName(/Draft: half a sentence/);
    const written = expect.poll(() => storedFiles(alice.page, /\/d\//).then(String));
    await written.toContain(`half a sentence to ${other}`);
  }
  await alice.page.reload();
  await expect(alice.conversationsWith('carol')).toHaveAccessibleName(/Draft: half a sentence/);
  await alice.openConversationWith('bob');
  await expect(alice.messageField).toHaveValue('half a sentence to bob');
  await alice.messageField.press('Enter');
  await alice.sees('half a sentence to bob', 'sent');
  await alice.page.goBack();
  await expect(alice.conversationsWith('bob')).not.toHaveAccessibleName(/Draft/);
  await expect(alice.conversationsWith('carol')).toHaveAccessibleName(/Draft/);
});

test('an answer quotes, an edit and a deletion reach the other one', async ({ browser }) => {
  const [alice, bob] = await meet(browser);
  await bob.choose('Hello', 'Reply');
  await expect(bob.page.getByText('Reply to alice', { exact: true })).toBeVisible();
  await bob.say('Hello yourself');
  await alice.sees('Hello yourself');
  const quote = alice.page.getByRole('button', { name: 'Answers You: Hello' });
  await expect(quote).toBeVisible();

  await alice.choose('Hello', 'Edit');
  await expect(alice.messageField).toHaveValue('Hello');
  await expect(alice.messageField).toBeFocused();
  await alice.say('Good morning');
  await bob.sees('Good morning');
  await expect(bob.message('Good morning')).toHaveAccessibleName(/edited/);
  await expect(alice.page.getByRole('button', { name: 'Answers You: Good morning' })).toBeVisible();

  await alice.choose('Good morning', 'Info');
  const info = alice.page.getByRole('dialog', { name: 'Info' });
  await expect(info.getByText('Read by')).toBeVisible();
  await expect(info.getByText('bob', { exact: true })).toBeVisible();
  await info.getByRole('button', { name: 'Close' }).click();
  await expect(info).toHaveCount(0);

  await alice.choose('Good morning', 'Delete');
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(alice.page.getByRole('dialog')).toHaveCount(0);
  await expect(bob.message('Message deleted')).toHaveCount(1);
  await expect(bob.message('Good morning')).toHaveCount(0);
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});

test('a group of three is made, talked in, renamed, joined by a fourth and left', async ({
  browser,
}) => {
  for (const name of ['carol', 'dave']) await ServerTruth.register(name, backend);
  const alice = await Person.arrive(browser, backend, 'alice', { viewport: desktop });
  const bob = await Person.arrive(browser, backend, 'bob', { viewport: phone });
  await Promise.all([alice.signUp(), bob.signUp()]);
  const { page } = alice;
  await page.getByRole('button', { name: 'New chat' }).click();
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('textbox', { name: 'Name of the group' }).fill('Friends');
  await page.getByRole('checkbox', { name: 'bob' }).click();
  await page.getByRole('checkbox', { name: 'carol' }).click();
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByRole('main').getByText('3 members')).toBeVisible();
  await alice.say('Hello all');
  await bob.openConversationWith('Friends');
  await bob.sees('Hello all');
  await bob.say('Hello, you two');
  await alice.sees('Hello, you two');
  await expect(alice.message('Hello all')).toHaveAccessibleName(/sent$/); // Carol was not here.

  await page.getByRole('button', { name: 'Details of Friends' }).click();
  await expect(page.getByRole('list', { name: 'Members' }).getByRole('listitem')).toHaveCount(3);
  await page.getByRole('textbox', { name: 'Name of the group' }).fill('Old friends');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(bob.page.getByRole('heading', { name: 'Old friends' })).toBeVisible();
  await page.getByRole('button', { name: 'Add people' }).click();
  await page.getByRole('checkbox', { name: 'dave' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(bob.page.getByText('4 members')).toBeVisible();
  await page.getByRole('button', { name: 'Leave group' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(alice.conversationsWith('Old friends')).toHaveCount(0);
  await expect(bob.page.getByText('3 members')).toBeVisible();
  await bob.say('Good bye');
  await bob.sees('Good bye', 'sent');
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});
