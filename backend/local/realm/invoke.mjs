// The only door between the server and the realm of the resolvers: text in, text out, so no
// object of the server's is ever within a resolver's reach.
import { EarlyReturn, ResolverError } from './stops.mjs';
import { invocation } from './utils.mjs';

function run(handler, context) {
  try {
    return { value: handler(context) ?? null };
  } catch (stop) {
    if (stop instanceof EarlyReturn) return { early: true, value: stop.value, skipTo: stop.skipTo };
    const { message, errorType = 'Code', data = null, errorInfo = null } = stop;
    const known = stop instanceof ResolverError;
    const text = known ? message : `Unable to run the code of the resolver: ${message}`;
    return { error: { message: text, errorType, data, errorInfo } };
  }
}

/** @param {Record<string, Record<string, Function>>} modules resolver name to its handlers */
export function makeInvoke(modules) {
  return (name, handler, contextText) => {
    const context = JSON.parse(contextText);
    const asked = { errors: [], filter: null, invalidationFilter: null, invalidation: null };
    Object.assign(invocation, asked, { info: context.info });
    const outcome = run(modules[name][handler], context);
    return JSON.stringify({ ...invocation, ...outcome, stash: context.stash });
  };
}
