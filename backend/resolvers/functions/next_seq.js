// Takes the next number of the conversation. A number whose message is never stored stays
// unused for ever; clients expect gaps.
import { runtime } from '@aws-appsync/utils';
import { operations, update } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';

export function request(ctx) {
  if (ctx.stash.message) runtime.earlyReturn(ctx.stash.message);
  return update({
    key: { id: ctx.args.conversationId },
    update: { lastSeq: operations.increment(1) },
    condition: { id: { attributeExists: true } },
  });
}

export function response(ctx) {
  failOnError(ctx);
  ctx.stash.conversation = ctx.result;
  return ctx.result;
}
