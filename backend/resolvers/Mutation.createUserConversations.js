// v1's second and third step: any member may add people, and himself.
import { checkId } from './shared/limits.js';

export function request(ctx) {
  checkId(ctx.args.userId, 'userId');
  return {};
}

export function response(ctx) {
  const { userId, conversationId } = ctx.args;
  return { userId, conversationId };
}
