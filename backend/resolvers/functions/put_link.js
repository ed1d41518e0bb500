// Links one member to the conversation.
import { put } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../shared/errors.js';

export function request(ctx) {
  const { userId, conversationId } = ctx.args;
  return put({ key: { userId, conversationId }, item: {} });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result;
}
