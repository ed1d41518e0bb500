// Makes ctx.args.userId a member. Two people stay two people.
import { runtime } from '@aws-appsync/utils';
import { operations, update } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from '../shared/errors.js';
import { maxMembers, refuse } from '../shared/limits.js';
import { isDirect } from '../shared/members.js';

export function request(ctx) {
  const { id, memberIds } = ctx.stash.conversation;
  const { userId } = ctx.args;
  if (memberIds.includes(userId)) runtime.earlyReturn(ctx.stash.conversation);
  if (isDirect(id)) refuse('conversationId: a conversation of two people takes no third');
  if (memberIds.length >= maxMembers) refuse(`conversationId: has ${maxMembers} members already`);
  return update({
    key: { id },
    update: { memberIds: operations.append([userId]) },
    condition: { memberIds: { notContains: userId } },
  });
}

export function response(ctx) {
  conditionFailed(ctx); // Somebody else added the same member: as good.
  return ctx.result;
}
