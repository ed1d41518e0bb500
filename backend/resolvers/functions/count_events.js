// One row per day, one number per name of an event. Written out, since the helpers have no ADD,
// which alone begins a counter that does not exist.
import { runtime, util } from '@aws-appsync/utils';
import { failOnError } from '../common/errors.js';

export function request(ctx) {
  const { events } = ctx.stash;
  if (events.length === 0) runtime.earlyReturn(null);
  const counts = {};
  for (const { name } of events) counts[name] = (counts[name] ?? 0) + 1;
  const names = {};
  const values = {};
  const terms = [];
  for (const [name, count] of Object.entries(counts)) {
    const place = `${terms.length}`;
    terms.push(`#name${place} :count${place}`);
    names[`#name${place}`] = name;
    values[`:count${place}`] = count;
  }
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ day: util.time.nowISO8601().slice(0, 10) }),
    update: {
      expression: `ADD ${terms.join(', ')}`,
      expressionNames: names,
      expressionValues: util.dynamodb.toMapValues(values),
    },
  };
}

export function response(ctx) {
  failOnError(ctx);
  return ctx.result;
}
