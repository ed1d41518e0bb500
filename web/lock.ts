// One window of a browser profile is the active one; it alone talks to the network and writes
// the store. The browser's lock manager decides who. A window can wait until the active one
// closes, or take over: then the other one's lock is broken and `lost` is called there, at
// once or, if it is frozen, when it thaws.

const NAME = 'chatql-active-window';

export class WindowLock {
  readonly #lost: () => void;
  #waiting = new AbortController();

  constructor(lost: () => void) {
    this.#lost = lost;
  }

  /** Whether this window is the active one now. */
  tryAcquire(): Promise<boolean> {
    return this.#request({ ifAvailable: true });
  }

  async steal(): Promise<void> {
    await this.#request({ steal: true });
  }

  /** Resolves when this window is the active one: the other one closed, or takeOver(). */
  async wait(): Promise<void> {
    this.#waiting = new AbortController();
    if (!(await this.#request({ signal: this.#waiting.signal }))) await this.steal();
  }

  takeOver(): void {
    this.#waiting.abort();
  }

  /** True when the lock is held; it is until the window goes or another one takes over. */
  #request(options: LockOptions): Promise<boolean> {
    if (!('locks' in navigator)) return Promise.resolve(true);
    return new Promise((resolve) => {
      let held = false;
      navigator.locks
        .request(NAME, options, (lock) => {
          held = lock !== null;
          resolve(held);
          return held ? new Promise<never>(() => undefined) : undefined;
        })
        .catch(() => (held ? this.#lost() : resolve(false)));
    });
  }
}
