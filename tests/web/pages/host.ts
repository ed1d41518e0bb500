/// <reference path="../../../web/build_inputs.d.ts" />
// What the tests of the page's modules without a look of their own drive: those on window.
import createModule from 'chatql-module';
import { WayBack } from '../../../web/back.js';
import { forgetCredential, claimCredential, saveCredential } from '../../../web/credential.js';
import { SrpClient } from '../../../web/crypto.js';
import { Http } from '../../../web/http.js';
import { WindowLock } from '../../../web/lock.js';
import type { ChatModule } from '../../../web/module.js';
import { watchShortcuts } from '../../../web/shortcuts.js';
import { Socket } from '../../../web/socket.js';
import { Store, type CommitResult } from '../../../web/store.js';

/** The store of one window, with its answers as promises. */
class StoreUnderTest {
  readonly store: Store;
  readonly results = new Map<number, CommitResult>();
  /** In the order of the answers. */
  readonly answered: number[] = [];
  readonly #module: TestModule;
  #opened: (ok: boolean) => void = () => undefined;
  #erased: () => void = () => undefined;
  #waiting: (() => void)[] = [];
  #batch = 0;

  constructor(module: TestModule) {
    this.#module = module;
    this.store = new Store(module, {
      opened: (ok) => this.#opened(ok),
      committed: (batch, result) => {
        this.results.set(batch, result);
        this.answered.push(batch);
        for (const wake of this.#waiting.splice(0)) wake();
      },
      erased: () => this.#erased(),
    });
  }

  open(mount: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#opened = resolve;
      void this.store.open(mount);
    });
  }

  erase(mount: string): Promise<void> {
    return new Promise((resolve) => {
      this.#erased = resolve;
      void this.store.erase(mount);
    });
  }

  /** Writes the files as the program does and commits them; null deletes. */
  begin(mount: string, files: Record<string, Uint8Array | string | null>, strict = true): number {
    const { FS } = this.#module;
    const puts: string[] = [];
    const deletes: string[] = [];
    for (const [path, content] of Object.entries(files)) {
      const full = `${mount}/${path}`;
      FS.mkdirTree(full.slice(0, full.lastIndexOf('/')));
      if (content === null) FS.unlink(full);
      else FS.writeFile(full, content);
      (content === null ? deletes : puts).push(full);
    }
    this.store.commit(++this.#batch, mount, puts, deletes, strict);
    return this.#batch;
  }

  async result(batch: number): Promise<CommitResult> {
    for (;;) {
      const result = this.results.get(batch);
      if (result) return result;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  commit(mount: string, files: Record<string, Uint8Array | string | null>): Promise<CommitResult> {
    return this.result(this.begin(mount, files));
  }

  read(path: string): string | null {
    const { FS } = this.#module;
    if (!FS.analyzePath(path).exists) return null;
    return new TextDecoder().decode(FS.readFile(path));
  }
}

/** The program's module, with what only tests call. */
type TestModule = ChatModule & {
  FS: { writeFile(path: string, content: Uint8Array | string): void };
};

const product = {
  newStore: async () => {
    const options = { locateFile: () => '/chatql.wasm', onAbort: () => undefined };
    const module = (await createModule(options)) as TestModule;
    return { module, store: new StoreUnderTest(module) };
  },
  SrpClient,
  WindowLock,
  saveCredential,
  claimCredential,
  forgetCredential,
  Http,
  Socket,
  WayBack,
  watchShortcuts,
};

declare global {
  interface Window {
    product: typeof product;
    /** Set by the tests. */
    module: TestModule;
    store: StoreUnderTest;
    lock: WindowLock;
    lost: number;
    http: Http;
    socket: Socket;
    back: WayBack;
    /** What the module under test has told, in order. */
    heard: unknown[];
  }
}
window.product = product;
