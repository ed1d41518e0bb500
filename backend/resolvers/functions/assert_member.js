// Reads the conversation and halts unless the caller is one of its members.
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';
import { checkId } from '../shared/limits.js';
import { requireMember } from '../shared/members.js';

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
