// Halts unless the message is the caller's own; notes in ctx.stash.settled when the change asked
// for is there already, or comes after the deletion.
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';
import { isNull } from '../common/values.js';

export function request(ctx) {
  const { conversationId, id } = ctx.args;
  return get({ key: { conversationId, id }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  const message = ctx.result;
  if (isNull(message) || message.sender !== ctx.identity.sub) util.unauthorized();
  const { content, deletes } = ctx.stash.change;
  ctx.stash.message = message;
  ctx.stash.settled = !isNull(message.deletedAt) || (!deletes && message.content === content);
  return message;
}
