import { pageSize } from './shared/limits.js';

export function request(ctx) {
  const { first, seq } = ctx.args;
  ctx.stash.page = { ascending: true, limit: pageSize(first), seq: { gt: seq } };
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
