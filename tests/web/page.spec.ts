// The page around the program, as built: what it shows before, beside and instead of it.
import { chromium, expect, test, type Page } from '@playwright/test';
import config from './playwright.config';
import { expectAccessible } from './support/accessibility.js';
import { serveSite, type SiteServer } from './support/site_server.js';

let site: SiteServer;

test.beforeAll(async () => {
  site = await serveSite();
});
test.afterAll(async () => {
  await site.close();
});

const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true });
const panel = (page: Page) => page.getByRole('alertdialog');

/** Keeps the program from arriving until the answer is called. */
async function holdProgram(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

test('the forms can be used before the program arrives, and nothing typed is lost', async ({
  page,
}) => {
  const arrive = await holdProgram(page);
  const asked = page.waitForRequest((request) => request.url().endsWith('/cognito/'));
  await page.goto(site.url);
  await page.getByLabel('Username').fill(' alice ');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByLabel('Username')).toHaveValue('alice');
  await page.getByLabel('Email').fill('alice@example.com');
  await page.getByLabel('Password', { exact: true }).fill('Correct-Horse-7');
  const create = page.getByRole('button', { name: 'Create account', exact: true });
  await create.click();
  await expect(create).toBeDisabled();
  arrive();
  expect((await asked).postDataJSON()).toMatchObject({
    Username: 'alice',
    Password: 'Correct-Horse-7',
    UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
  });
});

test('the forms are accessible, and password managers know their fields', async ({ page }) => {
  await page.goto(site.url);
  await expect(signIn(page)).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByLabel('Username')).toHaveAttribute('autocomplete', 'username');
  const password = page.getByLabel('Password', { exact: true });
  await expect(password).toHaveAttribute('autocomplete', 'current-password');
  await password.fill('secret');
  const show = page.getByRole('button', { name: 'Show what you type' });
  await show.click();
  await expect(password).toHaveAttribute('type', 'text');
  await expect(show).toHaveAttribute('aria-pressed', 'true');
  await show.click();
  await expect(password).toHaveAttribute('type', 'password');
  await expect(show).toHaveAttribute('aria-pressed', 'false');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expectAccessible(page);
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute(
    'autocomplete',
    'new-password',
  );
});

test('a site without config.json says so', async ({ page }) => {
  await page.route('**/config.json', (route) => route.fulfill({ status: 404 }));
  await page.goto(site.url);
  await expect(panel(page)).toContainText('config.json is missing or broken');
});

test('a program that cannot be loaded says so', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(site.url);
  await expect(panel(page)).toContainText('could not be loaded');
  await page.unroute('**/*.wasm');
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await expect(signIn(page)).toBeVisible();
  await expect(panel(page)).toBeHidden();
});

/** As it was chosen in the settings the last time. */
async function keep(page: Page, choices: string): Promise<void> {
  await page.addInitScript((text) => localStorage.setItem('chatql-look', text), choices);
}

test('what was chosen in the settings holds from the start', async ({ page }) => {
  await keep(page, '{"language":"ar","theme":"dark","textPercent":150}');
  await page.goto(site.url);
  await expect(page.getByRole('heading', { name: 'مرحبًا بعودتك' })).toBeVisible();
  const root = page.locator('html');
  await expect(root).toHaveAttribute('lang', 'ar');
  await expect(root).toHaveAttribute('dir', 'rtl');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(root).toHaveCSS('--text-scale', '1.5');
  await expect(page.locator('meta[name=theme-color]').first()).toHaveAttribute(
    'content',
    '#161922',
  );
});

for (const choices of ['{"language":"xx","theme":7,"textPercent":"huge"}', 'none', 'null']) {
  test(`${choices} is no choice`, async ({ page }) => {
    await keep(page, choices);
    await page.goto(site.url);
    await expect(signIn(page)).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await expect(page.locator('html')).toHaveCSS('--text-scale', '1');
  });
}

