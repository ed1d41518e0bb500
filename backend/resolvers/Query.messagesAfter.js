import { pageSize } from './common/limits.js';

export function request(ctx) {
  const { first, seq } = ctx.args;
  ctx.stash.page = { ascending: true, limit: pageSize(first), range: { seq: { gt: seq } } };
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
