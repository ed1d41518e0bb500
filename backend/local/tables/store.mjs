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
        if (values.length < chunk) break;
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

/**
 * @param {import('level').Level} level with values as JSON
 * @param {import('./journal.mjs').Journal} journal
 */
export function makeStore(level, journal) {
  const parts = new Map();
  const tables = new Map(); // A table that is ready never changes.
  let entries = []; // Index entries of the item that comes next.

  const write = (operations, done) => {
    const all = entries.concat(operations);
    entries = [];
    journal.write(all).then(() => done(null), done);
  };
  const reads = (prefix) => ({
    lock: Lock(),
    // The file system's cache has what is read again and again: a thread would cost more.
    get(key, done) {
      let value;
      try {
        value = level.getSync(prefix + key);
      } catch (error) {
        done(error);
        return;
      }
      done(null, value);
    },
    createValueStream: (range) => new Values(level.values(withPrefix(range, prefix))),
  });
  const items = (prefix) => ({
    ...reads(prefix),
    put: (key, value, done) => write([{ type: 'put', key: prefix + key, value }], done),
    del: (key, done) => write([{ type: 'del', key: prefix + key }], done),
  });
  const index = (prefix) => ({
    ...reads(prefix),
    put(key, value, done) {
      entries.push({ type: 'put', key: prefix + key, value });
      done(null);
    },
    del(key, done) {
      entries.push({ type: 'del', key: prefix + key });
      done(null);
    },
  });
  const part = (prefix, make) => {
    if (!parts.has(prefix)) parts.set(prefix, make(prefix));
    return parts.get(prefix);
  };

  const tableDb = Object.assign(part('table~', items), { awsRegion: 'local', awsAccountId: '0' });
  const notFound = (name) => {
    const message = `Requested resource not found: Table: ${name} not found`;
    return { statusCode: 400, body: { __type: '#ResourceNotFoundException', message } };
  };
  return {
    options: { maxItemSize: maxItemSizeKb * 1024, createTableMs: 0 },
    tableDb,
    getItemDb: (table) => part(itemsOf(table), items),
    getIndexDb: (kind, table, name) => part(entriesOf(kind, table, name), index),
    getTable(name, ...rest) {
      const done = rest.at(-1);
      if (tables.has(name)) {
        done(null, tables.get(name));
        return;
      }
      tableDb.get(name, (error, table) => {
        if (error || !table) done(error ?? notFound(name));
        else {
          if (table.TableStatus === 'ACTIVE') tables.set(name, table);
          done(null, table);
        }
      });
    },
  };
}
