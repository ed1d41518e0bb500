// A conversation that existed is the answer, unchanged, to its members.
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';
import { requireMember } from '../shared/members.js';

export function request(ctx) {
  if (!ctx.stash.exists) runtime.earlyReturn(ctx.stash.conversation);
  return get({ key: { id: ctx.stash.conversation.id }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  requireMember(ctx.result, ctx.identity.sub);
  ctx.stash.conversation = ctx.result;
  return ctx.result;
}
