// Halts unless the user to be added is in the directory.
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';
import { refuse } from '../shared/limits.js';

export function request(ctx) {
  return get({ key: { cognitoId: ctx.args.userId }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  if (!ctx.result) refuse('userId: not in the directory');
  return ctx.result;
}
