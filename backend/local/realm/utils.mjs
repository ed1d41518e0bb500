// '@aws-appsync/utils'. What is absent here (XML, RDS, HTTP headers, dates in formats of one's
// own) no resolver can use: the server checks at start that every helper it names is here.
import { double, ulid, uuid } from './chance.mjs';
import { filterExpression } from './expressions.mjs';
import { EarlyReturn, ResolverError } from './stops.mjs';
import { toSubscriptionFilter } from './subscription_filter.mjs';
import { base64Decode, base64Encode, escapeJavaScript, urlDecode, urlEncode } from './text.mjs';
import { conversions } from './values.mjs';

const Clock = Date; // Resolvers themselves have none.
const Pattern = RegExp;

/** What the running handler asked for besides its result; see invoke.mjs. */
export const invocation = {
  context: null,
  errors: [],
  filter: null,
  invalidationFilter: null,
  invalidation: null,
};

const isoText = (milliseconds) => new Clock(milliseconds).toISOString();
const nothing = { expression: '', expressionNames: {}, expressionValues: {} };
const expressionText = (filter) => JSON.stringify(filterExpression(filter, '') ?? nothing);

export const util = {
  error(message, errorType, data, errorInfo) {
    throw new ResolverError(message, errorType, data, errorInfo);
  },
  appendError(message, errorType = null, data = null, errorInfo = null) {
    invocation.errors.push({ message, errorType, data, errorInfo });
  },
  unauthorized() {
    const { fieldName, parentTypeName } = invocation.context.info;
    const message = `Not Authorized to access ${fieldName} on type ${parentTypeName}`;
    throw new ResolverError(message, 'Unauthorized');
  },
  authType: () => 'User Pool Authorization',
  autoId: uuid,
  autoUlid: () => ulid(Clock.now()),
  matches: (pattern, text) => new Pattern(pattern).test(text),
  base64Decode,
  base64Encode,
  escapeJavaScript,
  urlDecode,
  urlEncode,
  dynamodb: conversions,
  math: {
    roundNum: (number) => Math.round(number),
    minVal: (one, other) => Math.min(one, other),
    maxVal: (one, other) => Math.max(one, other),
    randomDouble: double,
    randomWithinRange: (start, end) => start + Math.floor(double() * (end - start)),
  },
  str: { normalize: (text, form) => text.normalize(form.toUpperCase()) },
  time: {
    nowISO8601: () => isoText(Clock.now()),
    nowEpochMilliSeconds: () => Clock.now(),
    nowEpochSeconds: () => Math.floor(Clock.now() / 1000),
    parseISO8601ToEpochMilliSeconds: (text) => Clock.parse(text),
    epochMilliSecondsToISO8601: isoText,
    epochMilliSecondsToSeconds: (milliseconds) => Math.floor(milliseconds / 1000),
  },
  transform: {
    toDynamoDBConditionExpression: expressionText,
    toDynamoDBFilterExpression: expressionText,
    toSubscriptionFilter,
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
