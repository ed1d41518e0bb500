// Two people in two real browsers against the real backend: the whole product in one story.
import { expect, test, type Browser } from '@playwright/test';
import { desktop, Person, phone } from './support/person';
import { greenPixels } from './support/pixels';
import { ServerTruth } from './support/server_truth';
import { backend, eachHasItsBackend } from './support/story';

const scripts = {
  latin: 'Hello, café! Shall we meet at 7?',
  arabic: 'مرحبا، كيف حالك اليوم؟',
  hindi: 'नमस्ते! क्या हाल है?',
  chinese: '你好，今天过得怎么样？',
  thai: 'สวัสดี วันนี้เป็นอย่างไรบ้าง',
  emoji: '👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇫🇷',
};

eachHasItsBackend();

async function arrive(browser: Browser): Promise<[Person, Person]> {
  const alice = await Person.arrive(browser, backend, 'alice', { viewport: desktop });
  const bob = await Person.arrive(browser, backend, 'bob', {
    viewport: phone,
    colorScheme: 'dark',
    deviceScaleFactor: 2,
  });
  await Promise.all([alice.signUp(), bob.signUp()]);
  return [alice, bob];
}

/** Scrolls the messages up until `text` is on the screen. */
async function scrollUpTo(person: Person, text: string): Promise<void> {
  const log = person.page.getByRole('log');
  await log.hover();
  await expect(async () => {
    await person.page.mouse.wheel(0, -1500);
    await expect(person.message(text)).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 60_000, intervals: [50] });
}

test('two people start one conversation from both sides at once and talk in every script', async ({
  browser,
}) => {
  const [alice, bob] = await arrive(browser);
  await Promise.all([alice.startConversationWith('bob'), bob.startConversationWith('alice')]);

  for (const [script, text] of Object.entries(scripts)) {
    await test.step(script, async () => {
      await alice.say(text);
      await bob.sees(text);
      await alice.sees(text, 'sent');
      await bob.say(`${text} ←`);
      await alice.sees(`${text} ←`);
      await bob.sees(`${text} ←`, 'sent');
    });
  }

  const truth = await ServerTruth.as('alice', backend);
  const conversations = await truth.conversationIds();
  expect(conversations).toHaveLength(1);
  const stored = await truth.messages(conversations[0]);
  expect(stored.map((message) => message.content)).toEqual(
    Object.values(scripts).flatMap((text) => [text, `${text} ←`]),
  );
  await expect(alice.conversationsWith('bob')).toHaveCount(1);
  expect(await greenPixels(alice.message(scripts.latin))).toBeGreaterThan(0);
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});

test('what is typed and sent before the next frame leaves an empty field', async ({ browser }) => {
  await ServerTruth.register('bob', backend);
  const alice = await Person.arrive(browser, backend, 'alice', { viewport: phone });
  await alice.signUp();
  await alice.startConversationWith('bob');
  await alice.say('Slowly');
  await alice.sees('Slowly', 'sent');
  await alice.page.goBack();
  await expect(alice.messageField).toHaveCount(0);
  await alice.page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const field = document.querySelector<HTMLTextAreaElement>('textarea[name="composer"]');
      if (!field) return;
      observer.disconnect();
      field.value = 'Fast';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }).observe(document.body, { childList: true, subtree: true });
  });
  await alice.openConversationWith('bob');
  await alice.sees('Fast', 'sent');
  await expect(alice.messageField).toHaveValue('');
});

test('a new device pages back through more than 200 messages, ten at a time', async ({
  browser,
}) => {
  const alice = await ServerTruth.register('alice', backend);
  const conversation = await alice.converse(await ServerTruth.register('bob', backend));
  const texts = Array.from({ length: 210 }, (_, index) => `Message number ${index + 1}`);
  for (const text of texts) await alice.say(conversation, text);

  const newDevice = await Person.arrive(browser, backend, 'bob', { viewport: phone });
  const pageSizes: number[] = [];
  newDevice.page.on('request', (request) => {
    const body = request.method() === 'POST' ? (request.postData() ?? '') : '';
    if (body.includes('"GetMessagesBefore"'))
      pageSizes.push((JSON.parse(body) as { variables: { first: number } }).variables.first);
  });
  await newDevice.signIn();
  await newDevice.signedIn();
  await newDevice.openConversationWith('alice');
  await newDevice.sees(texts.at(-1)!);
  await scrollUpTo(newDevice, texts[0]);
  expect(new Set(pageSizes)).toEqual(new Set([10]));
  expect(pageSizes.length).toBeGreaterThanOrEqual(20);
});

