import { extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

export function response(ctx) {
  const mine = util.transform.toSubscriptionFilter({ recipients: { contains: ctx.identity.sub } });
  extensions.setSubscriptionFilter(mine);
  return null;
}
