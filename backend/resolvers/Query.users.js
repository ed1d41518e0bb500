import { query } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { checkPrefix, pageSize } from './common/limits.js';
import { directory, foldName, listed } from './common/users.js';
import { isBlank } from './common/values.js';

export function request(ctx) {
  const { prefix, after, first } = ctx.args;
  checkPrefix(prefix);
  const key = { directory: { eq: directory } };
  if (!isBlank(prefix)) key.sortName = { beginsWith: foldName(prefix) };
  return query({ index: 'byName', query: key, limit: pageSize(first), nextToken: after });
}

export function response(ctx) {
  failOnError(ctx);
  return { users: ctx.result.items.map(listed), nextToken: ctx.result.nextToken };
}
