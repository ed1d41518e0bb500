// Codes that would be mailed. They are kept in the user's record, where the local mailbox
// reads them; each is good for one use, for a time, and for a few wrong guesses.
import { randomInt } from 'node:crypto';
import { CognitoError } from './errors.mjs';

const maxWrongGuesses = 5;
const maxMailsPerHour = 5;
const hourMs = 3_600_000;
const lifetimeMs = { signup: 24 * hourMs, forgot: hourMs };

const tooMany = () =>
  new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

/** What the mail's sender tells about where it went. */
export function deliveryDetails(email) {
  const Destination = email.replace(/^(.).*@(.).*$/u, '$1***@$2***');
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination };
}

/** Puts a fresh code in the record, which the caller saves. */
export function mailCode(user, kind) {
  const now = Date.now();
  const recent = (user.mails ?? []).filter((sentAt) => sentAt > now - hourMs);
  if (recent.length >= maxMailsPerHour + 1) throw tooMany();
  user.mails = [...recent, now];
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  user.codes = { ...user.codes, [kind]: { code, expiresAt: now + lifetimeMs[kind], guesses: 0 } };
  return deliveryDetails(user.email);
}

/** Uses up the code, or throws; the caller saves the record in either case. */
export function redeemCode(user, kind, given) {
  const issued = user.codes?.[kind];
  const expired = 'Invalid code provided, please request a code again.';
  if (!issued || issued.expiresAt <= Date.now())
    throw new CognitoError('ExpiredCodeException', expired);
  if (issued.guesses >= maxWrongGuesses) throw tooMany();
  if (issued.code !== given) {
    issued.guesses += 1;
    const wrong = 'Invalid verification code provided, please try again.';
    throw new CognitoError('CodeMismatchException', wrong);
  }
  delete user.codes[kind];
}

/** For tests: as if their time had passed. */
export function expireCodes(user) {
  for (const issued of Object.values(user.codes ?? {})) issued.expiresAt = 0;
}

/** The mails whose codes can still be used. */
export function mailbox(user) {
  return Object.entries(user?.codes ?? {}).map(([kind, { code }]) => ({ kind, code }));
}
