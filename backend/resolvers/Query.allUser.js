import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './shared/errors.js';
import { pageSize } from './shared/limits.js';
import { directory } from './shared/users.js';

export function request(ctx) {
  const { after, first } = ctx.args;
  const key = { directory: { eq: directory } };
  return query({ index: 'byName', query: key, limit: pageSize(first), nextToken: after });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result.items;
}
