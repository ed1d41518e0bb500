import { util } from '@aws-appsync/utils';
import { update } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from '../common/errors.js';
import { stillMember } from '../common/members.js';

export function request(ctx) {
  return update({
    key: { id: ctx.args.conversationId },
    update: { name: ctx.args.name },
    condition: stillMember(ctx),
  });
}

export function response(ctx) {
  if (conditionFailed(ctx)) util.unauthorized();
  ctx.stash.conversation = ctx.result;
  return ctx.result;
}
