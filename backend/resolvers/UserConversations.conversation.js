import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './shared/errors.js';
import { requireMember } from './shared/members.js';

export function request(ctx) {
  return get({ key: { id: ctx.source.conversationId }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  requireMember(ctx.result, ctx.identity.sub);
  return ctx.result;
}
