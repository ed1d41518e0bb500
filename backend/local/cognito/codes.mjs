// Codes that would be mailed, and how often one may ask and guess. They are kept in the user's
// record, where the local mailbox reads them; each is good for one use, for a time, and for a
// few wrong guesses. The limits are those of Cognito's quotas.
import { createHash, randomInt } from 'node:crypto';
import { CognitoError } from './errors.mjs';

const maxWrongGuesses = 5;
const hourMs = 3_600_000;
const perHour = { mail: 5, password: 5 };
const lifetimeMs = { signup: 24 * hourMs, forgot: hourMs };

const tooMany = () =>
  new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

const hash = (code) => createHash('sha256').update(code).digest('hex');

/**
 * Counts something that may be done a few times in an hour, or throws; the caller saves the
 * record in either case.
 * @param {'mail' | 'password'} kind
 */
export function countAttempt(record, kind, now) {
  const recent = (record.attempts?.[kind] ?? []).filter((at) => at > now - hourMs);
  if (recent.length >= perHour[kind]) throw tooMany();
  record.attempts = { ...record.attempts, [kind]: [...recent, now] };
}

/** What the mail's sender tells about where it went. */
export function deliveryDetails(email) {
  const Destination = email.replace(/^(.).*@(.).*$/u, '$1***@$2***');
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination };
}

/** Puts a fresh code in the record; nobody's is one that cannot be given. */
export function issueCode(record, kind, now) {
  const code = record.isNobody ? '' : String(randomInt(1_000_000)).padStart(6, '0');
  const issued = { code, expiresAt: now + lifetimeMs[kind], guesses: 0 };
  record.codes = { ...record.codes, [kind]: issued };
}

/** Uses up the code, or throws; the caller saves the record in either case. */
export function redeemCode(record, kind, given, now) {
  const issued = record.codes?.[kind];
  const expired = 'Invalid code provided, please request a code again.';
  if (!issued || issued.expiresAt <= now) throw new CognitoError('ExpiredCodeException', expired);
  if (issued.guesses >= maxWrongGuesses) throw tooMany();
  if (issued.code !== given) {
    issued.guesses += 1;
    const wrong = 'Invalid verification code provided, please try again.';
    throw new CognitoError('CodeMismatchException', wrong);
  }
  delete record.codes[kind];
  record.redeemed = { ...record.redeemed, [kind]: hash(given) };
}

/** Whether this is the very code that was used up last: the answer to it may have been lost. */
export const wasRedeemed = (record, kind, given) => record.redeemed?.[kind] === hash(given);

/** For tests: as if their time had passed. */
export function expireCodes(record) {
  for (const issued of Object.values(record.codes ?? {})) issued.expiresAt = 0;
}

/** The mails whose codes can still be used. */
export function mailbox(record) {
  return Object.entries(record?.codes ?? {}).map(([kind, { code }]) => ({ kind, code }));
}
