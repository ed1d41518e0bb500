// Writes the change, unless a later one or a deletion was faster.
import { runtime, util } from '@aws-appsync/utils';
import { update } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from '../common/errors.js';

export function request(ctx) {
  if (ctx.stash.settled) runtime.earlyReturn(ctx.stash.message);
  const { conversationId, id } = ctx.args;
  const { content, deletes } = ctx.stash.change;
  const { lastChangeSeq, memberIds } = ctx.stash.conversation;
  const written = { content, changeSeq: lastChangeSeq, recipients: memberIds };
  written[deletes ? 'deletedAt' : 'editedAt'] = util.time.nowISO8601();
  return update({
    key: { conversationId, id },
    update: written,
    condition: {
      deletedAt: { attributeExists: false },
      or: [{ changeSeq: { attributeExists: false } }, { changeSeq: { lt: lastChangeSeq } }],
    },
  });
}

export function response(ctx) {
  ctx.stash.message = conditionFailed(ctx) ? null : ctx.result;
  return ctx.result;
}
