// The built site, with the headers that CloudFront sends.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentSecurityPolicy } from '../content_security_policy.mjs';
import { cacheControl, contentType } from '../site_files.mjs';

const safePath = /^(\/[\w@-][\w.@-]*)+$/;

async function fileAt(path) {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, size, etag: `"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"` };
  } catch {
    return null;
  }
}

/** The file that answers a path, compressed when there is such a copy and it is accepted. */
async function choose(folder, path, accepted) {
  const plain = join(folder, path);
  const compressed = /\bbr\b/.test(accepted) ? await fileAt(`${plain}.br`) : null;
  return compressed ? { ...compressed, encoding: 'br' } : fileAt(plain);
}

function headersOf(path, file, sockets) {
  const headers = {
    'content-type': contentType(path),
    'cache-control': cacheControl(path),
    'content-security-policy': contentSecurityPolicy(sockets),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    vary: 'accept-encoding',
    etag: file.etag,
  };
  if (file.encoding) headers['content-encoding'] = file.encoding;
  return headers;
}

/**
 * @param {string} folder
 * @returns {(request: object, response: object, sockets: string[]) => Promise<boolean>} false
 *   when the site has no such file; `sockets`: the origins of this server for WebSockets
 */
export function makeSite(folder) {
  return async (request, response, sockets) => {
    if (!['GET', 'HEAD'].includes(request.method)) return false;
    const asked = request.url.split('?')[0];
    const path = asked === '/' ? '/index.html' : asked;
    if (!safePath.test(path) || !contentType(path)) return false;
    const file = await choose(folder, path, request.headers['accept-encoding'] ?? '');
    if (!file) return false;
    const headers = headersOf(path, file, sockets);
    if (request.headers['if-none-match'] === file.etag) {
      response.writeHead(304, headers).end();
      return true;
    }
    response.writeHead(200, { ...headers, 'content-length': file.size });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(file.path), response);
    return true;
  };
}
