// One page of a conversation, as ctx.stash.page describes it: in order of seq unless it names
// another index.
import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';

export function request(ctx) {
  const { index, range, sender, ascending, limit, nextToken } = ctx.stash.page;
  return query({
    index: index ?? 'bySeq',
    query: { conversationId: { eq: ctx.args.conversationId }, ...range },
    filter: sender ? { sender: { eq: sender } } : null,
    scanIndexForward: ascending,
    limit,
    nextToken,
    consistentRead: true,
  });
}

export function response(ctx) {
  failOnError(ctx);
  return { messages: ctx.result.items, nextToken: ctx.result.nextToken };
}
