// Takes the next number of the conversation. A number whose message is never stored stays
// unused for ever; clients expect gaps.
import { runtime, util } from '@aws-appsync/utils';
import { operations, update } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from '../common/errors.js';
import { stillMember } from '../common/members.js';

export function request(ctx) {
  if (ctx.stash.message) runtime.earlyReturn(ctx.stash.message);
  return update({
    key: { id: ctx.args.conversationId },
    update: { lastSeq: operations.increment(1) },
    condition: stillMember(ctx),
  });
}

export function response(ctx) {
  if (conditionFailed(ctx)) util.unauthorized();
  ctx.stash.conversation = ctx.result;
  return ctx.result;
}
