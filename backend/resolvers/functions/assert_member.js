// Reads the conversation and halts unless the caller is one of its members.
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';
import { checkId } from '../common/limits.js';
import { requireMember } from '../common/members.js';

export function request(ctx) {
  checkId(ctx.args.conversationId, 'conversationId');
  return get({ key: { id: ctx.args.conversationId }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  requireMember(ctx.result, ctx.identity.sub);
  ctx.stash.conversation = ctx.result;
  return ctx.result;
}
