// The name is the token's, so nobody can pass for somebody else.
import { update } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { directory, foldName, listed } from './common/users.js';

export function request(ctx) {
  const { sub, username } = ctx.identity;
  return update({
    key: { cognitoId: sub },
    update: { id: sub, username, registered: true, directory, sortName: foldName(username) },
  });
}

export function response(ctx) {
  failOnError(ctx);
  return listed(ctx.result);
}
