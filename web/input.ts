// Pointers and the life of the WebGL context, as the program wants them. Listeners are on the
// common ancestor of canvas and twin, so the twin may lie above and still let the canvas's
// buttons be pressed. The wheel is not here: scrollers are native (twin.ts).

/** In the order of web::Pointer::Kind (src/platform/web/exports.h). */
export const PointerKind = { move: 0, down: 1, up: 2, cancel: 3, leave: 4 } as const;
export type PointerKind = (typeof PointerKind)[keyof typeof PointerKind];

export interface PointerCalls {
  /** `button`: as in MouseEvent.button. CSS px of the page. */
  pointer(kind: PointerKind, x: number, y: number, button: number, touch: boolean): void;
  /** A finger here stops what moves and means nothing else. */
  isMoving(target: EventTarget | null): boolean;
}

/** A hover needs no more than these to settle after the pointer came to another element. */
const movesPerElement = 3;

export function watchPointer(app: HTMLElement, calls: PointerCalls): void {
  const origin = () => app.getBoundingClientRect();
  let active: number | null = null; // The pointer that is down; others are ignored meanwhile.
  let hovered: EventTarget | null = null;
  let movesLeft = 0;

  const report = (kind: PointerKind, event: PointerEvent) => {
    const { left, top } = origin();
    const touch = event.pointerType === 'touch';
    calls.pointer(
      kind,
      event.clientX - left,
      event.clientY - top,
      Math.max(event.button, 0),
      touch,
    );
  };
  // A field keeps its presses: the canvas has nothing under it.
  const inField = (event: Event) => (event.target as Element).closest('textarea, input') !== null;

  app.addEventListener('pointerdown', (event) => {
    if (inField(event) || (active !== null && active !== event.pointerId)) return;
    if (event.pointerType === 'touch' && calls.isMoving(event.target)) return;
    active = event.pointerId;
    report(PointerKind.down, event);
  });
  // Browsers send moves once per frame. Without a button down, only those that come to another
  // element can change anything: a mouse that wanders over a message costs no frame.
  app.addEventListener('pointermove', (event) => {
    if (active !== null) {
      if (active === event.pointerId) report(PointerKind.move, event);
      return;
    }
    if (event.pointerType === 'touch') return;
    if (event.target !== hovered) {
      hovered = event.target;
      movesLeft = movesPerElement;
    }
    if (movesLeft-- > 0) report(PointerKind.move, event);
  });
  // The end may come outside of the page.
  addEventListener('pointerup', (event) => {
    if (active !== event.pointerId) return;
    active = null;
    movesLeft = movesPerElement;
    report(PointerKind.up, event);
  });
  // The browser took the gesture, to scroll or zoom.
  addEventListener('pointercancel', (event) => {
    if (active !== event.pointerId) return;
    active = null;
    report(PointerKind.cancel, event);
  });
  app.addEventListener('pointerleave', (event) => {
    if (active !== null || event.pointerType === 'touch') return;
    hovered = null;
    report(PointerKind.leave, event);
  });
}

export interface ContextCalls {
  lost(): void;
  restored(): void;
}

/** While the context is lost, the twin is the interface: the class `no-gl` makes it visible. */
export function watchContext(canvas: HTMLCanvasElement, calls: ContextCalls): void {
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // Else it never comes back.
    document.body.classList.add('no-gl');
    calls.lost();
  });
  canvas.addEventListener('webglcontextrestored', () => {
    document.body.classList.remove('no-gl');
    calls.restored();
  });
}
