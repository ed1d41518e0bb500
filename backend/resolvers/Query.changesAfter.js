import { pageSize } from './common/limits.js';

export function request(ctx) {
  const { first, changeSeq } = ctx.args;
  ctx.stash.page = {
    index: 'byChange',
    ascending: true,
    limit: pageSize(first),
    range: { changeSeq: { gt: changeSeq } },
  };
  return {};
}

export function response(ctx) {
  return ctx.prev.result;
}
