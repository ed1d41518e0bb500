// What disks do to an app: damage what it keeps in IndexedDB, or have no room for more.
import type { Page } from '@playwright/test';

/** Limits what the origin may store; without a size the limit ends. Before the first write:
 * Chromium looks at the room there is only now and then. */
export async function limitDisk(page: Page, origin: string, quotaSize?: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: `${origin}/`, // Without the slash it does nothing.
    ...(quotaSize !== undefined && { quotaSize }),
  });
}

/** Another database of the origin takes all the room that is left. */
export async function fillDisk(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const open = indexedDB.open('ballast');
    open.onupgradeneeded = () => open.result.createObjectStore('bytes', { autoIncrement: true });
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(new Error('cannot open the ballast'));
    });
    const put = (size: number): Promise<boolean> =>
      new Promise((resolve) => {
        const transaction = database.transaction('bytes', 'readwrite');
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
        // Random, so that the database cannot pack them.
        transaction.objectStore('bytes').add(crypto.getRandomValues(new Uint8Array(size)));
      });
    for (const size of [65_536, 4_096, 256]) while (await put(size));
    database.close();
  });
}

/**
 * Flips a byte in the middle of every file of the user's store whose path matches.
 * Returns how many files it damaged.
 */
export async function damageFiles(page: Page, path: RegExp): Promise<number> {
  return page.evaluate(async (source) => {
    const pattern = new RegExp(source);
    const names = (await indexedDB.databases()).map((database) => database.name ?? '');
    const mount = names.find((name) => name.startsWith('/u/'));
    if (!mount) throw new Error('no store');
    const open = indexedDB.open(mount);
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(new Error('cannot open the store'));
    });
    let damaged = 0;
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction('FILE_DATA', 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error('cannot write'));
      const request = transaction.objectStore('FILE_DATA').openCursor();
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return;
        const { contents } = cursor.value as { contents?: Uint8Array };
        const key = cursor.key as string;
        if (contents?.length && !key.endsWith('EPOCH') && pattern.test(key)) {
          contents[contents.length >> 1] ^= 0x5a;
          cursor.update({ ...cursor.value, contents });
          damaged++;
        }
        cursor.continue();
      };
    });
    database.close();
    return damaged;
  }, path.source);
}

/** What the files of the user's store hold whose path matches. */
export async function storedFiles(page: Page, path: RegExp): Promise<string[]> {
  return page.evaluate(async (source) => {
    const pattern = new RegExp(source);
    function result<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('cannot read the store'));
      });
    }
    const names = (await indexedDB.databases()).map((database) => database.name ?? '');
    const mount = names.find((name) => name.startsWith('/u/'));
    if (!mount) return [];
    const database = await result(indexedDB.open(mount));
    const files = database.transaction('FILE_DATA').objectStore('FILE_DATA');
    const paths = (await result(files.getAllKeys())) as string[];
    const contents: string[] = [];
    for (const key of paths.filter((key) => pattern.test(key))) {
      const reading = database.transaction('FILE_DATA').objectStore('FILE_DATA').get(key);
      const { contents: bytes } = (await result(reading)) as { contents?: Uint8Array };
      contents.push(new TextDecoder().decode(bytes));
    }
    database.close();
    return contents;
  }, path.source);
}
