// For tests that keep nothing in the browser: they share the pages of their worker, because to
// start a page takes longer than most of them. Each test loads a document of its own.
import {
  test as base,
  type Browser,
  type Page,
  type PlaywrightTestOptions,
} from '@playwright/test';

type Kind = Pick<PlaywrightTestOptions, 'deviceScaleFactor' | 'hasTouch' | 'viewport'>;

class Pages {
  readonly #pages = new Map<string, Page>();

  constructor(private readonly browser: Browser) {}

  /** The one of this kind, without what a test before has set beside its document. */
  async get(kind: Kind): Promise<Page> {
    const key = JSON.stringify(kind);
    const page = this.#pages.get(key) ?? (await (await this.browser.newContext(kind)).newPage());
    this.#pages.set(key, page);
    for (const event of ['console', 'pageerror']) page.removeAllListeners(event);
    await page.unrouteAll();
    await page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null });
    await page.mouse.move(0, 0);
    return page;
  }
}

export const test = base.extend<{ page: Page }, { pages: Pages }>({
  pages: [({ browser }, use) => use(new Pages(browser)), { scope: 'worker' }],
  page: async ({ pages, deviceScaleFactor, hasTouch, viewport }, use) => {
    await use(await pages.get({ deviceScaleFactor, hasTouch, viewport }));
  },
});
