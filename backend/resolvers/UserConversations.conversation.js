import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { requireMember } from './common/members.js';

export function request(ctx) {
  return get({ key: { id: ctx.source.conversationId }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  requireMember(ctx.result, ctx.identity.sub);
  return ctx.result;
}
