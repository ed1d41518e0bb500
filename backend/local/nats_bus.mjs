// Nodes that share tables tell each other of every mutation through NATS. Each node hears all
// that is said, its own words too, so that its subscribers have one order. A node that has lost
// NATS cannot know what it misses: it lets its subscribers go, and takes none, until NATS is
// back. They come again, to any node, and catch up by queries.
import { connect } from 'nats';
import { UsageError } from './usage_error.mjs';

const subject = 'chatql.events';
const pingMs = 5000; // A network that is silent for two of these is lost.
const reconnectMs = 500;
const patienceMs = 5000;

export class NatsBus {
  lost = false;

  /**
   * @param {string} url
   * @param {import('./appsync/realtime.mjs').Realtime} realtime hears of everything
   */
  static async connect(url, realtime) {
    try {
      const connection = await connect({
        servers: url,
        pingInterval: pingMs,
        maxPingOut: 2,
        maxReconnectAttempts: -1,
        reconnectTimeWait: reconnectMs,
      });
      return new NatsBus(connection, realtime);
    } catch (error) {
      throw new UsageError(`There is no NATS server at ${url}: ${error.message}`);
    }
  }

  constructor(connection, realtime) {
    Object.assign(this, { connection, realtime });
    const callback = (_error, message) => this.#hear(message.json());
    connection.subscribe(subject, { callback });
    void this.#watch();
  }

  #hear({ subscriptions, value, ended }) {
    if (ended) this.realtime.invalidate(ended);
    else this.realtime.publish(subscriptions, value);
  }

  async #watch() {
    for await (const { type } of this.connection.status()) {
      if (type === 'disconnect') this.#lose();
      else if (type === 'reconnect') this.#find();
    }
  }

  #lose() {
    this.lost = true;
    this.realtime.pause();
  }

  #find() {
    this.lost = false;
    this.realtime.resume();
  }

  publish(subscriptions, value) {
    return this.#say({ subscriptions, value });
  }

  invalidate(ended) {
    return this.#say({ ended });
  }

  /**
   * Settles when NATS has it: what is acknowledged has been told. When that fails the client
   * has no answer and repeats its request, which is told again.
   */
  async #say(event) {
    if (this.lost) throw new Error('NATS is lost.');
    this.connection.publish(subject, JSON.stringify(event));
    let timer;
    const late = new Promise((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('NATS does not answer.')), patienceMs);
    });
    await Promise.race([this.connection.flush(), late]).finally(() => clearTimeout(timer));
  }

  async close() {
    await this.connection.close();
  }
}
