import { pageSize } from './common/limits.js';
import { isNull } from './common/values.js';

export function request(ctx) {
  const { first, seq } = ctx.args;
  const range = isNull(seq) ? {} : { seq: { lt: seq } };
  ctx.stash.page = { ascending: false, limit: pageSize(first), range };
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
