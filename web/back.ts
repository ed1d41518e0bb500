// The platform's way back (history button, edge swipe) leads from a conversation to the list
// before it leaves the app: while the program says that it can go back, the history holds one
// entry of ours.

export class WayBack {
  readonly #goBack: () => void;
  #wanted = false;
  #entered = false;
  #leaving = false; // Our own history.back() is on its way.

  constructor(goBack: () => void) {
    this.#goBack = goBack;
    if (isOurs(history.state)) history.replaceState(null, ''); // Left by a reload.
    addEventListener('popstate', () => this.#popped());
  }

  publish(canGoBack: boolean): void {
    this.#wanted = canGoBack;
    if (this.#wanted === this.#entered || this.#leaving) return;
    this.#entered = this.#wanted;
    if (this.#wanted) {
      history.pushState({ chatql: 'inside' }, '');
    } else {
      this.#leaving = true;
      history.back();
    }
  }

  #popped(): void {
    if (this.#leaving) {
      this.#leaving = false;
      this.publish(this.#wanted);
    } else if (this.#entered && !isOurs(history.state)) {
      this.#entered = false;
      this.#goBack();
    }
  }
}

function isOurs(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'chatql' in state;
}
