// The files of one user: an IDBFS mount that is populated once and from then on written only
// by commit(), never by IDBFS's own syncfs(false), which costs every file and may keep half.
// A commit is one transaction of IDBFS's database: all or nothing, and fenced: it first looks
// whether the EPOCH record still is this window's. Opening the store claims the next epoch, so
// a window that was frozen while another took over cannot write when it thaws.
import { forgetCredential } from './credential.js';
import { deleteDatabase, stored } from './database.js';
import type { FileRecord, FileSystem, Idbfs } from './module.js';

export type CommitResult = 'ok' | 'disk_full' | 'fenced' | 'failed';

export interface StoreAnswers {
  opened(ok: boolean): void;
  committed(batch: number, result: CommitResult): void;
  erased(): void;
}

interface Commit {
  mount: string;
  batch: number;
  changes: Map<string, FileRecord | null>; // Null: delete.
  strict: boolean;
}

interface Epoch {
  expected: number; // What the record must say for us to write.
  mine: number; // Differs from `expected` while a full disk keeps us from claiming.
}

class Fenced extends Error {}

const FILE_MODE = 0o100666;
const DIRECTORY_MODE = 0o40777;
const ANSWER_MS_MAX = 10_000;

export class Store {
  readonly #files: FileSystem;
  readonly #idbfs: Idbfs;
  readonly #answers: StoreAnswers;
  readonly #knownDirectories = new Set<string>();
  #mount: string | null = null;
  #epoch: Epoch = { expected: 0, mine: 1 };
  #queue: Commit[] = [];
  #draining = false;

  constructor(runtime: { FS: FileSystem; IDBFS: Idbfs }, answers: StoreAnswers) {
    this.#files = runtime.FS;
    this.#idbfs = runtime.IDBFS;
    this.#answers = answers;
  }

  async open(mount: string): Promise<void> {
    this.close();
    let ok = true;
    try {
      await this.#mountAndPopulate(mount);
    } catch {
      ok = false; // The program goes on without a disk and says so.
    }
    this.#answers.opened(ok);
  }

  /** The bytes are those of this moment: what the caller writes later is a later commit's. */
  commit(batch: number, mount: string, puts: string[], deletes: string[], strict: boolean): void {
    const changes = new Map<string, FileRecord | null>();
    for (const path of puts) {
      const contents = this.#files.readFile(path);
      changes.set(path, { timestamp: new Date(), mode: FILE_MODE, contents });
    }
    for (const path of deletes) changes.set(path, null);
    this.#queue.push({ mount, batch, changes, strict });
    void this.#drain();
  }

  /** The key of the credential goes first; a step that fails does not keep the next one. */
  async erase(mount: string): Promise<void> {
    const steps = [
      forgetCredential,
      () => this.#emptyDatabase(mount),
      () => {
        this.close();
        return deleteDatabase(mount);
      },
      deleteRuntimeCaches,
    ];
    for (const step of steps) await step().catch(() => undefined);
    this.#answers.erased();
  }

  /** Forgets the mount and lets go of its database; commits that wait answer `failed`. */
  close(): void {
    const mount = this.#mount;
    if (mount === null) return;
    this.#mount = null;
    this.#knownDirectories.clear();
    this.#disconnect(mount);
    this.#files.unmount(mount);
  }

  async #mountAndPopulate(mount: string): Promise<void> {
    this.#files.mkdirTree(mount);
    const root = this.#files.mount(this.#idbfs, {}, mount);
    this.#mount = mount;
    await this.#claimEpoch(mount);
    await new Promise<void>((resolve, reject) => {
      this.#idbfs.syncfs(root.mount, true, (error) => (error ? reject(asError(error)) : resolve()));
    });
    const epochPath = `${mount}/EPOCH`; // Ours, not the program's.
    if (this.#files.analyzePath(epochPath).exists) this.#files.unlink(epochPath);
  }

