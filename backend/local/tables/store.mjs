// What dynalite's operations ask of their store: named parts of one LevelDB, each with a lock
// per key. dynalite changes the indexes of an item and then, in the same turn, the item; the
// index entries wait here for the item and go with it.
import { createRequire } from 'node:module';
import { Stream } from 'node:stream';

const require = createRequire(createRequire(import.meta.url).resolve('dynalite'));
const { Lock } = require('lock');
const maxItemSizeKb = 400; // DynamoDB's own.
const chunk = 128; // Entries that are read at once.

/** A range of values, in the form of stream that dynalite reads. */
class Values extends Stream {
  #ended = false;

  constructor(iterator) {
    super();
    void this.#read(iterator);
  }

  async #read(iterator) {
    try {
      for (;;) {
        const values = await iterator.nextv(chunk);
        for (const value of values) {
          if (this.#ended) return;
          this.emit('data', value);
        }
        if (values.length === 0) break; // Long values come in smaller portions than asked for.
      }
      if (!this.#ended) this.emit('end');
    } catch (error) {
      this.emit('error', error);
    } finally {
      await iterator.close();
    }
  }

  destroy() {
    this.#ended = true;
  }
}

/** @param {object} range as of LevelDB @param {string} prefix of all its keys */
function withPrefix({ limit, reverse, ...range }, prefix) {
  const bounds = Object.entries(range).map(([bound, key]) => [bound, prefix + key]);
  const whole = { gte: prefix, lt: `${prefix}\xff` };
  const low = 'gt' in range || 'gte' in range ? {} : { gte: whole.gte };
  const high = 'lt' in range || 'lte' in range ? {} : { lt: whole.lt };
  return { limit, reverse, ...low, ...high, ...Object.fromEntries(bounds) };
}

/** The parts of the database, named as dynalite names them. */
export const itemsOf = (table) => `item-${table}~`;
export const entriesOf = (kind, table, index) => `index-${kind.toLowerCase()}~${table}~${index}~`;

/** A part of the database that is read; the file system's cache has what is read again. */
class Part {
  lock = Lock();

  constructor(store, prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  get(key, done) {
    let value;
    try {
      value = this.store.level.getSync(this.prefix + key);
    } catch (error) {
      done(error);
      return;
    }
    done(null, value);
  }

  createValueStream(range) {
    return new Values(this.store.level.values(withPrefix(range, this.prefix)));
  }
}

/** Written at once, together with the entries that wait. */
class Items extends Part {
  put(key, value, done) {
    this.store.write({ type: 'put', key: this.prefix + key, value }, done);
  }

  del(key, done) {
    this.store.write({ type: 'del', key: this.prefix + key }, done);
  }
}

/** Waits for the item. */
class Entries extends Part {
  put(key, value, done) {
    this.store.waiting.push({ type: 'put', key: this.prefix + key, value });
    done(null);
  }

  del(key, done) {
    this.store.waiting.push({ type: 'del', key: this.prefix + key });
    done(null);
  }
}

export class Store {
  options = { maxItemSize: maxItemSizeKb * 1024, createTableMs: 0 };
  waiting = []; // Index entries of the item that comes next.
  parts = new Map();
  tables = new Map(); // A table that is ready never changes.

  /**
   * @param {import('level').Level} level with values as JSON
   * @param {import('./journal.mjs').Journal} journal
   */
  constructor(level, journal) {
    this.level = level;
    this.journal = journal;
    this.tableDb = this.part('table~', Items);
  }

  part(prefix, Kind) {
    if (!this.parts.has(prefix)) this.parts.set(prefix, new Kind(this, prefix));
    return this.parts.get(prefix);
  }

  write(operation, done) {
    const operations = [...this.waiting, operation];
    this.waiting = [];
    this.journal.write(operations).then(() => done(null), done);
  }

  getItemDb(table) {
    return this.part(itemsOf(table), Items);
  }

  getIndexDb(kind, table, name) {
    return this.part(entriesOf(kind, table, name), Entries);
  }

  /** dynalite gives the callback last; what is before it does not matter here. */
  getTable(name, ...rest) {
    const done = rest.at(-1);
    if (this.tables.has(name)) {
      done(null, this.tables.get(name));
      return;
    }
    this.tableDb.get(name, (error, table) => {
      if (table?.TableStatus === 'ACTIVE') this.tables.set(name, table);
      if (error || !table) done(error ?? notFound(name));
      else done(null, table);
    });
  }

  async replaceTable(table) {
    const key = `table~${table.TableName}`;
    await this.journal.write([{ type: 'put', key, value: table }]);
    this.tables.delete(table.TableName);
  }
}

function notFound(name) {
  const message = `Requested resource not found: Table: ${name} not found`;
  return { statusCode: 400, body: { __type: '#ResourceNotFoundException', message } };
}
