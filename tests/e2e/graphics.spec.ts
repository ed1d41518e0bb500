// What happens to the picture: the graphics are lost, the window is hidden, the keyboard comes.
import { expect, test, type Browser, type CDPSession, type Page } from '@playwright/test';
import { storedFiles } from './support/disk';
import { Person, phone } from './support/person';
import { greenPixels, greenPixelsIn } from './support/pixels';
import { ServerTruth } from './support/server_truth';
import { backend, eachHasItsBackend } from './support/story';

eachHasItsBackend();

async function aliceWithBob(browser: Browser): Promise<Person> {
  await ServerTruth.register('bob', backend);
  const alice = await Person.arrive(browser, backend, 'alice', { viewport: phone });
  await alice.signUp();
  await alice.startConversationWith('bob');
  await alice.say('Hello');
  await alice.sees('Hello', 'sent');
  return alice;
}

const frames = (page: Page) => page.evaluate(() => window.__chatql.frames);

/** The graphics are taken away, or given back. */
function graphics(page: Page, what: 'loseContext' | 'restoreContext'): Promise<void> {
  return page.evaluate((call) => {
    const shared = window as unknown as { lose?: WEBGL_lose_context };
    const canvas = document.querySelector('canvas')!;
    shared.lose ??= canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    shared.lose[call]();
  }, what);
}

test('when the graphics are lost the twin goes on, and nothing is gone when they return', async ({
  browser,
}) => {
  const alice = await aliceWithBob(browser);
  const { page } = alice;
  await alice.messageField.fill('half a senten');
  expect(await greenPixels(alice.message('Hello'))).toBeGreaterThan(0);
  await graphics(page, 'loseContext');
  await expect(page.locator('body.no-gl')).toHaveCount(1);
  await expect(alice.messageField).toHaveValue('half a senten');
  await alice.say('Without a picture');
  await alice.sees('Without a picture', 'sent');
  await alice.messageField.fill('half another');
  await graphics(page, 'restoreContext');
  await expect(page.locator('body.no-gl')).toHaveCount(0);
  await expect.poll(() => greenPixels(alice.message('Without a picture'))).toBeGreaterThan(0);
  await expect(alice.messageField).toHaveValue('half another');
  expect(await alice.visibleTexts()).toEqual(['Hello', 'Without a picture']);
});

/** A screen that can be exchanged for a denser one, or zoomed. */
class Screen {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Screen> {
    return new Screen(await page.context().newCDPSession(page)); // Its end would undo the change.
  }

  async change(width: number, height: number, deviceScaleFactor: number): Promise<void> {
    const metrics = { width, height, deviceScaleFactor, mobile: false };
    await this.session.send('Emulation.setDeviceMetricsOverride', metrics);
  }

  /** A PNG with all of its pixels. */
  async picture(): Promise<string> {
    return (await this.session.send('Page.captureScreenshot')).data;
  }
}

/** Whether each pixel of the canvas is one of the screen; else all of them are blurred. */
function isSharp(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas')!;
    const box = canvas.getBoundingClientRect();
    const covered = [box.width, box.height].map((px) => Math.round(px * devicePixelRatio));
    return canvas.width === covered[0] && canvas.height === covered[1];
  });
}

test('zoomed, on a denser screen and back again, the picture is sharp and whole', async ({
  browser,
}) => {
  const alice = await aliceWithBob(browser);
  const { page } = alice;
  await alice.messageField.blur();
  const screen = await Screen.of(page);
  const before = await screen.picture();
  const marks = await greenPixelsIn(page, before);
  expect(marks).toBeGreaterThan(0);
  for (const [width, height, density] of [
    [phone.width, phone.height, 3], // Another screen.
    [Math.round(phone.width / 1.5), Math.round(phone.height / 1.5), 1.5], // Zoomed to 150 %.
  ]) {
    await screen.change(width, height, density);
    await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBe(density);
    await expect.poll(() => isSharp(page)).toBe(true);
    await alice.sees('Hello', 'sent');
    const box = (await alice.message('Hello').boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    const field = (await alice.messageField.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(field.y);
    const green = async () => greenPixelsIn(page, await screen.picture());
    await expect.poll(green).toBeGreaterThan(marks);
  }
  await screen.change(phone.width, phone.height, 1);
  await expect.poll(() => screen.picture()).toBe(before);
});

test('a hidden window draws nothing, and shows what it missed when it is seen again', async ({
  browser,
}) => {
  const alice = await aliceWithBob(browser);
  const { page } = alice;
  const hide = (hidden: boolean) =>
    page.evaluate((is) => {
      const state = is ? 'hidden' : 'visible';
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  const before = await frames(page);
  const bobs = await ServerTruth.as('bob', backend);
  const [conversation] = await bobs.conversationIds();
  await bobs.say(conversation, 'Are you looking?');
  const kept = expect.poll(() => storedFiles(page, /./).then(String));
  await kept.toContain('Are you looking?');
  expect(await frames(page)).toBe(before);
  await hide(false);
  await alice.sees('Are you looking?');
});

test('the keyboard of a phone never covers the field', async ({ browser }) => {
  const alice = await aliceWithBob(browser);
  const { page } = alice;
  const keyboard = 336;
  const bottom = async () => {
    const box = (await alice.messageField.boundingBox())!;
    return box.y + box.height;
  };
  const before = await bottom();
  await page.evaluate((height) => {
    const viewport = window.visualViewport!;
    Object.defineProperty(viewport, 'height', {
      get: () => innerHeight - height,
      configurable: true,
    });
    viewport.dispatchEvent(new Event('resize'));
  }, keyboard);
  await expect.poll(bottom).toBeLessThanOrEqual(phone.height - keyboard);
  const log = (await page.getByRole('log').boundingBox())!;
  expect(log.y + log.height).toBeLessThanOrEqual(phone.height - keyboard);
  await alice.sees('Hello');
  await page.evaluate(() => {
    Reflect.deleteProperty(window.visualViewport!, 'height');
    window.visualViewport!.dispatchEvent(new Event('resize'));
  });
  await expect.poll(bottom).toBe(before);
});
