import { refuse } from './common/limits.js';

export function request(ctx) {
  if (ctx.args.seq < 0) refuse('seq: not negative');
  return {};
}

export function response(ctx) {
  const { conversationId } = ctx.args;
  const recipients = ctx.stash.conversation.memberIds;
  return { userId: ctx.identity.sub, conversationId, recipients };
}
