// Stores the message, unless a repeat of the same request was faster.
import { runtime, util } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from '../common/errors.js';

export function request(ctx) {
  if (ctx.stash.message) runtime.earlyReturn(ctx.stash.message);
  const { conversationId, id, content, createdAt, replyTo } = ctx.args;
  const { lastSeq, memberIds } = ctx.stash.conversation;
  return put({
    key: { conversationId, id },
    item: {
      content,
      createdAt,
      sender: ctx.identity.sub,
      isSent: true,
      seq: lastSeq,
      sentAt: util.time.nowISO8601(),
      recipients: memberIds,
      replyTo: replyTo ?? undefined,
    },
    condition: { id: { attributeExists: false } },
  });
}

export function response(ctx) {
  if (conditionFailed(ctx)) return null;
  ctx.stash.message = ctx.result;
  return ctx.result;
}
