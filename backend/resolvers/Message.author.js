import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';

export function request(ctx) {
  return get({ key: { cognitoId: ctx.source.sender } });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result;
}
