// The links of all members, taken from the conversation itself: an index of the links would
// be late, and both sides of a fresh conversation would miss each other.
import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { requireMember } from './common/members.js';

export function request(ctx) {
  return get({ key: { id: ctx.source.conversationId }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  requireMember(ctx.result, ctx.identity.sub);
  const conversationId = ctx.result.id;
  return ctx.result.memberIds.map((userId) => ({ userId, conversationId }));
}
