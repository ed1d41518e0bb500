import { checkId, pageSize } from './common/limits.js';

export function request(ctx) {
  const { after, first, sender } = ctx.args;
  checkId(sender, 'sender');
  ctx.stash.page = { ascending: true, limit: pageSize(first), nextToken: after, sender };
  return {};
}

export function response(ctx) {
  return ctx.prev.result.messages;
}
