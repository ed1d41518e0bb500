// Somebody who is faster than the screen.
import { expect, test, type Locator } from '@playwright/test';
import { password, Person } from './support/person';
import { ServerTruth } from './support/server_truth';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

/**
 * A press and typing in one task of the page, as they come out of its queue when it was busy: no
 * frame is drawn between them unless the page itself sees to it.
 */
async function pressAndType(target: Locator, text: string, enter = false): Promise<void> {
  await target.evaluate(
    (element, [letters, andEnter]) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const at = { clientX: x + width / 2, clientY: y + height / 2, bubbles: true };
      const pointer = { ...at, pointerId: 1, isPrimary: true, pointerType: 'mouse' };
      for (const type of ['pointermove', 'pointerdown', 'pointerup'])
        element.dispatchEvent(new PointerEvent(type, pointer));
      element.dispatchEvent(new MouseEvent('click', { ...at, detail: 1 }));
      const field = document.activeElement!;
      const type = (key: string) =>
        field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      for (const letter of letters) {
        type(letter);
        document.execCommand('insertText', false, letter);
      }
      if (andEnter) type('Enter');
    },
    [text, enter] as const,
  );
}

test('what is typed in the moment of a press belongs where the press leads', async ({
  browser,
}) => {
  const truth = await ServerTruth.register('alice', backend);
  const conversations: string[] = [];
  for (const name of ['bob', 'carol']) {
    const other = await ServerTruth.register(name, backend);
    conversations.push(await other.converse(truth));
    await other.say(conversations.at(-1)!, `Hello from ${name}`);
  }
  const alice = await Person.arrive(browser, backend, 'alice');
  await alice.signIn(password);
  await alice.openConversationWith('bob');
  await alice.sees('Hello from bob');

  const menu = await alice.openMenuOf('Hello from bob');
  await pressAndType(menu.getByRole('menuitem', { name: 'Reply' }), 'To the point', true);
  await expect(menu).toHaveCount(0);
  await alice.sees('To the point', 'sent');
  await expect(
    alice.page.getByRole('button', { name: 'Answers bob: Hello from bob' }),
  ).toBeVisible();

  await alice.openMenuOf('To the point');
  await pressAndType(menu.getByRole('menuitem', { name: 'Edit' }), '!', true);
  await expect(menu).toHaveCount(0);
  await alice.sees('To the point!', 'sent');

  await pressAndType(alice.conversationsWith('carol'), 'For carol only', true);
  await alice.sees('Hello from carol');
  await alice.sees('For carol only', 'sent');
  const [withBob, withCarol] = await Promise.all(conversations.map((id) => truth.messages(id)));
  expect(withBob.map((message) => message.content)).toEqual(['Hello from bob', 'To the point!']);
  expect(withCarol.map((message) => message.content)).toContain('For carol only');
  expect(alice.complaints).toEqual([]);
});
