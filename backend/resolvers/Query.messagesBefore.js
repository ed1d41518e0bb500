import { pageSize } from './shared/limits.js';
import { isNull } from './shared/values.js';

export function request(ctx) {
  const { first, seq } = ctx.args;
  const before = isNull(seq) ? null : { lt: seq };
  ctx.stash.page = { ascending: false, limit: pageSize(first), seq: before };
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
