// The marker only ever grows, and never beyond what has been written.
import { update } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from '../common/errors.js';

export function request(ctx) {
  const { conversationId, seq } = ctx.args;
  const readSeq = Math.min(seq, ctx.stash.conversation.lastSeq);
  return update({
    key: { userId: ctx.identity.sub, conversationId },
    update: { readSeq },
    condition: { or: [{ readSeq: { attributeExists: false } }, { readSeq: { lt: readSeq } }] },
  });
}

export function response(ctx) {
  conditionFailed(ctx); // The stored value is greater: nothing to change.
  return ctx.result;
}
