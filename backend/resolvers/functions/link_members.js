// Links every member to the conversation. A link holds nothing that changes, so writing it
// again harms nothing and repairs a start that was cut short.
import { util } from '@aws-appsync/utils';
import { batchPut } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';
import { isNull } from '../shared/values.js';

export function request(ctx) {
  const { id, memberIds } = ctx.stash.conversation;
  const links = memberIds.map((userId) => ({ userId, conversationId: id }));
  return batchPut({ tables: { [ctx.env.userConversationsTable]: links } });
}

export function response(ctx) {
  failOnError(ctx);
  const left = ctx.result.unprocessedItems[ctx.env.userConversationsTable];
  if (!isNull(left) && left.length > 0) util.error('Try again.', 'ThrottlingException');
  return ctx.result;
}
