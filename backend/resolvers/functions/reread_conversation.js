// A conversation that existed is the answer, unchanged, to its members.
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';
import { requireMember } from '../common/members.js';

export function request(ctx) {
  if (!ctx.stash.exists) runtime.earlyReturn(ctx.stash.conversation);
  return get({ key: { id: ctx.stash.conversation.id }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  requireMember(ctx.result, ctx.identity.sub);
  ctx.stash.conversation = ctx.result;
  ctx.stash.people = ctx.result.memberIds;
  return ctx.result;
}
