// '@aws-appsync/utils': the part that resolvers use. The server checks at start that every
// util.* a resolver names is here.
import { EarlyReturn, ResolverError } from './stops.mjs';
import { toAttributes } from './values.mjs';

/** What the running handler asked for besides its result; see invoke.mjs. */
export const invocation = {
  info: null,
  errors: [],
  filter: null,
  invalidationFilter: null,
  invalidation: null,
};

const filterRules = (filter) =>
  Object.entries(filter).flatMap(([fieldName, rules]) =>
    Object.entries(rules).map(([operator, value]) => ({ fieldName, operator, value })),
  );

const alternatives = (filter) => {
  if (filter.or) return filter.or.flatMap(alternatives);
  return [{ filters: (filter.and ?? [filter]).flatMap(filterRules) }];
};

export const util = {
  error(message, errorType, data, errorInfo) {
    throw new ResolverError(message, errorType, data, errorInfo);
  },
  appendError(message, errorType, data, errorInfo) {
    const error = new ResolverError(message, errorType, data, errorInfo);
    invocation.errors.push({ ...error, message });
  },
  unauthorized() {
    const { fieldName, parentTypeName } = invocation.info;
    const message = `Not Authorized to access ${fieldName} on type ${parentTypeName}`;
    throw new ResolverError(message, 'Unauthorized');
  },
  matches: (pattern, text) => new RegExp(pattern).test(text),
  time: {
    nowISO8601: () => new Date().toISOString(),
    nowEpochMilliSeconds: () => Date.now(),
    nowEpochSeconds: () => Math.floor(Date.now() / 1000),
  },
  dynamodb: { toMapValues: toAttributes },
  str: { normalize: (text, form) => text.normalize(form.toUpperCase()) },
  transform: {
    toSubscriptionFilter: (filter) => ({ filterGroup: alternatives(filter) }),
  },
};

export const extensions = {
  setSubscriptionFilter(filter) {
    invocation.filter = filter;
  },
  setSubscriptionInvalidationFilter(filter) {
    invocation.invalidationFilter = filter;
  },
  /** As on AWS the last call of a request is the one that counts. */
  invalidateSubscriptions({ subscriptionField, payload }) {
    invocation.invalidation = { subscriptionField, payload };
  },
};

export const runtime = {
  earlyReturn(value, options) {
    throw new EarlyReturn(value, options);
  },
};
