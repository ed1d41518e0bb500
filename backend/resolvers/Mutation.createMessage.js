import { checkContent, checkCreatedAt, checkId } from './common/limits.js';
import { asPushed } from './common/messages.js';
import { isNull } from './common/values.js';

export function request(ctx) {
  const { id, content, createdAt, replyTo } = ctx.args;
  checkId(id, 'id');
  checkContent(content);
  checkCreatedAt(createdAt);
  if (!isNull(replyTo)) checkId(replyTo, 'replyTo');
  return {};
}

export function response(ctx) {
  return asPushed(ctx.stash);
}
