// A new version of the app: the old one stays whole until the person asks for the new one.
import { expect, test, type Page } from '@playwright/test';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backend, builtSite } from './support/backend';
import { everybodyLeaves, Person } from './support/person';

/** What a deployment does: the script gets another name, and everything that refers to it. */
async function deployNewVersion(site: string): Promise<void> {
  const files = await readdir(site);
  const script = files.find((name) => /^main-\w{8}\.js$/.test(name));
  if (!script) throw new Error('the site has no script');
  await rename(join(site, script), join(site, 'main-NEWNEW22.js'));
  for (const name of ['index.html', 'sw.js']) {
    const text = await readFile(join(site, name), 'utf8');
    const renamed = text.replaceAll(script, 'main-NEWNEW22.js');
    // The precache knows index.html by its revision.
    await writeFile(join(site, name), renamed.replace(/[0-9a-f]{32}(?=","url":"index)/, 'new'));
    await rm(join(site, `${name}.br`));
  }
  await rm(join(site, `${script}.br`));
}

function script(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('script')?.src ?? '');
}

test('a new version waits until it is asked for and then replaces the old one', async ({
  browser,
}) => {
  const site = await mkdtemp(join(tmpdir(), 'chatql-site-'));
  await cp(builtSite, site, { recursive: true });
  const backend = await Backend.start({ site });
  try {
    const { page, context } = await Person.arrive(browser, backend, 'alice');
    const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
    const offer = page.getByText('A new version of ChatQL is ready.');
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.reload();
    await expect(signIn).toBeVisible();
    expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

    await deployNewVersion(site);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await expect(offer).toBeVisible();
    // The server has forgotten the old script; the old version is whole nevertheless.
    await page.reload();
    await expect(signIn).toBeVisible();
    expect(await script(page)).not.toContain('NEWNEW22');
    await expect(offer).toBeVisible();

    await page.getByRole('button', { name: 'Reload', exact: true }).click();
    await expect.poll(() => script(page).catch(() => '')).toContain('NEWNEW22');
    await expect(signIn).toBeVisible();
    await expect(offer).toBeHidden();
    await context.setOffline(true);
    await page.reload();
    await expect(signIn).toBeVisible();
    expect(await script(page)).toContain('NEWNEW22');
  } finally {
    await everybodyLeaves(browser);
    await backend.stop();
    await rm(site, { recursive: true });
  }
});
