// Stands in for web/store.ts in the page of `./dev bench canvas`: the files come from the
// bench, and what is saved is forgotten.
import type { FileSystem } from '../../web/module.js';
import type { StoreAnswers } from '../../web/store.js';

type Files = FileSystem & { writeFile(path: string, bytes: Uint8Array): void };

/** Texts with their lengths before them, as tests/bench/canvas_store.cc prints them. */
function* unpack(packed: ArrayBuffer): Generator<Uint8Array> {
  const view = new DataView(packed);
  for (let at = 0; at < packed.byteLength;) {
    const length = view.getUint32(at, true);
    yield new Uint8Array(packed, at + 4, length);
    at += 4 + length;
  }
}

const parts = fetch('store').then(async (response) => [...unpack(await response.arrayBuffer())]);

export async function credential(): Promise<string> {
  return new TextDecoder().decode((await parts)[0]);
}

export class Store {
  readonly #files: Files;
  readonly #answers: StoreAnswers;

  constructor(runtime: { FS: FileSystem }, answers: StoreAnswers) {
    this.#files = runtime.FS as Files;
    this.#answers = answers;
  }

  async open(mount: string): Promise<void> {
    const all = await parts;
    for (let i = 1; i + 1 < all.length; i += 2) {
      const path = `${mount}/${new TextDecoder().decode(all[i])}`;
      this.#files.mkdirTree(path.slice(0, path.lastIndexOf('/')));
      this.#files.writeFile(path, all[i + 1]);
    }
    all.length = 1;
    this.#answers.opened(true);
  }

  commit(batch: number): void {
    queueMicrotask(() => this.#answers.committed(batch, 'ok'));
  }

  erase(): void {}
  close(): void {}
}
