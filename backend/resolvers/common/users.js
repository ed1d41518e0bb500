// The directory: all users in one partition of an index, sorted by their folded names.
import { util } from '@aws-appsync/utils';

export const directory = 'users';

/** Names that differ only in case, or in the way Unicode writes them, sort and match alike. */
export function foldName(name) {
  return util.str.normalize(name, 'nfkc').toLowerCase();
}

/** A user as the directory shows him to everybody: without when he was here. */
export function listed(user) {
  return { ...user, lastSeen: null };
}