test.describe('in a dark browser for Austria', () => {
  test.use({ locale: 'de-AT', colorScheme: 'dark' });

  test('the page follows the browser, also later', async ({ page }) => {
    await page.goto(site.url);
    await expect(page.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.waitForFunction(() => '__chatql' in window);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  });
});

test('without WebGL 2 it says so and the forms still work', async ({ page }) => {
  await page.addInitScript(() => {
    const has = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'getContext')!;
    HTMLCanvasElement.prototype.getContext = new Proxy(has.value as () => null, {
      apply: (target, canvas, parameters: unknown[]) =>
        parameters[0] === 'webgl2' ? null : (Reflect.apply(target, canvas, parameters) as null),
    });
  });
  await page.goto(site.url);
  await expect(panel(page)).toContainText('no WebGL 2');
  await expect(page.getByRole('button', { name: 'Continue' })).toBeFocused();
  await expect(page.locator('body > :is(div, main):not([inert])')).toHaveId('panel');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(panel(page)).toBeHidden();
  await expect(page.locator('body > [inert]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByLabel('Email')).toBeVisible();
});

test('a browser that stores nothing says so and the forms still work', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('not here', 'SecurityError');
    };
  });
  await page.goto(site.url);
  await expect(panel(page)).toContainText('keep nothing');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(signIn(page)).toBeVisible();
});

test('only one window is active; the other one offers to take over', async ({ page, context }) => {
  await page.goto(site.url);
  await expect(signIn(page)).toBeVisible();
  const second = await context.newPage();
  await second.goto(site.url);
  await expect(panel(second)).toContainText('open in another window');
  await second.getByRole('button', { name: 'Use here' }).click();
  await expect(panel(second)).toBeHidden();
  await expect(signIn(second)).toBeVisible();
  await expect(panel(page)).toContainText('open in another window');
  await page.getByRole('button', { name: 'Use here' }).click();
  await expect(signIn(page)).toBeVisible();
  await expect(panel(page)).toBeHidden();
  await expect(panel(second)).toContainText('open in another window');
});

test('a window that waits goes on by itself when the active one closes', async ({
  page,
  context,
}) => {
  await page.goto(site.url);
  await expect(signIn(page)).toBeVisible();
  const second = await context.newPage();
  await second.goto(site.url);
  await expect(panel(second)).toBeVisible();
  await page.close();
  await expect(panel(second)).toBeHidden();
  await expect(signIn(second)).toBeVisible();
});

test('the second start does not wait for config.json, and a moved backend starts it anew', async ({
  page,
}) => {
  await page.goto(site.url);
  await expect(signIn(page)).toBeVisible();
  await page.waitForFunction(() => '__chatql' in window);
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/config.json', async (route) => {
    await held;
    await route.fulfill({ json: { ...site.config, userPoolClientId: 'another' } });
  });
  await page.reload();
  await page.waitForFunction(() => '__chatql' in window);
  const again = page.waitForEvent('load');
  answer();
  await again;
  const asked = page.waitForRequest((request) => request.url().endsWith('/cognito/'));
  await page.getByLabel('Username').fill('alice');
  await page.getByLabel('Password', { exact: true }).fill('secret');
  await signIn(page).click();
  expect((await asked).postDataJSON()).toMatchObject({ ClientId: 'another' });
});

test('a page of another kind of address says what it needs', async ({ page }) => {
  await page.route('http://chatql.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: site.url + pathname.slice(1) }) });
  });
  await page.goto('http://chatql.test/');
  await expect(panel(page)).toContainText('secure connection');
});

test('where a pixel is no whole px, none of the picture is blurred', async () => {
  const { executablePath, args } = config.use!.launchOptions!;
  const zoomed = ['--force-device-scale-factor=1.75', '--window-size=641,703'];
  const browser = await chromium.launch({ executablePath, args: [...args!, ...zoomed] });
  try {
    const page = await browser.newPage({ viewport: null });
    await page.goto(site.url);
    const sizes = () =>
      page.evaluate(async () => {
        const canvas = document.querySelector('canvas')!;
        const [{ inlineSize, blockSize }] = await new Promise<readonly ResizeObserverSize[]>(
          (done) =>
            new ResizeObserver(([entry]) => done(entry.devicePixelContentBoxSize)).observe(canvas, {
              box: 'device-pixel-content-box',
            }),
        );
        return { drawn: [canvas.width, canvas.height], covered: [inlineSize, blockSize] };
      });
    await expect.poll(async () => (await sizes()).drawn[0]).not.toBe(300); // Nothing drawn yet.
    const { drawn, covered } = await sizes();
    expect(drawn).toEqual(covered);
  } finally {
    await browser.close();
  }
});
