// Nothing is stored: the answer itself is what subscribers hear.
export function request(ctx) {
  const { id, memberIds } = ctx.stash.conversation;
  return { payload: { conversationId: id, userId: ctx.identity.sub, recipients: memberIds } };
}

export function response(ctx) {
  return ctx.result;
}
