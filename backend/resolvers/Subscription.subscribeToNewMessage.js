// Members only; the argument itself filters, and leaving ends it. It cannot filter on recipients,
// as onInbox does: v1's createMessage does not select them.
import { extensions, util } from '@aws-appsync/utils';

export function request() {
  return {};
}

export function response(ctx) {
  const { conversationId } = ctx.args;
  const left = { conversationId: { eq: conversationId }, userId: { eq: ctx.identity.sub } };
  extensions.setSubscriptionInvalidationFilter(util.transform.toSubscriptionFilter(left));
  return null;
}
