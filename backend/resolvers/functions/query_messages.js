// One page of a conversation in order of seq, as ctx.stash.page describes it.
import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';

export function request(ctx) {
  const { seq, sender, ascending, limit, nextToken } = ctx.stash.page;
  const key = { conversationId: { eq: ctx.args.conversationId } };
  if (seq) key.seq = seq;
  return query({
    index: 'bySeq',
    query: key,
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
