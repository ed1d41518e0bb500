// The native scrollers among the twin's elements: their physics are the platform's, the program
// hears where they are and moves them only when it says so.

import { setProperty } from './dom.js';

/** ui::Scroller of src/ui/semantics.h. */
export interface TwinScroller {
  node: number;
  contentHeight: number;
  top?: number;
}

/** Since the last scroll event; longer than frames are apart on a busy phone. */
const movingMs = 100;

interface State {
  fingers: number;
  pendingTop: number | null;
  scrolledAt: number;
}

export class Scrollers {
  private readonly states = new WeakMap<HTMLElement, State>();

  constructor(private readonly scrolled: (node: number, top: number) => void) {}

  make(element: HTMLElement, { node, contentHeight }: TwinScroller): void {
    setProperty(element, '--content-height', `${contentHeight}px`);
    if (this.states.has(element)) return;
    const state: State = { fingers: 0, pendingTop: null, scrolledAt: -Infinity };
    this.states.set(element, state);
    element.classList.add('twin-scroller');
    const scrolled = () => {
      state.scrolledAt = performance.now();
      this.scrolled(node, element.scrollTop);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    const fingers = (event: TouchEvent) => {
      state.fingers = event.touches.length;
      if (state.fingers > 0 || state.pendingTop === null) return;
      element.scrollTop = state.pendingTop;
      state.pendingTop = null;
    };
    for (const type of ['touchstart', 'touchend', 'touchcancel'] as const) {
      element.addEventListener(type, fingers, { passive: true });
    }
  }

  has(element: HTMLElement): boolean {
    return this.states.has(element);
  }

  // To write scrollTop under a finger makes the content jump back and forth.
  move(element: HTMLElement, { top }: TwinScroller): void {
    const state = this.states.get(element);
    if (!state || top === undefined) return;
    if (state.fingers > 0) state.pendingTop = top;
    else if (element.scrollTop !== top) element.scrollTop = top;
  }

  isMoving(element: HTMLElement): boolean {
    return performance.now() - (this.states.get(element)?.scrolledAt ?? -Infinity) < movingMs;
  }
}
