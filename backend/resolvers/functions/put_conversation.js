// Creates ctx.stash.conversation, unless its id exists.
import { put } from '@aws-appsync/utils/dynamodb';
import { conditionFailed } from '../common/errors.js';

export function request(ctx) {
  const { id, name, createdAt, memberIds } = ctx.stash.conversation;
  return put({
    key: { id },
    item: { name, createdAt, memberIds, membersVersion: 0, lastSeq: 0, lastChangeSeq: 0 },
    condition: { id: { attributeExists: false } },
  });
}

export function response(ctx) {
  ctx.stash.exists = conditionFailed(ctx);
  return ctx.result;
}
