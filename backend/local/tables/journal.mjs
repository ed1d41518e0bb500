// The only writer of the disk. What one operation changes, the item and its index entries, is
// written whole or not at all, and answered only when the disk says that it has it: neither a
// killed process nor a power cut loses what was acknowledged. Operations that come while the
// disk is busy share its next turn, so that the wait for it costs little: decision 0011.
import { statfs } from 'node:fs/promises';

const minFreeBytes = 16 * 1024 * 1024; // Before a disk that was full is tried again.

export class Journal {
  #waiting = [];
  #writing = false;
  #failed = false;

  /** @param {import('level').Level} level @param {string} folder where it is */
  constructor(level, folder) {
    this.level = level;
    this.folder = folder;
  }

  /**
   * @param {object[]} operations of a LevelDB batch
   * @returns {Promise<void>} settles when all of them are on the disk, or none
   */
  write(operations) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operations, resolve, reject });
      if (!this.#writing) void this.#run();
    });
  }

  async #run() {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      const failure = await this.#commit(group.flatMap(({ operations }) => operations));
      for (const { resolve, reject } of group) failure ? reject(failure) : resolve();
    }
    this.#writing = false;
  }

  /** @returns {Promise<Error | null>} */
  async #commit(operations) {
    try {
      if (this.#failed) await this.#reopen();
      await this.level.batch(operations, { sync: true });
      this.#failed = false;
      return null;
    } catch (error) {
      if (!this.#failed) console.error(`Writing to ${this.folder} failed: ${reasonOf(error)}`);
      this.#failed = true;
      return error;
    }
  }

  /** After a failed write LevelDB refuses all others until it is opened again. */
  async #reopen() {
    const { bavail, bsize } = await statfs(this.folder);
    if (bavail * bsize < minFreeBytes) throw new Error('There is no space left.');
    await this.level.close();
    await this.level.open();
    console.error(`Writing to ${this.folder} goes on.`);
  }
}

/** LevelDB's own words, which name the file. */
export const reasonOf = (error) => error.cause?.message ?? error.message;
