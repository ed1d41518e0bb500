// Halts unless all the other members are in the directory.
import { batchGet } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';
import { refuse } from '../shared/limits.js';
import { isNull } from '../shared/values.js';

function others(ctx) {
  return ctx.stash.conversation.memberIds.filter((id) => id !== ctx.identity.sub);
}

export function request(ctx) {
  const keys = others(ctx).map((cognitoId) => ({ cognitoId }));
  return batchGet({ tables: { [ctx.env.usersTable]: { keys, consistentRead: true } } });
}

export function response(ctx) {
  failOnError(ctx);
  const found = ctx.result.data[ctx.env.usersTable].filter((user) => !isNull(user));
  if (found.length !== others(ctx).length) refuse('memberIds: somebody is not in the directory');
  return found;
}
