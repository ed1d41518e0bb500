// How somebody asks for the menu of a message: the second button of a mouse, a finger that stays,
// the menu key, or Enter on the message itself.

const longPressMs = 500;
const slackPx = 10;

/** CSS px of the page. */
export interface MenuPlace {
  x: number;
  y: number;
  touch: boolean;
}
/** Without a place it was asked for by keyboard. */
export type AskForMenu = (article: HTMLElement, place?: MenuPlace) => void;

export function watchForMenu(root: HTMLElement, ask: AskForMenu): void {
  root.addEventListener('contextmenu', (event) => {
    const article = articleOf(event.target);
    if (!article || wantsTheBrowsers(event.target as Element)) return;
    event.preventDefault();
    const { pointerType, clientX: x, clientY: y } = event;
    if (pointerType === '') ask(article);
    else ask(article, { x, y, touch: pointerType === 'touch' });
  });
  root.addEventListener('keydown', (event) => {
    const isArticle = (event.target as Element).matches('article');
    if (event.key !== 'Enter' || event.repeat || !isArticle) return;
    event.preventDefault();
    ask(event.target as HTMLElement);
  });
  watchLongPress(root, ask);
}

/** Not every phone has an event for it. */
function watchLongPress(root: HTMLElement, ask: AskForMenu): void {
  let timer = 0;
  let start = { x: 0, y: 0 };
  const stop = (): void => clearTimeout(timer);
  root.addEventListener('pointerdown', (event) => {
    stop();
    const article = articleOf(event.target);
    if (event.pointerType !== 'touch' || !event.isPrimary || !article) return;
    if (wantsTheBrowsers(event.target as Element)) return;
    start = { x: event.clientX, y: event.clientY };
    timer = window.setTimeout(() => ask(article, { ...start, touch: true }), longPressMs);
  });
  root.addEventListener('pointermove', (event) => {
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > slackPx) stop();
  });
  addEventListener('pointerup', stop);
  addEventListener('pointercancel', stop); // The browser scrolls.
}

function articleOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element).closest<HTMLElement>('article');
}

/** The browser has a menu of its own for links and for selected text. */
function wantsTheBrowsers(target: Element): boolean {
  const selection = getSelection();
  const selected =
    selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
  return selected || target.closest('a[href]') !== null;
}
