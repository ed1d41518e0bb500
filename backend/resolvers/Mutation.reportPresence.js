// Only somebody who is in the directory is ever seen there.
import { util } from '@aws-appsync/utils';
import { update } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from './common/errors.js';

export function request(ctx) {
  return update({
    key: { cognitoId: ctx.identity.sub },
    update: { lastSeen: util.time.nowISO8601() },
    condition: { username: { attributeExists: true } },
  });
}

export function response(ctx) {
  return conditionFailed(ctx) ? null : ctx.result;
}
