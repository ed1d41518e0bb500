import { expect, test, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KillableBrowser } from './support/chromium';
import { servePage } from './support/page_server';

const mount = '/u/alice';
const server = servePage('host');

/** A window with the store open. */
async function openStore(page: Page): Promise<void> {
  await page.goto(server.url);
  expect(await startStore(page)).toBe(true);
}

async function startStore(page: Page): Promise<boolean> {
  return page.evaluate(async (mount) => {
    Object.assign(window, await window.product.newStore());
    return window.store.open(mount);
  }, mount);
}

function commit(page: Page, files: Record<string, string | null>): Promise<string> {
  return page.evaluate(([mount, files]) => window.store.commit(mount, files), [
    mount,
    files,
  ] as const);
}

function read(page: Page, path: string): Promise<string | null> {
  return page.evaluate((path) => window.store.read(path), `${mount}/${path}`);
}

/** Chromium remembers for a while how much room there was: limit it before the first write. */
async function limitQuota(page: Page, quotaSize?: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const origin = server.url; // With its slash at the end, or nothing happens.
  await session.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(quotaSize !== undefined && { quotaSize }),
  });
}

/** Commits files of random bytes, which the database cannot pack. */
function commitRandom(page: Page, paths: string[], size: number): Promise<string> {
  return page.evaluate(
    ([mount, paths, size]) => {
      const files: Record<string, Uint8Array> = {};
      for (const path of paths) {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 65536)
          crypto.getRandomValues(bytes.subarray(at, at + 65536));
        files[path] = bytes;
      }
      return window.store.commit(mount, files);
    },
    [mount, paths, size] as const,
  );
}

test('what was committed is there after a reload, and what was deleted is not', async ({
  page,
}) => {
  await openStore(page);
  expect(await commit(page, { a: 'one', 'deep/er/b': 'two', c: 'three' })).toBe('ok');
  expect(await commit(page, { a: 'one again', c: null })).toBe('ok');
  await openStore(page);
  expect(await read(page, 'EPOCH')).toBeNull();
  expect(await read(page, 'a')).toBe('one again');
  expect(await read(page, 'deep/er/b')).toBe('two');
  expect(await read(page, 'c')).toBeNull();
});

test('a commit stores the bytes of its moment, not later ones', async ({ page }) => {
  await openStore(page);
  const result = await page.evaluate(async (mount) => {
    const first = window.store.begin(mount, { a: 'committed' });
    window.module.FS.writeFile(`${mount}/a`, 'only written');
    return window.store.result(first);
  }, mount);
  expect(result).toBe('ok');
  await openStore(page);
  expect(await read(page, 'a')).toBe('committed');
});

test('commits that wait go together, are answered in order and the last one wins', async ({
  page,
}) => {
  await openStore(page);
  const { results, answered, transactions } = await page.evaluate(async (mount) => {
    let transactions = 0;
    const begin = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')!;
    const count = (target: () => IDBTransaction, database: IDBDatabase, parameters: unknown[]) => {
      transactions++;
      return Reflect.apply(target, database, parameters) as IDBTransaction;
    };
    IDBDatabase.prototype.transaction = new Proxy(begin.value as () => IDBTransaction, {
      apply: count,
    });
    const batches = ['1', '2', '3', '4', '5'].map((content) =>
      window.store.begin(mount, { a: content, [content]: content }),
    );
    const results = await Promise.all(batches.map((batch) => window.store.result(batch)));
    return { results, answered: window.store.answered, transactions };
  }, mount);
  expect(results).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect(answered).toEqual([1, 2, 3, 4, 5]);
  expect(transactions).toBe(2);
  await openStore(page);
  expect(await read(page, 'a')).toBe('5');
  for (const path of ['1', '2', '3', '4', '5']) expect(await read(page, path)).toBe(path);
});

