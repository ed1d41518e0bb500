// Who may see a conversation: those in its `memberIds`, and nobody else.
import { util } from '@aws-appsync/utils';
import { operations, update } from '@aws-appsync/utils/dynamodb';
import { conditionFailed, tryAgain } from './errors.js';
import { refuse } from './limits.js';
import { isNull } from './values.js';

/** Halts with Unauthorized; a conversation that does not exist is refused alike. */
export function requireMember(conversation, sub) {
  if (isNull(conversation) || !conversation.memberIds.includes(sub)) util.unauthorized();
}

/**
 * "_" marks the id of a conversation of two people, which is made of their subs; no other
 * conversation may have it, so nobody can take the id of two others' conversation.
 */
export function isDirect(conversationId) {
  return conversationId.includes('_');
}

export function requireGroup(conversationId) {
  if (isDirect(conversationId)) refuse('conversationId: a conversation of two stays as it is');
}

/** Condition of a write that a member who has just left must not make. */
export function stillMember(ctx) {
  return { memberIds: { contains: ctx.identity.sub } };
}

/** The request that replaces the members, unless somebody else has just changed them. */
export function replaceMembers({ id, membersVersion }, memberIds) {
  return update({
    key: { id },
    update: { memberIds, membersVersion: operations.increment(1) },
    condition: { membersVersion: { eq: membersVersion } },
  });
}

/** After replaceMembers. */
export function membersReplaced(ctx) {
  if (conditionFailed(ctx)) tryAgain();
  ctx.stash.conversation = ctx.result;
  return ctx.result;
}
