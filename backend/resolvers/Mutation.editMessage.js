import { checkContent, checkId } from './common/limits.js';
import { asPushed } from './common/messages.js';

export function request(ctx) {
  const { id, content } = ctx.args;
  checkId(id, 'id');
  checkContent(content);
  ctx.stash.change = { content };
  return {};
}

export function response(ctx) {
  return asPushed(ctx.stash);
}
