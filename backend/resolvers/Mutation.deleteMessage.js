import { checkId } from './common/limits.js';
import { asPushed } from './common/messages.js';

export function request(ctx) {
  checkId(ctx.args.id, 'id');
  ctx.stash.change = { content: '', deletes: true };
  return {};
}

export function response(ctx) {
  return asPushed(ctx.stash);
}
