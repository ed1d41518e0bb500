import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './shared/errors.js';
import { checkPrefix, pageSize } from './shared/limits.js';
import { directory, foldName } from './shared/users.js';
import { isBlank } from './shared/values.js';

export function request(ctx) {
  const { prefix, after, first } = ctx.args;
  checkPrefix(prefix);
  const key = { directory: { eq: directory } };
  if (!isBlank(prefix)) key.sortName = { beginsWith: foldName(prefix) };
  return query({ index: 'byName', query: key, limit: pageSize(first), nextToken: after });
}

export function response(ctx) {
  failOnError(ctx);
  return { users: ctx.result.items, nextToken: ctx.result.nextToken };
}
