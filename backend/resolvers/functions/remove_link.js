// Before the membership ends: cut short in between, a repeat is still allowed and completes it.
import { remove } from '@aws-appsync/utils/dynamodb';
import { failOnError } from '../common/errors.js';

export function request(ctx) {
  return remove({
    key: { userId: ctx.identity.sub, conversationId: ctx.args.conversationId },
  });
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result;
}
