// When another change was faster, its message is the answer; but what is to be deleted must be.
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError, tryAgain } from '../common/errors.js';
import { isNull } from '../common/values.js';

export function request(ctx) {
  if (ctx.stash.message) runtime.earlyReturn(ctx.stash.message);
  const { conversationId, id } = ctx.args;
  return get({ key: { conversationId, id }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  if (ctx.stash.change.deletes && isNull(ctx.result.deletedAt)) tryAgain();
  ctx.stash.message = ctx.result;
  return ctx.result;
}
