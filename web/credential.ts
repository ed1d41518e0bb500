// The credential that lets the next start sign in by itself. It lies encrypted beside a key
// that script can use but never read, so a copy of the disk's text is worth nothing, and
// deleting the key erases it whatever else survives. Free of the DOM: the service worker
// reads it too.
import { deleteDatabase, settled, stored } from './database.js';

const DATABASE = 'chatql-credential';
const STORE = 'credential';
const ALGORITHM = { name: 'AES-GCM', length: 256 };

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

let lastWrite: Promise<void> = Promise.resolve();

/** Later calls win, whatever their encryption takes. */
export function saveCredential(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return inOrder(() => (bytes.length === 0 ? forget() : seal(bytes)));
}

export function forgetCredential(): Promise<void> {
  return inOrder(forget);
}

/** Empty when there is none, or none that this browser's key opens. */
export async function loadCredential(): Promise<string> {
  const database = await open();
  try {
    const store = database.transaction(STORE, 'readonly').objectStore(STORE);
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
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore(STORE);
    store.put(key, 'key');
    store.put({ iv, data } satisfies Sealed, 'sealed');
    await stored(transaction);
  } finally {
    database.close();
  }
}

/** Emptied before it is deleted: emptying waits for nobody. */
async function forget(): Promise<void> {
  const database = await open();
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
  transaction.objectStore(STORE).clear();
  await stored(transaction);
  database.close();
  await deleteDatabase(DATABASE);
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return await settled(request);
}
