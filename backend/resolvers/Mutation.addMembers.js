import { checkPeople } from './common/limits.js';
import { requireGroup } from './common/members.js';

export function request(ctx) {
  const { conversationId, memberIds } = ctx.args;
  ctx.stash.people = checkPeople(memberIds, 'memberIds');
  requireGroup(conversationId);
  return {};
}

export function response(ctx) {
  return ctx.stash.conversation;
}
