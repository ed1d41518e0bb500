// Who may see a conversation: those in its `memberIds`, and nobody else.
import { util } from '@aws-appsync/utils';
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
