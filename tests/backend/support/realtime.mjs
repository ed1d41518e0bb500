// A client of AppSync's real-time protocol that remembers every frame and waits for the ones
// a test expects.
import { WebSocket } from 'ws';

const patienceMs = 30_000; // What has not come by then never comes.

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export class RealtimeClient {
  frames = [];
  waiting = [];
  closed = false;

  /** In the form that is used today: credentials in a subprotocol. */
  static open({ graphqlEndpoint }, token) {
    const header = { Authorization: token, host: new URL(graphqlEndpoint).host };
    const url = `${graphqlEndpoint.replace(/^http/, 'ws')}/realtime`;
    return RealtimeClient.dial(url, ['graphql-ws', `header-${base64url(header)}`], header);
  }

  /** In the old form: credentials in the address. */
  static openLegacy({ graphqlEndpoint }, token) {
    const header = { Authorization: token, host: new URL(graphqlEndpoint).host };
    const encoded = encodeURIComponent(Buffer.from(JSON.stringify(header)).toString('base64'));
    const url = `${graphqlEndpoint.replace(/^http/, 'ws')}/realtime?header=${encoded}&payload=e30=`;
    return RealtimeClient.dial(url, ['graphql-ws'], header);
  }

  static async dial(url, protocols, header) {
    const socket = new WebSocket(url, protocols);
    const client = new RealtimeClient(socket, header);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Opened and acknowledged. */
  static async connect(outputs, token) {
    const client = await RealtimeClient.open(outputs, token);
    client.send({ type: 'connection_init' });
    await client.frame((frame) => frame.type === 'connection_ack');
    return client;
  }

  constructor(socket, header) {
    Object.assign(this, { socket, header });
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(data));
      this.look();
    });
    this.gone = new Promise((resolve) => socket.on('close', resolve));
    socket.on('close', () => {
      this.closed = true;
      this.look();
    });
    socket.on('error', () => {});
  }

  send(frame) {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  look() {
    this.waiting = this.waiting.filter(({ test, resolve, reject }) => {
      const index = this.frames.findIndex(test);
      if (index >= 0) resolve(this.frames.splice(index, 1)[0]);
      else if (this.closed) reject(new Error(`closed; had ${JSON.stringify(this.frames)}`));
      else return true;
      return false;
    });
  }

  /** The first frame that passes, now or later; it is taken away. */
  frame(test) {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`no such frame; had ${JSON.stringify(this.frames)}`));
      setTimeout(late, patienceMs).unref();
      this.waiting.push({ test, resolve, reject });
      this.look();
    });
  }

  start(id, query, variables = {}, token = this.header.Authorization) {
    const authorization = { ...this.header, Authorization: token };
    const data = JSON.stringify({ query, variables });
    this.send({ id, type: 'start', payload: { data, extensions: { authorization } } });
    return this.frame((frame) => frame.id === id && ['start_ack', 'error'].includes(frame.type));
  }

  /** The data of the next push to a subscription. */
  async next(id) {
    const frame = await this.frame((candidate) => candidate.id === id && candidate.type === 'data');
    return frame.payload.data;
  }

  stop(id) {
    this.send({ id, type: 'stop' });
    return this.frame((frame) => frame.id === id && frame.type === 'complete');
  }

  /** @returns {Promise<number>} why the server has ended the connection; fails when it does not */
  async isCutOff() {
    const late = new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error('The connection is still open.')), patienceMs).unref();
    });
    return Promise.race([this.gone, late]);
  }

  async end() {
    if (this.closed) return;
    const closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.close();
    await closed;
  }
}
