// How the files of the built site are served, by CloudFront and by the local server alike. Names
// that carry a hash of the content never change and are kept for ever; the others are asked for
// again each time.
import { extname } from 'node:path';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};
const hashedName = /-[A-Z0-9]{8}\.\w+$/; // As esbuild names its outputs.

export const isImmutable = (path) => hashedName.test(path);

/** The media type of a file of the site; undefined: the site has no such files. */
export const contentType = (path) =>
  Object.hasOwn(types, extname(path)) ? types[extname(path)] : undefined;

export const cacheControl = (path) =>
  isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
