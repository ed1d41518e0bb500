// Everybody hears of his own new conversations only; the argument itself filters.
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  if (ctx.args.userId !== ctx.identity.sub) util.unauthorized();
  return { payload: null };
}

export function response() {
  return null;
}
