import { refuse } from './shared/limits.js';

export function request(ctx) {
  if (ctx.args.seq < 0) refuse('seq: not negative');
  return {};
}

export function response(ctx) {
  return { userId: ctx.identity.sub, conversationId: ctx.args.conversationId };
}
