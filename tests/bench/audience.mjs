// Many sockets that hear the same messages, and what they make of them: how many came, in which
// order and how late.
import { once } from 'node:events';
import { WebSocket } from 'ws';

const patienceMs = 120_000; // What has not come by then is lost.
const together = 50; // Sockets that are opened at once.

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** One that subscribes as the app does. */
async function subscribe({ graphqlEndpoint }, token, query) {
  const authorization = { Authorization: token, host: new URL(graphqlEndpoint).host };
  const url = `${graphqlEndpoint.replace(/^http/, 'ws')}/realtime`;
  const socket = new WebSocket(url, ['graphql-ws', `header-${base64url(authorization)}`]);
  await once(socket, 'open');
  const says = (type) =>
    new Promise((resolve, reject) => {
      const look = (data) => {
        const frame = JSON.parse(data);
        if (frame.type === 'error') reject(new Error(String(data)));
        if (frame.type !== type) return;
        socket.off('message', look);
        resolve();
      };
      socket.on('message', look);
    });
  const acknowledged = says('connection_ack');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await acknowledged;
  const started = says('start_ack');
  const data = JSON.stringify({ query, variables: {} });
  const payload = { data, extensions: { authorization } };
  socket.send(JSON.stringify({ id: '1', type: 'start', payload }));
  await started;
  return socket;
}

/** One of the bare server. */
async function dial(url) {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  return socket;
}

export class Audience {
  heard = 0;
  outOfOrder = 0;
  latencies = [];
  sent = new Map(); // Message id to when it was sent.
  sockets = [];

  /** Subscribers of `onInbox`, each with a socket of its own, on each of the nodes in turn. */
  static subscribers(size, nodes, token, query) {
    return Audience.gather(size, (i) => subscribe(nodes[i % nodes.length].outputs, token, query));
  }

  static bare(size, url) {
    return Audience.gather(size, () => dial(url));
  }

  static async gather(size, open) {
    const audience = new Audience();
    let next = 0;
    const worker = async () => {
      while (next < size) {
        const socket = await open(next++);
        audience.listen(socket);
      }
    };
    await Promise.all(Array.from({ length: together }, worker));
    return audience;
  }

  listen(socket) {
    this.sockets.push(socket);
    const last = new Map();
    socket.on('message', (data) => {
      const now = performance.now();
      const message = JSON.parse(data).payload?.data?.onInbox;
      if (!message) return; // It only says that the connection is alive.
      const { id, conversationId, seq } = message;
      if (!(seq > (last.get(conversationId) ?? 0))) this.outOfOrder += 1;
      last.set(conversationId, seq);
      this.latencies.push(now - this.sent.get(id));
      this.heard += 1;
      if (this.heard === this.awaited) this.complete();
    });
  }

  begin() {
    Object.assign(this, { heard: 0, outOfOrder: 0, latencies: [], sent: new Map() });
  }

  /** Settles when so many have come since begin(), or no longer can. */
  async hears(count) {
    if (this.heard >= count) return;
    this.awaited = count;
    let timer;
    await new Promise((resolve) => {
      this.complete = resolve;
      timer = setTimeout(resolve, patienceMs);
    });
    clearTimeout(timer);
  }

  async leave() {
    const gone = this.sockets.map((socket) => once(socket, 'close'));
    for (const socket of this.sockets) socket.terminate();
    await Promise.all(gone);
  }
}
