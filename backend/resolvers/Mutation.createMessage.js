import { checkContent, checkCreatedAt, checkId } from './shared/limits.js';

export function request(ctx) {
  const { id, content, createdAt } = ctx.args;
  checkId(id, 'id');
  checkContent(content);
  checkCreatedAt(createdAt);
  return {};
}

export function response(ctx) {
  return ctx.stash.message;
}
