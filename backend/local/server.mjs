// One HTTP server for everything: GraphQL, real-time, Cognito, the mailbox and the site.
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  crossOrigin,
  hostOf,
  isLoopbackRequest,
  jsonAnswer,
  preflightAnswer,
  readBody,
  sendAnswer,
} from './http.mjs';

const keepAliveMs = 65_000; // Longer than clients and proxies keep a connection.

const notFound = () => jsonAnswer(404, { message: 'There is nothing here.' });
const internalFailure = () =>
  jsonAnswer(500, { errors: [{ errorType: 'InternalFailure', message: 'Internal failure.' }] });
const notFromAfar = () => jsonAnswer(403, { message: 'From this machine only.' });

/** A part of a path as text; one that is wrongly encoded is nobody's name. */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/**
 * @typedef {object} Routes
 * @property {Record<string, (request: object, body: string | null) => Promise<object>>} posts
 * @property {Record<string, (origin: string) => object>} documents path to JSON
 * @property {(username: string) => Promise<object[]>} mailbox
 * @property {import('./appsync/realtime.mjs').Realtime} realtime
 * @property {import('./faults.mjs').Faults | null} faults
 * @property {ReturnType<import('./site.mjs').makeSite> | null} site
 */

class Handler {
  /** @param {Routes} routes @param {boolean} secure */
  constructor(routes, secure) {
    this.routes = routes;
    this.secure = secure;
  }

  async handle(request, response) {
    try {
      const answer = await this.answer(request, response);
      if (answer) sendAnswer(response, answer);
    } catch (error) {
      if (response.destroyed) return; // The client has gone.
      console.error('request failed:', error);
      if (response.headersSent) response.destroy();
      else sendAnswer(response, internalFailure());
    }
  }

  /** @returns {Promise<object | null>} null when the response needs nothing more */
  async answer(request, response) {
    const path = request.url.split('?')[0];
    const { posts, documents, mailbox, faults, site } = this.routes;
    if (Object.hasOwn(posts, path)) {
      if (request.method === 'OPTIONS') return preflightAnswer(request);
      if (request.method === 'POST') return this.post(posts[path], path, request, response);
    }
    const host = hostOf(request);
    if (!host) return jsonAnswer(400, { message: 'The Host header makes no sense.' });
    if (request.method === 'GET' && Object.hasOwn(documents, path))
      return jsonAnswer(200, documents[path](`${this.secure ? 'https' : 'http'}://${host}`));
    if (path.startsWith('/mailbox/') && request.method === 'GET') {
      if (!isLoopbackRequest(request)) return notFromAfar();
      return jsonAnswer(200, await mailbox(decode(path.slice('/mailbox/'.length))));
    }
    if (path === '/faults' && request.method === 'POST' && faults) {
      if (!isLoopbackRequest(request)) return notFromAfar();
      const understood = await faults.order(await readBody(request));
      return understood ? { status: 204, headers: {}, body: '' } : notFound();
    }
    const sockets = [`${this.secure ? 'wss' : 'ws'}://${host}`];
    if (site && (await site(request, response, sockets))) return null;
    return notFound();
  }

  async post(endpoint, path, request, response) {
    const body = await readBody(request);
    const fault = this.routes.faults?.take(path, body);
    const refused = fault?.applied === false;
    let answer = refused ? { status: 500, headers: {}, body: '' } : await endpoint(request, body);
    if (fault) answer = await this.routes.faults.strike(fault, answer);
    if (!answer) response.destroy();
    return answer && { ...answer, headers: { ...answer.headers, ...crossOrigin } };
  }

  upgrade(request, socket, head) {
    const path = request.url.split('?')[0];
    socket.on('error', () => socket.destroy());
    if (path !== '/graphql/realtime')
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    else if (this.routes.faults?.take(path)) socket.destroy();
    else this.routes.realtime.upgrade(request, socket, head);
  }
}

/**
 * @param {Routes} routes
 * @param {{ key: string, cert: string } | null} certificate
 * @param {{ arrivalTimeoutMs: number }} settings
 */
export function makeServer(routes, certificate, { arrivalTimeoutMs }) {
  const handler = new Handler(routes, certificate !== null);
  const handle = (request, response) => void handler.handle(request, response);
  // A request that does not arrive whole in its time, head first, ends its connection.
  const times = {
    requestTimeout: arrivalTimeoutMs,
    headersTimeout: arrivalTimeoutMs / 2,
    connectionsCheckingInterval: arrivalTimeoutMs / 4,
  };
  const server = certificate
    ? createHttpsServer({ ...certificate, ...times }, handle)
    : createHttpServer(times, handle);
  server.keepAliveTimeout = keepAliveMs;
  server.on('upgrade', (request, socket, head) => handler.upgrade(request, socket, head));
  return server;
}
