import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { pageSize } from './common/limits.js';
import { directory, listed } from './common/users.js';

export function request(ctx) {
  const { after, first } = ctx.args;
  const key = { directory: { eq: directory } };
  return query({ index: 'byName', query: key, limit: pageSize(first), nextToken: after });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result.items.map(listed);
}
