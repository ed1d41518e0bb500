// Kept apart from the link, so that linking again never makes read messages unread.
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';

export function request(ctx) {
  const { userId, conversationId } = ctx.source;
  return get({ key: { userId, conversationId }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result ? ctx.result.readSeq : 0;
}
