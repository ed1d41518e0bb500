// Damages what the app keeps in IndexedDB, as a failing disk would.
import type { Page } from '@playwright/test';

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
