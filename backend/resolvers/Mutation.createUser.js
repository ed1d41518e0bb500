// The name is the token's, so nobody can pass for somebody else.
import { put } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './shared/errors.js';
import { directory, foldName } from './shared/users.js';

export function request(ctx) {
  const { sub, username } = ctx.identity;
  return put({
    key: { cognitoId: sub },
    item: { id: sub, username, registered: true, directory, sortName: foldName(username) },
  });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result;
}
