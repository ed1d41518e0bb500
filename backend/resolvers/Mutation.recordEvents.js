import { checkEventName, checkId, maxEvents, refuse } from './common/limits.js';

export function request(ctx) {
  const { events } = ctx.args;
  if (events.length < 1 || events.length > maxEvents) refuse(`events: from 1 to ${maxEvents}`);
  const distinct = [];
  for (const event of events) {
    checkId(event.id, 'events.id');
    checkEventName(event.name);
    if (!distinct.some(({ id }) => id === event.id)) distinct.push(event);
  }
  ctx.stash.events = distinct;
  return {};
}

export function response(ctx) {
  return ctx.stash.events.length;
}
