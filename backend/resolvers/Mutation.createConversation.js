// v1's first step of three: the creator alone is a member, and links the others.
import { util } from '@aws-appsync/utils';
import { checkCreatedAt, checkId, checkName, refuse } from './common/limits.js';
import { isDirect } from './common/members.js';

export function request(ctx) {
  const { id, name, createdAt } = ctx.args;
  checkId(id, 'id');
  checkName(name);
  checkCreatedAt(createdAt);
  if (isDirect(id)) refuse('id: "_" is kept for conversations that startConversation makes');
  ctx.stash.conversation = {
    id,
    name,
    createdAt: createdAt ?? util.time.nowISO8601(),
    memberIds: [ctx.identity.sub],
    lastSeq: 0,
    lastChangeSeq: 0,
  };
  return {};
}

export function response(ctx) {
  return ctx.stash.conversation;
}
