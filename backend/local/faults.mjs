// Trouble on demand, for tests: only with --faults, and only from this machine. POST /faults
// takes one of
//   {"path": "/graphql", "kind": "drop", "match": "CreateMessage", "count": 2, "applied": true}
//       The next `count` requests whose path is `path` and whose body contains `match` (both
//       may be absent) go wrong. Kinds: "drop" (the connection is cut), "delay" (by `delayMs`),
//       "status" (`status` instead of the answer), "malformed" (half of the answer), "oversized"
//       (an answer of 8 MB). "applied": false refuses before the server has done anything.
//       On "/graphql/realtime" the handshake is dropped.
//   {"cut": "sockets"}        Cuts every WebSocket.
//   {"mute": "sockets"}       Keeps every WebSocket open but silent, as a lost network does.
//   {"expireCodes": "NAME"}   Every code that was mailed to the user has expired.
//   {"settings": {...}}       Any of tokenSeconds, connectionTimeoutMs, keepAliveMs.
import { setTimeout as delay } from 'node:timers/promises';
import { parseObject } from './http.mjs';

const kinds = ['drop', 'delay', 'status', 'malformed', 'oversized'];
const oversizedBytes = 8 * 1024 * 1024;

const damage = {
  drop: () => null,
  delay: (answer) => answer,
  status: (answer, { status = 500 }) => ({ ...answer, status, body: '' }),
  malformed: (answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) }),
  oversized: (answer) => ({
    ...answer,
    body: JSON.stringify({ data: 'x'.repeat(oversizedBytes) }),
  }),
};

export class Faults {
  waiting = [];

  /**
   * @param {import('./appsync/realtime.mjs').Realtime} realtime
   * @param {import('./cognito/user_pool.mjs').UserPool} pool
   * @param {object} settings
   */
  constructor(realtime, pool, settings) {
    Object.assign(this, { realtime, pool, settings });
  }

  /** @returns {Promise<boolean>} false when the order makes no sense */
  async order(body) {
    const fault = parseObject(body ?? '');
    if (!fault) return false;
    if (fault.cut === 'sockets') this.realtime.cut();
    else if (fault.mute === 'sockets') this.realtime.mute();
    else if (typeof fault.expireCodes === 'string') await this.pool.expireCodes(fault.expireCodes);
    else if (fault.settings) Object.assign(this.settings, fault.settings);
    else if (kinds.includes(fault.kind)) this.waiting.push({ count: 1, ...fault });
    else return false;
    return true;
  }

  /** The fault that strikes this request, if any. */
  take(path, body = '') {
    const strikes = (fault) =>
      (fault.path ?? path) === path && (body ?? '').includes(fault.match ?? '');
    const fault = this.waiting.find(strikes);
    if (!fault) return null;
    fault.count -= 1;
    if (fault.count <= 0) this.waiting = this.waiting.filter((other) => other !== fault);
    return fault;
  }

  /** @returns {Promise<object | null>} the damaged answer; null cuts the connection */
  async strike(fault, answer) {
    if (fault.delayMs) await delay(fault.delayMs);
    return damage[fault.kind](answer, fault);
  }
}
