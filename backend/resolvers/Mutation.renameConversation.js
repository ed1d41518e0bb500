import { checkName } from './common/limits.js';
import { requireGroup } from './common/members.js';

export function request(ctx) {
  checkName(ctx.args.name);
  requireGroup(ctx.args.conversationId);
  return {};
}

export function response(ctx) {
  return ctx.stash.conversation;
}