  async #claimEpoch(mount: string): Promise<void> {
    try {
      await this.#transact(mount, true, (files) => {
        const reading = files.get(`${mount}/EPOCH`) as IDBRequest<FileRecord | undefined>;
        reading.onsuccess = () => {
          const expected = readEpoch(reading.result);
          this.#epoch = { expected, mine: expected + 1 };
          files.put(epochRecord(this.#epoch.mine), `${mount}/EPOCH`);
        };
      });
      this.#epoch.expected = this.#epoch.mine;
    } catch (error) {
      if (!isQuota(error)) throw error; // On a full disk one can still read.
    }
  }

  /** One transaction at a time; what arrives meanwhile goes together into the next one. */
  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    while (this.#queue.length > 0) {
      const group = this.#queue.splice(0);
      const together = await this.#write(merged(group));
      for (const commit of group) {
        const alone = group.length > 1 && (together === 'disk_full' || together === 'failed');
        this.#answers.committed(commit.batch, alone ? await this.#write(commit) : together);
      }
    }
    this.#draining = false;
  }

  async #write({ mount, changes, strict }: Commit): Promise<CommitResult> {
    if (mount !== this.#mount) return 'failed';
    const epoch = this.#epoch;
    const directories = this.#newDirectories(mount, changes);
    try {
      await this.#transact(mount, strict, (files, abort) => {
        const reading = files.get(`${mount}/EPOCH`) as IDBRequest<FileRecord | undefined>;
        reading.onsuccess = () => {
          if (readEpoch(reading.result) !== epoch.expected) return abort(new Fenced());
          if (epoch.expected !== epoch.mine) files.put(epochRecord(epoch.mine), `${mount}/EPOCH`);
          for (const path of directories) files.put(directoryRecord(), path);
          for (const [path, record] of changes) {
            if (record) files.put(record, path);
            else files.delete(path);
          }
        };
      });
    } catch (error) {
      if (error instanceof Fenced) return 'fenced';
      return isQuota(error) ? 'disk_full' : 'failed';
    }
    epoch.expected = epoch.mine;
    for (const path of directories) this.#knownDirectories.add(path);
    return 'ok';
  }

  /** IDBFS can only populate a file whose directories have records too. */
  #newDirectories(mount: string, changes: Commit['changes']): Set<string> {
    const directories = new Set<string>();
    for (const [path, record] of changes) {
      if (!record) continue;
      let end = path.lastIndexOf('/');
      for (; end > mount.length; end = path.lastIndexOf('/', end - 1)) {
        const directory = path.slice(0, end);
        if (!this.#knownDirectories.has(directory)) directories.add(directory);
      }
    }
    return directories;
  }

  async #transact(
    mount: string,
    strict: boolean,
    work: (files: IDBObjectStore, abort: (reason: Error) => void) => void,
  ): Promise<void> {
    let transaction: IDBTransaction;
    try {
      transaction = await this.#begin(mount, strict);
    } catch (error) {
      // The browser closes connections of windows that it suspends: once more with a new one.
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      this.#disconnect(mount);
      transaction = await this.#begin(mount, strict);
    }
    await new Promise<void>((resolve, reject) => {
      const abort = (reason: Error): void => {
        reject(reason);
        try {
          transaction.abort();
        } catch {
          // It has ended already.
        }
      };
      const watchdog = setTimeout(() => {
        this.#disconnect(mount);
        abort(new Error('the database does not answer'));
      }, ANSWER_MS_MAX);
      stored(transaction)
        .then(resolve, reject)
        .finally(() => clearTimeout(watchdog));
      work(transaction.objectStore(this.#idbfs.DB_STORE_NAME), abort);
    });
  }

  async #begin(mount: string, strict: boolean): Promise<IDBTransaction> {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      this.#idbfs.getDB(mount, (error, opened) =>
        opened ? resolve(opened) : reject(asError(error)),
      );
    });
    database.onversionchange = () => this.#disconnect(mount);
    database.onclose = () => this.#disconnect(mount);
    return database.transaction(this.#idbfs.DB_STORE_NAME, 'readwrite', {
      durability: strict ? 'strict' : 'relaxed',
    });
  }

  #disconnect(mount: string): void {
    this.#idbfs.dbs[mount]?.close();
    delete this.#idbfs.dbs[mount];
  }

  /** Deleting waits for every window that has the database open; emptying does not. */
  async #emptyDatabase(mount: string): Promise<void> {
    await this.#transact(mount, true, (files) => files.clear());
  }
}

function merged(group: Commit[]): Commit {
  const [first, ...rest] = group as [Commit, ...Commit[]];
  const changes = new Map(first.changes);
  for (const commit of rest) {
    for (const [path, record] of commit.changes) changes.set(path, record);
  }
  return { ...first, changes, strict: group.some((commit) => commit.strict) };
}

function readEpoch(record: FileRecord | undefined): number {
  const epoch = Number(new TextDecoder().decode(record?.contents));
  return Number.isSafeInteger(epoch) ? epoch : 0;
}

function epochRecord(epoch: number): FileRecord {
  const contents = new TextEncoder().encode(String(epoch));
  return { timestamp: new Date(), mode: FILE_MODE, contents };
}

function directoryRecord(): FileRecord {
  return { timestamp: new Date(), mode: DIRECTORY_MODE };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** The precached shell is nobody's; everything else may tell of the user. */
async function deleteRuntimeCaches(): Promise<void> {
  for (const name of await caches.keys()) {
    if (!name.includes('precache')) await caches.delete(name);
  }
}