test('on a full disk a commit is refused whole, and works again when there is room', async ({
  page,
}) => {
  await limitQuota(page, 4_000_000);
  await openStore(page);
  expect(await commit(page, { a: 'before' })).toBe('ok');
  expect(await commitRandom(page, ['a', 'b', 'c', 'd', 'e', 'f'], 1_000_000)).toBe('disk_full');
  await openStore(page);
  expect(await read(page, 'a')).toBe('before');
  for (const path of ['b', 'c', 'd', 'e', 'f']) expect(await read(page, path)).toBeNull();
  await limitQuota(page);
  expect(await commit(page, { a: 'after' })).toBe('ok');
  await openStore(page);
  expect(await read(page, 'a')).toBe('after');
});

test('a commit that does not fit leaves those beside it alone', async ({ browser }) => {
  const commitTogether = async (page: Page): Promise<string[]> => {
    await limitQuota(page, 4_000_000);
    await openStore(page);
    return page.evaluate(async (mount) => {
      const big = new Uint8Array(6_000_000);
      for (let at = 0; at < big.length; at += 65536)
        crypto.getRandomValues(big.subarray(at, at + 65536));
      const contents: [string, Uint8Array | string][] = [
        ['a', 'a'],
        ['b', 'b'],
        ['big', big],
        ['c', 'c'],
      ];
      const batches = contents.map(([path, content]) =>
        window.store.begin(mount, { [path]: content }),
      );
      return Promise.all(batches.map((batch) => window.store.result(batch)));
    }, mount);
  };
  // Chromium may go on counting the large file that it gave up, and then nothing fits for long:
  // each try has a disk of its own.
  await expect(async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    expect(await commitTogether(page)).toEqual(['ok', 'ok', 'disk_full', 'ok']);
    await limitQuota(page);
    await openStore(page);
    for (const path of ['a', 'b', 'c']) expect(await read(page, path)).toBe(path);
    await context.close();
  }).toPass();
});

test('the store opens on a full disk and saves once there is room', async ({ page }) => {
  await limitQuota(page, 1);
  await openStore(page);
  expect(await commit(page, { a: 'no room' })).toBe('disk_full');
  await limitQuota(page);
  expect(await commit(page, { a: 'room' })).toBe('ok');
  expect(await commit(page, { b: 'more room' })).toBe('ok');
  await openStore(page);
  expect([await read(page, 'a'), await read(page, 'b')]).toEqual(['room', 'more room']);
});

test('a window whose epoch has passed cannot write', async ({ page, context }) => {
  await openStore(page);
  expect(await commit(page, { a: 'mine' })).toBe('ok');
  const other = await context.newPage();
  await openStore(other);
  expect(await commit(page, { a: 'stale', b: 'stale' })).toBe('fenced');
  expect(await commit(other, { c: 'fresh' })).toBe('ok');
  await openStore(other);
  expect(await read(other, 'a')).toBe('mine');
  expect(await read(other, 'b')).toBeNull();
  expect(await read(other, 'c')).toBe('fresh');
});

test('a window that was frozen while another took over cannot write when it thaws', async ({
  page,
  context,
}) => {
  await openStore(page);
  const session = await context.newCDPSession(page);
  await session.send('Page.enable');
  const other = await context.newPage();
  await other.bringToFront();
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await openStore(other);
  expect(await commit(other, { a: 'other' })).toBe('ok');
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  expect(await commit(page, { a: 'frozen' })).toBe('fenced');
});

test('a connection that the browser has closed is opened again', async ({ page }) => {
  await openStore(page);
  await page.evaluate((mount) => window.module.IDBFS.dbs[mount].close(), mount);
  expect(await commit(page, { a: 'through' })).toBe('ok');
});

test('a database that does not answer fails the commit after ten seconds', async ({ page }) => {
  await page.clock.install();
  await openStore(page);
  await page.evaluate((mount) => {
    // A transaction that never ends keeps every later one waiting.
    const transaction = window.module.IDBFS.dbs[mount].transaction('FILE_DATA', 'readwrite');
    const store = transaction.objectStore('FILE_DATA');
    const stay = (): void => void (store.get('x').onsuccess = stay);
    stay();
  }, mount);
  const batch = await page.evaluate((mount) => window.store.begin(mount, { a: 'a' }), mount);
  expect(await page.evaluate((batch) => window.store.results.get(batch), batch)).toBeUndefined();
  await page.clock.fastForward(10_000);
  expect(await page.evaluate((batch) => window.store.result(batch), batch)).toBe('failed');
});

