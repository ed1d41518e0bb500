// Who hears of what: subscribers in the list of people that each push carries.
import { extensions, util } from '@aws-appsync/utils';

/** The subscriber hears of those values only that name him in the list `field`. */
export function hearWhereNamed(ctx, field) {
  const filter = { [field]: { contains: ctx.identity.sub } };
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
}
