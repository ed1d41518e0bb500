// A reply is to a message that is there.
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';
import { refuse } from '../common/limits.js';
import { isNull } from '../common/values.js';

export function request(ctx) {
  const { conversationId, replyTo } = ctx.args;
  if (isNull(replyTo) || ctx.stash.message) runtime.earlyReturn(null);
  return get({ key: { conversationId, id: replyTo }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  if (!ctx.result) refuse('replyTo: no such message in the conversation');
  return ctx.result;
}
