// The real-time endpoint: AppSync's WebSocket protocol. Delivery is at most once, in order of
// publication, to those connected at that moment; clients catch up by queries.
import { executeSync, getArgumentValues, getVariableValues } from 'graphql';
import { WebSocket, WebSocketServer } from 'ws';
import { parseObject } from '../http.mjs';
import { remembered } from '../remembered.mjs';
import { requestOf } from './documents.mjs';
import { errorAnswer } from './engine.mjs';
import { checkFilter, matches } from './subscription_filter.mjs';
import { Subscriptions } from './subscriptions.mjs';

const maxSubscriptions = 100; // Per connection, as on AWS.
const maxFrameBytes = 256 * 1024;
const maxBufferedBytes = 8 * 1024 * 1024; // A reader that slow has to come back and catch up.
const maxWaitingFrames = 1000; // From a client that sends faster than it can be served.
const maxSelections = 1000; // Different ones of which the frames are kept while publishing.
const asText = { binary: false };

const errorFrame = (id, errors) => ({ id, type: 'error', payload: { errors } });
const failure = (errorType, message) => ({ errors: [{ errorType, message }] });
const notUnderstood = () =>
  failure('UnsupportedOperation', 'unknown not supported through the realtime channel');

/** The credentials of the handshake: a subprotocol, or in the old form the query. */
function handshakeHeaders(request) {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  const encoded = protocols.find((name) => name.startsWith('header-'))?.slice('header-'.length);
  const text = Buffer.from(encoded ?? searchParams.get('header') ?? '', 'base64').toString();
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

class Connection {
  subscriptions = new Map();
  acknowledged = false;
  muted = false;

  constructor(realtime, socket, headers) {
    this.realtime = realtime;
    this.socket = socket;
    this.headers = headers;
    this.work = Promise.resolve();
    this.waiting = 0;
    const late = () => socket.close(1008, 'connection_init expected');
    this.timer = setTimeout(late, realtime.settings.initTimeoutMs);
    socket.on('message', (data) => this.enqueue(data.toString()));
    socket.on('close', () => this.end());
    socket.on('error', () => socket.terminate());
  }

  /** One frame after the other, in the order in which they came. */
  enqueue(text) {
    this.waiting += 1;
    if (this.waiting > maxWaitingFrames) this.socket.terminate();
    else
      this.work = this.work.then(async () => {
        await this.receive(text);
        this.waiting -= 1;
      });
  }

  send(frame) {
    this.sendText(JSON.stringify(frame));
  }

  /** @param {string | Buffer} text which `ws` sends as it is */
  sendText(text) {
    if (this.muted || this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > maxBufferedBytes) this.socket.terminate();
    else this.socket.send(text, asText);
  }

  end() {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions.values())
      this.realtime.subscriptions.remove(subscription);
    this.subscriptions.clear();
    this.realtime.connections.delete(this);
  }

  async receive(text) {
    const frame = parseObject(text);
    const { type, id } = frame ?? {};
    try {
      if (type === 'connection_init') await this.init();
      else if (!this.acknowledged) this.refuse('Unauthorized', 'connection_init comes first.', 400);
      else if (type === 'start' && typeof id === 'string') await this.start(id, frame.payload);
      else if (type === 'stop' && typeof id === 'string') this.stop(id);
      else this.send(errorFrame(id, notUnderstood().errors));
    } catch (error) {
      console.error('real-time:', error);
      this.socket.close(1011);
    }
  }

  refuse(errorType, message, errorCode) {
    this.send({
      type: 'connection_error',
      payload: { errors: [{ errorType, message, errorCode }] },
    });
    this.socket.close(1000);
  }

  async init() {
    try {
      await this.realtime.identify(this.headers);
    } catch (error) {
      this.refuse(error.errorType, error.message, 401);
      return;
    }
    clearTimeout(this.timer);
    this.acknowledged = true;
    const { connectionTimeoutMs, keepAliveMs } = this.realtime.settings;
    this.send({ type: 'connection_ack', payload: { connectionTimeoutMs } });
    this.send({ type: 'ka' });
    this.timer = setInterval(() => this.send({ type: 'ka' }), keepAliveMs);
  }

  async start(id, payload) {
    const result = await this.subscribe(id, payload);
    if (result.errors) this.send(errorFrame(id, result.errors));
    else if (this.socket.readyState === WebSocket.OPEN) {
      const frameKey = JSON.stringify([id, result.selection]);
      const subscription = { ...result, connection: this, id, frameKey };
      this.subscriptions.set(id, subscription);
      this.realtime.subscriptions.add(subscription);
      this.send({ id, type: 'start_ack' });
    }
  }

  /** @returns {Promise<object>} the subscription, or `errors` */
  async subscribe(id, payload) {
    if (this.subscriptions.has(id)) return failure('DuplicatedOperationError', 'The id is in use.');
    if (this.subscriptions.size >= maxSubscriptions)
      return failure('MaxSubscriptionsReachedError', `At most ${maxSubscriptions} subscriptions.`);
    let identity;
    try {
      identity = await this.realtime.identify(payload?.extensions?.authorization ?? {});
    } catch (error) {
      return failure(error.errorType, error.message);
    }
    const request = requestOf(parseObject(payload.data));
    return request ? this.realtime.open(identity, request) : notUnderstood();
  }

  stop(id) {
    const subscription = this.subscriptions.get(id);
    if (subscription) this.realtime.subscriptions.remove(subscription);
    this.subscriptions.delete(id);
    this.send({ id, type: 'complete' });
  }
}