test("the browser's search leads to a message that is not on the screen", async ({ browser }) => {
  const alice = await ServerTruth.register('alice', backend);
  const conversation = await alice.converse(await ServerTruth.register('bob', backend));
  const texts = Array.from({ length: 60 }, (_, index) => `Message number ${index + 1}`);
  for (const text of texts) await alice.say(conversation, text);
  const bob = await Person.arrive(browser, backend, 'bob');
  await bob.signIn();
  await bob.openConversationWith('alice');
  await bob.sees(texts[59]);
  await scrollUpTo(bob, texts[0]);
  await bob.page.getByRole('button', { name: /newest/ }).click();
  await expect(bob.message(texts[29])).toHaveCount(0);
  // Of the ways to begin a search, a page's address is the one that tests can take.
  await bob.page.goto(`${bob.page.url()}#:~:text=number%2030`);
  await expect(bob.message(texts[29])).toBeInViewport();
  await expect(bob.message(texts[59])).toHaveCount(0);
});

test('what is written offline survives a reload and arrives exactly once, in order', async ({
  browser,
}) => {
  const [alice, bob] = await arrive(browser);
  await alice.startConversationWith('bob');
  await alice.say('Before the tunnel');
  await bob.openConversationWith('alice');
  await bob.sees('Before the tunnel');
  await alice.sees('Before the tunnel', 'sent');
  await alice.page.evaluate(async () => void (await navigator.serviceWorker.ready));

  const offline = ['One in the tunnel', 'Two in the tunnel', 'Three in the tunnel'];
  await alice.context.setOffline(true);
  await expect(alice.status.filter({ hasText: /offline/i })).toBeVisible();
  for (const text of offline) await alice.say(text);
  for (const text of offline) await alice.sees(text, 'saved on this device');

  await alice.page.reload();
  await alice.openConversationWith('bob');
  await alice.sees('Before the tunnel', 'sent');
  for (const text of offline) await alice.sees(text, 'saved on this device');
  expect(await greenPixels(alice.message(offline[0]))).toBe(0);

  await alice.context.setOffline(false);
  for (const text of offline) await alice.sees(text, 'sent');
  for (const text of offline) await bob.sees(text);
  expect(await greenPixels(alice.message(offline[0]))).toBeGreaterThan(0);
  const texts = ['Before the tunnel', ...offline];
  expect(await bob.visibleTexts()).toEqual(texts);
  expect(await alice.visibleTexts()).toEqual(texts);
  const truth = await ServerTruth.as('bob', backend);
  const [conversation] = await truth.conversationIds();
  expect((await truth.messages(conversation)).map((message) => message.content)).toEqual(texts);
});

test('both catch up without a reload after the backend was killed mid-conversation', async ({
  browser,
}) => {
  const [alice, bob] = await arrive(browser);
  await alice.startConversationWith('bob');
  await alice.say('Still here');
  await bob.openConversationWith('alice');
  await bob.sees('Still here');

  await backend.kill();
  await alice.say('Are you there?');
  await bob.say('I hear nothing');
  await backend.restart();

  await alice.sees('Are you there?', 'sent');
  await bob.sees('I hear nothing', 'sent');
  await alice.sees('I hear nothing');
  await bob.sees('Are you there?');
  await alice.say('Now I do');
  await bob.sees('Now I do');
  await alice.sees('Now I do', 'sent');
  expect(await bob.visibleTexts()).toEqual(await alice.visibleTexts());
  const truth = await ServerTruth.as('alice', backend);
  const [conversation] = await truth.conversationIds();
  const stored = (await truth.messages(conversation)).map((message) => message.content);
  expect([...stored].sort()).toEqual(
    ['Are you there?', 'I hear nothing', 'Now I do', 'Still here'].sort(),
  );
});
