// Browsers throw away what sites have stored when room is short, unless they are asked not to.
// Some of them ask the person in turn: so only once, and not before there is something to keep.

const ASKED = 'chatql-asked-to-keep';

export function keepStorage(): void {
  try {
    if (localStorage.getItem(ASKED) !== null) return;
    localStorage.setItem(ASKED, '1');
    void navigator.storage.persist().catch(() => undefined);
  } catch {
    // A browser that lets us keep nothing.
  }
}
