// Messages as mutations answer them.

/** For the members of now: who has left since it was written does not hear of it again. */
export function asPushed({ message, conversation }) {
  return { ...message, recipients: conversation.memberIds };
}
