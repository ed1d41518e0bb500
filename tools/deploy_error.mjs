/** What the person at the terminal can put right; its message is all that he needs. */
export class DeployError extends Error {}
