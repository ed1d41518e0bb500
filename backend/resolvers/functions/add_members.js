// Makes ctx.stash.people members. Two people stay two people.
import { runtime } from '@aws-appsync/utils';
import { maxMembers, refuse } from '../common/limits.js';
import { membersReplaced, replaceMembers, requireGroup } from '../common/members.js';

export function request(ctx) {
  const { id, memberIds } = ctx.stash.conversation;
  const joining = ctx.stash.people.filter((sub) => !memberIds.includes(sub));
  if (joining.length === 0) runtime.earlyReturn(ctx.stash.conversation);
  requireGroup(id);
  const all = [...memberIds, ...joining];
  if (all.length > maxMembers) refuse(`memberIds: at most ${maxMembers} with those of now`);
  return replaceMembers(ctx.stash.conversation, all);
}

export function response(ctx) {
  return membersReplaced(ctx);
}
