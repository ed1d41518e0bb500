import { extensions } from '@aws-appsync/utils';
import { requireGroup } from './common/members.js';

export function request(ctx) {
  requireGroup(ctx.args.conversationId);
  return {};
}

export function response(ctx) {
  const { conversationId } = ctx.args;
  extensions.invalidateSubscriptions({
    subscriptionField: 'subscribeToNewMessage',
    payload: { conversationId, userId: ctx.identity.sub },
  });
  return ctx.stash.conversation;
}
