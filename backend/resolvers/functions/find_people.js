// Halts unless all of ctx.stash.people, besides the caller, are in the directory.
import { runtime } from '@aws-appsync/utils';
import { batchGet } from '@aws-appsync/utils/dynamodb';
import { failOnError, requireAll } from '../common/errors.js';
import { refuse } from '../common/limits.js';
import { isNull } from '../common/values.js';

function others(ctx) {
  return ctx.stash.people.filter((id) => id !== ctx.identity.sub);
}

export function request(ctx) {
  const keys = others(ctx).map((cognitoId) => ({ cognitoId }));
  if (keys.length === 0) runtime.earlyReturn([]);
  return batchGet({ tables: { [ctx.env.usersTable]: { keys, consistentRead: true } } });
}

export function response(ctx) {
  failOnError(ctx);
  requireAll(ctx.result.unprocessedKeys[ctx.env.usersTable]);
  const found = ctx.result.data[ctx.env.usersTable].filter((user) => !isNull(user));
  if (found.length !== others(ctx).length) refuse('memberIds: somebody is not in the directory');
  return found;
}
