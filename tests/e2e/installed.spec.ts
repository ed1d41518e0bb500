// The installed app: installable, offline from the second start, quiet when nothing happens.
import { expect, test } from '@playwright/test';
import { Person, phone } from './support/person';
import { ServerTruth } from './support/server_truth';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

test('the browser finds nothing against installing it', async ({ browser }) => {
  const alice = await Person.arrive(browser, backend, 'alice');
  const session = await alice.context.newCDPSession(alice.page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A profile without an owner's window is always "in incognito" to the installer.
  const errors = installabilityErrors.map((error) => error.errorId);
  expect(errors.filter((error) => error !== 'in-incognito')).toEqual([]);
  const { errors: manifestErrors } = await session.send('Page.getAppManifest');
  expect(manifestErrors).toEqual([]);
});

test('it starts offline, also at a deep link, and shows the forms', async ({ browser }) => {
  const alice = await Person.arrive(browser, backend, 'alice');
  await alice.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await alice.context.setOffline(true);
  await alice.page.goto(`${backend.url}/somewhere/deep`);
  await expect(alice.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('not one frame is drawn in ten idle seconds with the composer focused', async ({
  browser,
}) => {
  await ServerTruth.register('bob', backend);
  const alice = await Person.arrive(browser, backend, 'alice', { viewport: phone });
  await alice.signUp();
  await alice.startConversationWith('bob');
  await alice.say('Good night');
  await alice.sees('Good night', 'sent');
  await alice.messageField.focus();

  const frames = () => alice.page.evaluate(() => window.__chatql.frames);
  // Settled: no frame for two seconds. The settle queries of a fresh connection come later
  // than that, but they change nothing on the screen and so must not draw.
  await expect
    .poll(async () => {
      const before = await frames();
      await alice.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2_000)));
      return (await frames()) - before;
    })
    .toBe(0);
  const before = await frames();
  await alice.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10_000)));
  expect(await frames()).toBe(before);
  await alice.say('Still awake');
  await alice.sees('Still awake', 'sent');
  expect(await frames()).toBeGreaterThan(before);
});

test('the browser is asked once to keep what is stored, after the first message', async ({
  browser,
}) => {
  await ServerTruth.register('bob', backend);
  const asked: string[] = [];
  const alice = await Person.arrive(browser, backend, 'alice', {
    prepare: async (page) => {
      await page.exposeFunction('tellThatItIsAsked', (after: string) => asked.push(after));
      await page.addInitScript(() => {
        const real = navigator.storage.persist.bind(navigator.storage);
        navigator.storage.persist = () => {
          void (window as unknown as { tellThatItIsAsked(after: string): void }).tellThatItIsAsked(
            location.pathname,
          );
          return real();
        };
      });
    },
  });
  await alice.signUp();
  await alice.startConversationWith('bob');
  expect(asked).toEqual([]);
  await alice.say('First');
  await alice.sees('First', 'sent');
  await expect.poll(() => asked.length).toBe(1);
  await alice.say('Second');
  await alice.sees('Second', 'sent');
  await alice.page.reload();
  await alice.openConversationWith('bob');
  await alice.say('Third');
  await alice.sees('Third', 'sent');
  expect(asked).toHaveLength(1);
});
