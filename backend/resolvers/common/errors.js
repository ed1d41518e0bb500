// What to do with an error of the table.
import { util } from '@aws-appsync/utils';
import { isNull } from './values.js';

export function failOnError(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
}

/** True when the condition of a write did not hold; any other error halts. */
export function conditionFailed(ctx) {
  if (!ctx.error) return false;
  if (ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') return true;
  util.error(ctx.error.message, ctx.error.type);
  return false;
}

/** The same request can succeed a moment later. */
export function tryAgain() {
  util.error('Try again.', 'ThrottlingException');
}

/** A table that is busy leaves a part of a batch undone, without calling it an error. */
export function requireAll(left) {
  if (!isNull(left) && left.length > 0) tryAgain();
}
