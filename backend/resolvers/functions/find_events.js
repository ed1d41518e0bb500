// Leaves those events in ctx.stash.events that have never been heard of.
import { batchGet } from '@aws-appsync/utils/dynamodb';
import { failOnError, requireAll } from '../common/errors.js';
import { isNull } from '../common/values.js';

export function request(ctx) {
  const userId = ctx.identity.sub;
  const keys = ctx.stash.events.map(({ id }) => ({ userId, id }));
  return batchGet({ tables: { [ctx.env.eventsTable]: { keys, consistentRead: true } } });
}

export function response(ctx) {
  failOnError(ctx);
  requireAll(ctx.result.unprocessedKeys[ctx.env.eventsTable]);
  const stored = ctx.result.data[ctx.env.eventsTable].filter((event) => !isNull(event));
  const known = stored.map(({ id }) => id);
  ctx.stash.events = ctx.stash.events.filter(({ id }) => !known.includes(id));
  return ctx.stash.events;
}
