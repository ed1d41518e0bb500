// A message that is already stored is the answer, unchanged.
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';

export function request(ctx) {
  const { conversationId, id } = ctx.args;
  return get({ key: { conversationId, id }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  if (ctx.result && ctx.result.sender !== ctx.identity.sub)
    util.error('The id belongs to a message of somebody else.', 'ConflictException');
  ctx.stash.message = ctx.result;
  return ctx.result;
}
