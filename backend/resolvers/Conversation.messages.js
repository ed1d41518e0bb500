import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { pageSize } from './common/limits.js';
import { requireMember } from './common/members.js';

export function request(ctx) {
  const { after, first } = ctx.args;
  requireMember(ctx.source, ctx.identity.sub);
  return query({
    index: 'bySeq',
    query: { conversationId: { eq: ctx.source.id } },
    scanIndexForward: false,
    limit: pageSize(first),
    nextToken: after,
    consistentRead: true,
  });
}

export function response(ctx) {
  failOnError(ctx);
  return { messages: ctx.result.items, nextToken: ctx.result.nextToken };
}
