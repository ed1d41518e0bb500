// v1's second and third step: any member may add people, and himself.
import { checkPeople } from './common/limits.js';

export function request(ctx) {
  ctx.stash.people = checkPeople([ctx.args.userId], 'userId');
  return {};
}

export function response(ctx) {
  const { userId, conversationId } = ctx.args;
  return { userId, conversationId };
}
