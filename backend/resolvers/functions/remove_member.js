// The caller is a member no more.
import { membersReplaced, replaceMembers } from '../common/members.js';

export function request(ctx) {
  const { conversation } = ctx.stash;
  const others = conversation.memberIds.filter((sub) => sub !== ctx.identity.sub);
  return replaceMembers(conversation, others);
}

export function response(ctx) {
  return membersReplaced(ctx);
}
