// The few things that every HTTP answer here needs.
import { randomUUID } from 'node:crypto';

const maxBodyBytes = 1024 * 1024; // AppSync's own limit.

/** @returns {Promise<string | null>} null when the body is too large */
export async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
    else if (size > 8 * maxBodyBytes) return null;
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks).toString('utf8') : null;
}

/** @returns {object | null} null when the text is no JSON object, or one too deep to walk */
export function parseObject(text) {
  try {
    const value = wellFormed(JSON.parse(text));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Text as it would be after UTF-8: half a surrogate pair becomes U+FFFD. */
function wellFormed(value) {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, wellFormed(part)]));
}

/** For what pages of any origin may ask, as they may ask AWS. */
export const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-requestid,x-amzn-errortype,date',
};

/** @returns {{ status: number, headers: object, body: string }} */
export function jsonAnswer(status, value, headers = {}) {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-amzn-requestid': randomUUID(),
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

export function preflightAnswer(request) {
  const asked = request.headers['access-control-request-headers'];
  const headers = {
    ...crossOrigin,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': asked ?? 'authorization, content-type, x-amz-user-agent',
    'access-control-max-age': '172800',
  };
  return { status: 200, headers, body: '' };
}

export function sendAnswer(response, { status, headers, body }) {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

export function isLoopbackPeer(request) {
  const address = request.socket.remoteAddress ?? '';
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}

/** The name that the client used for this server, or null when it makes no sense. */
export function hostOf(request) {
  const host = request.headers.host ?? '';
  return /^([a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?$/.test(host) ? host : null;
}

/** Also keeps out pages that point a name of their own at this machine. */
export function isLoopbackRequest(request) {
  const name = (hostOf(request) ?? '').replace(/:\d+$/, '');
  return isLoopbackPeer(request) && ['localhost', '127.0.0.1', '[::1]'].includes(name);
}
