// Everything that can go wrong from outside says one clear sentence, loses nothing and can be
// tried again.
import { expect, test } from '@playwright/test';
import { damageFiles, fillDisk, limitDisk } from './support/disk';
import { password, Person } from './support/person';
import { ServerTruth } from './support/server_truth';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

/** A signed-in person, and another member of the directory: `bob`. */
async function aliceKnowingBob(browser: import('@playwright/test').Browser): Promise<Person> {
  await ServerTruth.register('bob', backend);
  const alice = await Person.arrive(browser, backend, 'alice');
  await alice.signUp();
  return alice;
}

test('a wrong password says so and the right one works afterwards', async ({ browser }) => {
  await ServerTruth.register('alice', backend);
  const alice = await Person.arrive(browser, backend, 'alice');
  await alice.signIn('Wrong-Horse-8');
  await expect(alice.problem).toHaveText('The username or the password is not right.');
  await alice.signIn();
  await alice.signedIn();
});

test('a wrong code and an expired code say so, and a new code confirms', async ({ browser }) => {
  const alice = await Person.arrive(browser, backend, 'alice');
  await alice.askForAccount(password);
  await alice.page.getByLabel('Code').waitFor();
  const right = await backend.code('alice');
  await alice.confirm(right === '000000' ? '000001' : '000000');
  await expect(alice.problem).toHaveText('This code is not right. Please look again.');
  await backend.fault({ expireCodes: 'alice' });
  await alice.confirm(right);
  await expect(alice.problem).toHaveText('This code is too old. Press “Send a new code”.');
  await alice.page.getByRole('button', { name: 'Send a new code' }).click();
  await expect(alice.page.getByRole('status')).toContainText('new code');
  await alice.confirm(await backend.code('alice'));
  await alice.signedIn();
});

test('a weak password and a taken name say so and keep what was typed', async ({ browser }) => {
  await ServerTruth.register('alice', backend);
  const second = await Person.arrive(browser, backend, 'alice');
  await second.askForAccount('weak');
  await expect(second.problem).toContainText('8 characters');
  await expect(second.page.getByLabel('Username', { exact: true })).toHaveValue('alice');
  await second.page.getByLabel('Password', { exact: true }).fill(password);
  await second.page.getByRole('button', { name: 'Create account', exact: true }).click();
  await expect(second.problem).toHaveText('This username is taken. Please choose another one.');
  await second.page.getByLabel('Username', { exact: true }).fill('alicia');
  await second.page.getByRole('button', { name: 'Create account', exact: true }).click();
  await second.page.getByLabel('Code').waitFor();
});

test('no network at sign-in says so and the same form works once it is back', async ({
  browser,
}) => {
  await ServerTruth.register('alice', backend);
  const alice = await Person.arrive(browser, backend, 'alice');
  await alice.context.setOffline(true);
  await alice.signIn();
  await expect(alice.problem).toHaveText('The server cannot be reached. Are you online?');
  await alice.context.setOffline(false);
  await alice.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await alice.signedIn();
});

test('a malformed answer at sign-in says so and a second try works', async ({ browser }) => {
  await ServerTruth.register('alice', backend);
  const alice = await Person.arrive(browser, backend, 'alice');
  await backend.fault({ path: '/cognito/', kind: 'malformed', count: 1 });
  await alice.signIn();
  await expect(alice.problem).toHaveText(
    'The server sent an answer ChatQL cannot read. Please try again.',
  );
  await alice.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await alice.signedIn();
});

for (const kind of ['malformed', 'oversized']) {
  test(`a ${kind} answer to a message says so and the message is not doubled`, async ({
    browser,
  }) => {
    const alice = await aliceKnowingBob(browser);
    await alice.startConversationWith('bob');
    await alice.say('First');
    await alice.sees('First', 'sent');
    // The sockets are cut too: else the message's own push would hide the broken answer.
    await backend.fault({ path: '/graphql', match: 'CreateMessage', kind, count: 2 });
    await backend.fault({ path: '/graphql/realtime', kind: 'drop', count: 3 });
    await backend.fault({ cut: 'sockets' });
    await alice.say('Second');
    await expect(alice.status.filter({ hasText: 'cannot read' })).toBeVisible();
    await alice.sees('Second', 'sent');
    await expect(alice.status.filter({ hasText: 'cannot read' })).toHaveCount(0);
    const truth = await ServerTruth.as('alice', backend);
    const [conversation] = await truth.conversationIds();
    const contents = (await truth.messages(conversation)).map((message) => message.content);
    expect(contents).toEqual(['First', 'Second']);
  });
}

test('a damaged file on the disk says so and the messages are loaded again', async ({
  browser,
}) => {
  const alice = await aliceKnowingBob(browser);
  await alice.startConversationWith('bob');
  for (const text of ['One', 'Two', 'Three']) {
    await alice.say(text);
    await alice.sees(text, 'sent');
  }
  const damaged = await damageFiles(alice.page, /./);
  expect(damaged).toBeGreaterThan(0);
  await alice.page.reload();
  await expect(alice.status.filter({ hasText: 'damaged' })).toBeVisible();
  await alice.openConversationWith('bob');
  await expect.poll(() => alice.visibleTexts()).toEqual(['One', 'Two', 'Three']);
});

test('a full disk says so, and the messages still arrive', async ({ browser }) => {
  await ServerTruth.register('bob', backend);
  const { origin } = new URL(backend.url);
  const alice = await Person.arrive(browser, backend, 'alice', {
    prepare: (page) => limitDisk(page, origin, 6_000_000),
  });
  await alice.signUp();
  await alice.startConversationWith('bob');
  const trouble = alice.problem.filter({ hasText: 'This device is full' });
  const said: string[] = [];
  const sayUntil = async (shown: number): Promise<void> => {
    await expect(async () => {
      said.push(`Line ${said.length + 1}`);
      await alice.say(said.at(-1)!);
      await expect(trouble).toHaveCount(shown, { timeout: 2_000 });
    }).toPass({ timeout: 60_000, intervals: [500] });
    await alice.sees(said.at(-1)!, 'sent');
  };
  await sayUntil(0);
  await fillDisk(alice.page);
  await sayUntil(1);
  await limitDisk(alice.page, origin);
  await sayUntil(0);
  const truth = await ServerTruth.as('alice', backend);
  const [conversation] = await truth.conversationIds();
  const contents = (await truth.messages(conversation)).map((message) => message.content);
  expect(contents).toEqual(said);
});
