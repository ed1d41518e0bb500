import { pageSize } from './common/limits.js';

export function request(ctx) {
  const { after, first } = ctx.args;
  ctx.stash.page = { ascending: false, limit: pageSize(first), nextToken: after };
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
