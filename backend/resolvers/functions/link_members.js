// Links ctx.stash.people to the conversation. A link holds nothing that changes, so writing it
// again harms nothing and repairs what was cut short.
import { batchPut } from '@aws-appsync/utils/dynamodb';
import { failOnError, requireAll } from '../common/errors.js';

export function request(ctx) {
  const conversationId = ctx.stash.conversation.id;
  const links = ctx.stash.people.map((userId) => ({ userId, conversationId }));
  return batchPut({ tables: { [ctx.env.userConversationsTable]: links } });
}

export function response(ctx) {
  failOnError(ctx);
  requireAll(ctx.result.unprocessedItems[ctx.env.userConversationsTable]);
  return ctx.result;
}
