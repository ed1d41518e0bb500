// What the page may load and whom it may talk to. One text for CloudFront and for the local
// server, so that what works here works there.

/** @param {string[]} connections origins besides its own that the page connects to */
export function contentSecurityPolicy(connections) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    ["connect-src 'self'", ...connections].join(' '),
    "img-src 'self' data: blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ');
}
