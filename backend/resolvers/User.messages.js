// What the caller himself wrote, newest first.
import { util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { pageSize } from './common/limits.js';

export function request(ctx) {
  const { after, first } = ctx.args;
  const { sub } = ctx.identity;
  if (ctx.source.cognitoId !== sub) util.unauthorized();
  return query({
    index: 'bySender',
    query: { sender: { eq: sub } },
    scanIndexForward: false,
    limit: pageSize(first),
    nextToken: after,
  });
}

export function response(ctx) {
  failOnError(ctx);
  return { messages: ctx.result.items, nextToken: ctx.result.nextToken };
}
