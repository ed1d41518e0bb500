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

/** @param {Record<string, Record<string, Function>>} modules resolver name to its handlers */
export function makeInvoke(modules) {
  const { parse, stringify } = JSON;
  const offered = [extensions, runtime, util, ...Object.values(dynamodb)];
  harden([...offered, modules, EarlyReturn, ResolverError]);
  return (name, handler, contextText, uuid) => {
    const context = parse(contextText);
    seed(uuid);
    const asked = { errors: [], filter: null, invalidationFilter: null, invalidation: null };
    Object.assign(invocation, asked, { context });
    const outcome = run(modules[name][handler], context);
    const { errors, filter, invalidationFilter, invalidation } = invocation;
    const wanted = { errors, filter, invalidationFilter, invalidation };
    try {
      return stringify({ ...wanted, ...outcome, stash: context.stash });
    } catch (stop) {
      return stringify({ ...asked, error: failure(stop), stash: {} }); // It holds what is no data.
    }
  };
}
