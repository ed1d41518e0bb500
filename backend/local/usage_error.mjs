/** Something the person who starts the server can put right; its message is all that he needs. */
export class UsageError extends Error {}
