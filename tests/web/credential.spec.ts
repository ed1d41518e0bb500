import { expect, test } from '@playwright/test';
import { servePage } from './support/page_server';

const server = servePage('host');
test.beforeEach(async ({ page }) => {
  await page.goto(server.url);
});

const save = (text: string) => window.product.saveCredential(new TextEncoder().encode(text));

test('a credential is there after a reload until it is forgotten', async ({ page }) => {
  expect(await page.evaluate(() => window.product.claimCredential())).toBe('');
  await page.evaluate(save, 'röfresh token');
  await page.reload();
  expect(await page.evaluate(() => window.product.claimCredential())).toBe('röfresh token');
  await page.evaluate(() => window.product.forgetCredential());
  expect(await page.evaluate(() => window.product.claimCredential())).toBe('');
});

test('of two credentials saved at once the later one stays, and saving nothing forgets', async ({
  page,
}) => {
  await page.evaluate(async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const first = window.product.saveCredential(bytes('x'.repeat(1_000_000)));
    const second = window.product.saveCredential(bytes('second'));
    await Promise.all([first, second]);
  });
  expect(await page.evaluate(() => window.product.claimCredential())).toBe('second');
  await page.evaluate(save, '');
  expect(await page.evaluate(() => window.product.claimCredential())).toBe('');
});

test('a window that was taken over leaves the credential to the next one', async ({ page }) => {
  await page.evaluate(() => window.product.claimCredential());
  await page.evaluate(save, 'old');
  const next = await page.context().newPage();
  await next.goto(page.url());
  expect(await next.evaluate(() => window.product.claimCredential())).toBe('old');
  await next.evaluate(save, 'new');
  await page.evaluate(save, 'older than new');
  await page.evaluate(() => window.product.forgetCredential());
  await next.reload();
  expect(await next.evaluate(() => window.product.claimCredential())).toBe('new');
});

test('on the disk the credential is encrypted with a key that cannot be exported', async ({
  page,
}) => {
  await page.evaluate(save, 'refresh token');
  const kept = await page.evaluate(async () => {
    const open = indexedDB.open('chatql-credential');
    await new Promise((resolve) => (open.onsuccess = resolve));
    const store = open.result.transaction('credential').objectStore('credential');
    const result = (request: IDBRequest) =>
      new Promise<unknown>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const [names, values] = await Promise.all([
      result(store.getAllKeys()),
      result(store.getAll()) as Promise<unknown[]>,
    ]);
    open.result.close();
    const key = values.find((value) => value instanceof CryptoKey)!;
    const sealed = values[(names as string[]).indexOf('sealed')] as { data: ArrayBuffer };
    const exported = await crypto.subtle.exportKey('raw', key).then(
      () => 'exported',
      (error: DOMException) => error.name,
    );
    return { names, exported, text: new TextDecoder('latin1').decode(sealed.data) };
  });
  expect(kept.names).toEqual(['epoch', 'key', 'sealed']);
  expect(kept.exported).toBe('InvalidAccessError');
  expect(kept.text).not.toContain('refresh');
});

test('a damaged credential is none', async ({ page }) => {
  await page.evaluate(save, 'refresh token');
  await page.evaluate(async () => {
    const open = indexedDB.open('chatql-credential');
    await new Promise((resolve) => (open.onsuccess = resolve));
    const transaction = open.result.transaction('credential', 'readwrite');
    const store = transaction.objectStore('credential');
    store.put({ iv: new Uint8Array(12), data: new ArrayBuffer(3) }, 'sealed');
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    open.result.close();
  });
  expect(await page.evaluate(() => window.product.claimCredential())).toBe('');
});
