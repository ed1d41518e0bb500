// The only door between the server and the realm of the resolvers: text in, text out, so no
// object of the server's is ever within a resolver's reach.
import { seed } from './chance.mjs';
import * as dynamodb from './dynamodb.mjs';
import { harden } from './harden.mjs';
import { EarlyReturn, ResolverError } from './stops.mjs';
import { extensions, invocation, runtime, util } from './utils.mjs';

/** Only errors of util.error are a resolver's word; any other is a mistake in its code. */
function failure(stop) {
  if (stop instanceof ResolverError) {
    const { message, errorType, data, errorInfo } = stop;
    return { message, errorType, data, errorInfo };
  }
  const message = `Unable to run the code of the resolver: ${stop?.message}`;
  return { message, errorType: 'Code', data: null, errorInfo: null };
}

function run(handler, context) {
  try {
    return { value: handler(context) ?? null };
  } catch (stop) {
    if (stop instanceof EarlyReturn) return { early: true, value: stop.value, skipTo: stop.skipTo };
    return { error: failure(stop) };
  }
}

const nothingAsked = () => ({
  errors: [],
  filter: null,
  invalidationFilter: null,
  invalidation: null,
});

/** Written out: spreading objects here would cost as much as the handlers themselves. */
function answerOf(outcome, asked, stash) {
  return {
    errors: asked.errors,
    filter: asked.filter,
    invalidationFilter: asked.invalidationFilter,
    invalidation: asked.invalidation,
    value: outcome.value,
    early: outcome.early,
    skipTo: outcome.skipTo,
    error: outcome.error,
    stash,
  };
}

/** @param {Record<string, Record<string, Function>>} modules resolver name to its handlers */
export function makeInvoke(modules) {
  const { parse, stringify } = JSON;
  const offered = [extensions, runtime, util, ...Object.values(dynamodb)];
  harden([...offered, modules, EarlyReturn, ResolverError]);
  return (name, handler, givenText, changingText, uuid) => {
    const context = Object.assign(parse(givenText), parse(changingText));
    context.arguments = context.args;
    seed(uuid);
    Object.assign(invocation, nothingAsked(), { context });
    const outcome = run(modules[name][handler], context);
    try {
      return stringify(answerOf(outcome, invocation, context.stash));
    } catch (stop) {
      return stringify(answerOf({ error: failure(stop) }, nothingAsked(), {})); // It is no data.
    }
  };
}
