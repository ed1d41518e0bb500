// One person with one browser profile, who does everything as people do: through what is on
// the screen, found by role and name.
import {
  expect,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from '@playwright/test';
import type { Backend } from './backend';

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };
export const password = 'Correct-Horse-7';

export interface Device {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  deviceScaleFactor?: number;
  userAgent?: string;
  /** Of the app; without it the backend's own. */
  address?: string;
  /** Before the app is opened. */
  prepare?: (page: Page) => Promise<void>;
}

/** For the end of a story: pages that stay open go on working and slow down the next one. */
export async function everybodyLeaves(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
}

export class Person {
  /** What the page complained about: console errors and warnings, and uncaught errors. */
  readonly complaints: string[] = [];

  private constructor(
    readonly name: string,
    readonly backend: Backend,
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly touch: boolean,
  ) {
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        this.complaints.push(`${message.type()}: ${message.text()}`);
    });
  }

  static async arrive(
    browser: Browser,
    backend: Backend,
    name: string,
    device: Device = {},
  ): Promise<Person> {
    const { viewport = desktop, colorScheme = 'light', deviceScaleFactor = 1 } = device;
    const { userAgent } = device;
    const touch = viewport.width < 720;
    const context = await browser.newContext({
      viewport,
      colorScheme,
      deviceScaleFactor,
      userAgent,
      hasTouch: touch,
      isMobile: touch,
    });
    const page = await context.newPage();
    const person = new Person(name, backend, context, page, touch);
    await device.prepare?.(page);
    await page.goto(device.address ?? backend.url);
    return person;
  }

  get messageField(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  get status(): Locator {
    return this.page.getByRole('status');
  }

  /** The one sentence that a form or a banner says when something went wrong. */
  get problem(): Locator {
    return this.page.getByRole('alert');
  }

  /** Sign-up with the code from the mailbox; ends on the conversation list. */
  async signUp(): Promise<void> {
    await this.askForAccount(password);
    await this.page.getByLabel('Code').waitFor();
    // Others find somebody once the client has told the directory, a moment after signing in.
    const listed = this.page.waitForResponse(
      (response) => response.request().postData()?.includes('"CreateUser"') ?? false,
    );
    await this.confirm(await this.backend.code(this.name));
    await this.signedIn();
    await listed;
  }

  async askForAccount(secret: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Create an account' }).click();
    await this.fillForm({
      Username: this.name,
      Email: `${this.name}@example.com`,
      Password: secret,
    });
    await this.page.getByRole('button', { name: 'Create account', exact: true }).click();
  }

  async confirm(code: string): Promise<void> {
    await this.page.getByLabel('Code').fill(code);
    await this.page.getByRole('button', { name: 'Confirm', exact: true }).click();
  }

  async signIn(secret = password): Promise<void> {
    await this.fillForm({ Username: this.name, Password: secret });
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async signedIn(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'New chat' })).toBeVisible();
  }

  /** By finger on a phone, else by mouse. */
  async press(target: Locator): Promise<void> {
    await (this.touch ? target.tap() : target.click());
  }

  /** Opens People and picks somebody: a conversation starts, or the old one opens. */
  async startConversationWith(other: string): Promise<void> {
    await this.press(this.page.getByRole('button', { name: 'New chat' }));
    await this.press(this.page.getByRole('button', { name: new RegExp(`^${other}\\b`) }));
    await expect(this.messageField).toBeVisible();
  }

  async openConversationWith(other: string): Promise<void> {
    await this.press(this.conversationsWith(other).first());
    await expect(this.messageField).toBeVisible();
  }

  conversationsWith(other: string): Locator {
    return this.page
      .getByRole('list', { name: 'Conversations' })
      .getByRole('button', { name: new RegExp(`^${other}\\b`) });
  }

  /** Types and presses Enter, as on a keyboard. */
  async say(text: string): Promise<void> {
    await this.messageField.fill(text);
    await this.messageField.press('Enter');
    await expect(this.messageField).toHaveValue('');
  }

  /** By finger on a phone, else by mouse. */
  async openMenuOf(text: string): Promise<Locator> {
    const words = this.message(text).getByText(text, { exact: true });
    if (this.touch) await this.longPress(words);
    else await words.click({ button: 'right' });
    return this.page.getByRole('menu');
  }

  /** Opens the menu of a message and chooses from it. */
  async choose(text: string, item: string): Promise<void> {
    const menu = await this.openMenuOf(text);
    await this.press(menu.getByRole('menuitem', { name: item }));
    await expect(menu).toHaveCount(0);
  }

  /** A finger that stays until the menu is there. */
  private async longPress(target: Locator): Promise<void> {
    const box = (await target.boundingBox())!;
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const session = await this.context.newCDPSession(this.page);
    const touch = (type: 'touchStart' | 'touchEnd', touchPoints: (typeof point)[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', [point]);
    await expect(this.page.getByRole('menu')).toBeVisible();
    await touch('touchEnd', []);
    await session.detach();
  }

  /** The message rows on the screen that show exactly `text`. */
  message(text: string): Locator {
    return this.page
      .getByRole('article')
      .filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** Waits until `text` is on the screen once, with `mark` in its accessible name. */
  async sees(
    text: string,
    mark?: 'saving' | 'saved on this device' | 'sent' | 'read',
  ): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
    // What has been sent may have been read already.
    const words = mark === 'sent' ? '(sent|read)' : mark;
    if (mark) await expect(this.message(text)).toHaveAccessibleName(new RegExp(`\\b${words}$`));
  }

  /** The texts of the rows in the twin, from top to bottom. */
  async visibleTexts(): Promise<string[]> {
    return this.page.getByRole('article').evaluateAll((articles) =>
      articles
        .map((article) => ({
          top: article.getBoundingClientRect().top,
          text: article.querySelector('[data-message]')?.textContent ?? '',
        }))
        .sort((a, b) => a.top - b.top)
        .map((row) => row.text),
    );
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  private async fillForm(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values))
      await this.page.getByLabel(label, { exact: true }).fill(value);
  }
}
