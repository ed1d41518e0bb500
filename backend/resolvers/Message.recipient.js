// The other of two people; nobody in a group.
import { runtime } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';

export function request(ctx) {
  const { recipients, sender } = ctx.source;
  if (recipients.length !== 2) runtime.earlyReturn(null);
  return get({ key: { cognitoId: recipients[0] === sender ? recipients[1] : recipients[0] } });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result;
}
