// When a repeat was faster, its message is the answer.
import { runtime, util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';

export function request(ctx) {
  if (ctx.stash.message) runtime.earlyReturn(ctx.stash.message);
  const { conversationId, id } = ctx.args;
  return get({ key: { conversationId, id }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  if (!ctx.result || ctx.result.sender !== ctx.identity.sub)
    util.error('The id belongs to a message of somebody else.', 'ConflictException');
  ctx.stash.message = ctx.result;
  return ctx.result;
}
