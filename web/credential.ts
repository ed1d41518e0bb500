// The credential that lets the next start sign in by itself. It lies encrypted beside a key
// that script can use but never read, so a copy of the disk's text is worth nothing, and
// deleting the key erases it whatever else survives. It belongs to the window that claimed it
// last: one that was frozen and taken over must not put its old token over a new one.
import { deleteDatabase, settled, stored } from './database.js';

const DATABASE = 'chatql-credential';
const STORE = 'credential';
const ALGORITHM = { name: 'AES-GCM', length: 256 };

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

let lastWrite: Promise<void> = Promise.resolve();
let epoch = 0; // Of this window; a greater one in the database is that of a later window.

/** Later calls win, whatever their encryption takes. */
export function saveCredential(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return inOrder(() => (bytes.length === 0 ? forget() : seal(bytes)));
}

export function forgetCredential(): Promise<void> {
  return inOrder(forget);
}

/** From now on this window writes it. Empty when none is kept that this browser's key opens. */
export async function claimCredential(): Promise<string> {
  const database = await open();
  try {
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    const claiming = store.get('epoch') as IDBRequest<number | undefined>;
    claiming.onsuccess = () => {
      epoch = (claiming.result ?? 0) + 1;
      store.put(epoch, 'epoch');
    };
    const [key, sealed] = await Promise.all([
      settled<CryptoKey | undefined>(store.get('key')),
      settled<Sealed | undefined>(store.get('sealed')),
    ]);
    if (!key || !sealed) return '';
    const plain = await crypto.subtle.decrypt(
      { name: ALGORITHM.name, iv: sealed.iv },
      key,
      sealed.data,
    );
    return new TextDecoder().decode(plain);
  } catch {
    return '';
  } finally {
    database.close();
  }
}

function inOrder(write: () => Promise<void>): Promise<void> {
  const done = lastWrite.then(write);
  lastWrite = done.catch(() => undefined);
  return done;
}

async function seal(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const database = await open();
  try {
    const reading = database.transaction(STORE, 'readonly').objectStore(STORE);
    const key =
      (await settled<CryptoKey | undefined>(reading.get('key'))) ??
      (await crypto.subtle.generateKey(ALGORITHM, false, ['encrypt', 'decrypt']));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: ALGORITHM.name, iv }, key, bytes);
    await writeIfMine(database, (store) => {
      store.put(epoch, 'epoch');
      store.put(key, 'key');
      store.put({ iv, data } satisfies Sealed, 'sealed');
    });
  } finally {
    database.close();
  }
}

/** False when a later window has claimed it, and nothing was written. */
async function writeIfMine(
  database: IDBDatabase,
  write: (store: IDBObjectStore) => void,
): Promise<boolean> {
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
  const store = transaction.objectStore(STORE);
  const reading = store.get('epoch') as IDBRequest<number | undefined>;
  let mine = false;
  reading.onsuccess = () => {
    mine = (reading.result ?? 0) <= epoch;
    if (mine) write(store);
  };
  await stored(transaction);
  return mine;
}

/** Emptied before it is deleted: emptying waits for nobody. */
async function forget(): Promise<void> {
  const database = await open();
  const mine = await writeIfMine(database, (store) => store.clear()).finally(() => {
    database.close();
  });
  if (mine) await deleteDatabase(DATABASE);
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return await settled(request);
}