export class Realtime {
  connections = new Set();
  subscriptions = new Subscriptions(); // Of all connections.
  paused = false;

  /**
   * @param {(headers: object) => Promise<object>} identify
   * @param {{ connectionTimeoutMs: number, initTimeoutMs: number, keepAliveMs: number }} settings
   */
  constructor(identify, settings) {
    this.identify = identify;
    this.settings = settings;
    this.server = new WebSocketServer({
      noServer: true,
      maxPayload: maxFrameBytes,
      handleProtocols: () => 'graphql-ws',
    });
  }

  /** @param {import('./engine.mjs').Engine} engine */
  serve(engine) {
    this.engine = engine;
  }

  /** Handles an HTTP upgrade on /graphql/realtime. */
  upgrade(request, socket, head) {
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
    const refusal = this.paused ? '503 Service Unavailable' : '400 Bad Request';
    if (this.paused || !protocols.includes('graphql-ws')) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      this.connections.add(new Connection(this, webSocket, handshakeHeaders(request)));
    });
  }

  /** Checks a subscription and runs its resolver, which may refuse. */
  async open(identity, request) {
    const { schema } = this.engine;
    const { errors, document, operation } = this.engine.prepare(request);
    if (errors) return { errors };
    if (operation.operation !== 'subscription')
      return failure('UnsupportedOperation', 'Not a subscription.');
    const [node] = operation.selectionSet.selections;
    const field = schema.getSubscriptionType().getFields()[node.name?.value];
    if (!field) return failure('UnsupportedOperation', 'One plain field only.');
    const { variables, operationName } = request;
    const definitions = operation.variableDefinitions ?? [];
    const values = getVariableValues(schema, definitions, variables ?? {});
    if (values.errors) return { errors: values.errors.map(errorAnswer) };
    const state = this.engine.begin(identity);
    try {
      const args = getArgumentValues(field, node, values.coerced);
      await this.decide(field.name, args, state);
      const { filter, invalidationFilter } = state;
      return {
        field: field.name,
        selection: JSON.stringify([operationName, variables, request.query]),
        document,
        variables,
        operationName,
        args,
        filter,
        invalidationFilter,
      };
    } catch (error) {
      const { message, errorType = 'Code' } = error;
      return { errors: [{ path: [field.name], message, errorType }] };
    }
  }

  /** Runs the field's resolver, if it has one: it refuses by throwing, and sets the filters. */
  async decide(field, args, state) {
    const { resolvers } = this.engine;
    const name = `Subscription.${field}`;
    if (resolvers.has(name))
      await this.engine.inTime(resolvers.run(name, { source: null, args }, state));
    checkFilter(state.filter);
    checkFilter(state.invalidationFilter);
  }

  /** Delivers a value to everybody who subscribed to it. What looks alike is written once. */
  publish(fields, value) {
    for (const field of fields) {
      const payloads = remembered(maxSelections, (_selection, subscription) =>
        JSON.stringify(this.select(subscription, value)),
      );
      const frames = remembered(maxSelections, (_key, subscription) => {
        const { id, selection } = subscription;
        const payload = payloads(selection, subscription);
        return Buffer.from(`{"id":${JSON.stringify(id)},"type":"data","payload":${payload}}`);
      });
      for (const subscription of this.subscriptions.hearing(field, value)) {
        subscription.connection.sendText(frames(subscription.frameKey, subscription));
      }
    }
  }

  /** Ends the subscriptions whose invalidation filter matches; each is told that it is over. */
  invalidate({ subscriptionField, payload }) {
    for (const { connection, id, invalidationFilter } of this.subscriptions.all(subscriptionField))
      if (invalidationFilter && matches(invalidationFilter, payload)) connection.stop(id);
  }

  select({ field, document, variables, operationName }, value) {
    const { data, errors } = executeSync({
      schema: this.engine.schema,
      document,
      variableValues: variables,
      operationName,
      rootValue: { [field]: value },
      fieldResolver: (source, _args, _context, info) => source?.[info.fieldName] ?? null,
    });
    return errors ? { data, errors: errors.map(errorAnswer) } : { data };
  }

  /** While this node may miss what is published: a subscriber here would wait in vain. */
  pause() {
    this.paused = true;
    this.cut();
  }

  resume() {
    this.paused = false;
  }

  /** Every connection is gone at once. */
  cut() {
    for (const { socket } of this.connections) socket.terminate();
  }

  /** For tests: every connection stays open and says nothing more. */
  mute() {
    for (const connection of this.connections) connection.muted = true;
  }

  close() {
    this.cut();
    this.server.close();
  }
}