test('without a database the store says so and its commits fail', async ({ page }) => {
  await page.goto(server.url);
  await page.evaluate(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('not here', 'SecurityError');
    };
  });
  expect(await startStore(page)).toBe(false);
  expect(await commit(page, { a: 'a' })).toBe('failed');
});

test('erasing leaves nothing of the user, even while another window has the store open', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  await openStore(other);
  await openStore(page);
  expect(await commit(page, { a: 'secret', 'o/b': 'secret' })).toBe('ok');
  await page.evaluate(async (mount) => {
    await window.product.saveCredential(new TextEncoder().encode('token'));
    await (await caches.open('pictures')).put('/picture', new Response('x'));
    await (await caches.open('chatql-precache')).put('/shell', new Response('x'));
    await window.store.erase(mount);
  }, mount);
  expect(await page.evaluate(() => window.product.claimCredential())).toBe('');
  expect(await page.evaluate(() => caches.keys())).toEqual(['chatql-precache']);
  expect(await read(page, 'a')).toBeNull();
  await expect
    .poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)))
    .not.toContain(mount);
  await other.close();
  expect(await page.evaluate((mount) => window.store.open(mount), mount)).toBe(true);
  expect(await read(page, 'a')).toBeNull();
  expect(await read(page, 'o/b')).toBeNull();
  expect(await commit(page, { 'o/c': 'of the next one' })).toBe('ok');
  await openStore(page);
  expect(await read(page, 'o/c')).toBe('of the next one');
});

test('what cannot be erased does not keep the rest', async ({ page }) => {
  await openStore(page);
  expect(await commit(page, { a: 'secret' })).toBe('ok');
  await page.evaluate(async (mount) => {
    await (await caches.open('pictures')).put('/picture', new Response('x'));
    const open = indexedDB.open.bind(indexedDB);
    IDBFactory.prototype.open = (name, version) => {
      if (name === 'chatql-credential') throw new DOMException('not now', 'UnknownError');
      return open(name, version);
    };
    IDBFactory.prototype.deleteDatabase = () => {
      throw new DOMException('not now', 'UnknownError');
    };
    await window.store.erase(mount);
  }, mount);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  await openStore(page);
  expect(await read(page, 'a')).toBeNull();
});

test('a killed browser has every acknowledged commit, and each whole', async () => {
  test.slow();
  const profile = await mkdtemp(join(tmpdir(), 'chatql-store-'));
  let browser = await KillableBrowser.start(profile);
  try {
    for (let round = 1; round <= 2; ++round) {
      const first = round * 1_000_000; // Later than all that is there from the round before.
      let acknowledged = first;
      const page = await browser.open(server.url);
      await page.exposeFunction('acknowledge', (generation: number) => {
        acknowledged = generation;
      });
      expect(await startStore(page)).toBe(true);
      void page
        .evaluate(
          async ([mount, first]) => {
            for (let generation = first; ; ++generation) {
              const files: Record<string, string> = {};
              for (let i = 0; i < 8; ++i) files[`f${i}`] = String(generation).padEnd(20_000, '.');
              if ((await window.store.commit(mount, files)) !== 'ok') return;
              void window.acknowledge(generation);
            }
          },
          [mount, first] as const,
        )
        .catch(() => undefined); // It ends with the browser.
      await expect.poll(() => acknowledged).toBeGreaterThan(first + 10);
      await browser.kill();
      const heard = acknowledged;

      browser = await KillableBrowser.start(profile);
      const survivor = await browser.open(server.url);
      expect(await startStore(survivor)).toBe(true);
      const generations = new Set<number>();
      for (let i = 0; i < 8; ++i) generations.add(parseInt((await read(survivor, `f${i}`)) ?? ''));
      expect(generations.size).toBe(1);
      expect([...generations][0]).toBeGreaterThanOrEqual(heard);
    }
  } finally {
    await browser.kill();
    await rm(profile, { recursive: true, force: true });
  }
});

declare global {
  interface Window {
    acknowledge(generation: number): Promise<void>;
  }
}
