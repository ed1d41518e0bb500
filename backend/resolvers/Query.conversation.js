import { get } from '@aws-appsync/utils/dynamodb';
import { failOnError } from './common/errors.js';
import { checkId } from './common/limits.js';
import { requireMember } from './common/members.js';

export function request(ctx) {
  checkId(ctx.args.id, 'id');
  return get({ key: { id: ctx.args.id }, consistentRead: true });
}

export function response(ctx) {
  failOnError(ctx);
  requireMember(ctx.result, ctx.identity.sub);
  return ctx.result;
}
