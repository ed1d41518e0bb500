// Lists by keyboard: each list, menu and log is one tab stop, arrow keys, Home and End move
// within it. In a log the messages are the items; what they hold is reached by Tab.

import { setAttribute } from './dom.js';

const lists = '[role=list], [role=menu], [role=log]';

function itemsOf(list: Element): HTMLElement[] {
  const items = list.getAttribute('role') === 'log' ? 'article:not([hidden])' : 'button, a';
  return [...list.querySelectorAll<HTMLElement>(items)];
}

/** Whether the first or the last item is in view. */
function endIsSeen(list: Element, by: number): boolean {
  const item = itemsOf(list)
    .at(by < 0 ? 0 : -1)
    ?.getBoundingClientRect();
  const view = list.getBoundingClientRect();
  return item !== undefined && item.bottom > view.top && item.top < view.bottom;
}

export class ListKeys {
  /** Where the arrow keys were last. */
  private readonly lastFocused = new WeakMap<Element, Element>();
  /** A step to a neighbour that appears only when the list has scrolled. */
  private step: { list: HTMLElement; by: number } | null = null;

  constructor(private readonly root: HTMLElement) {
    root.addEventListener('keydown', (event) => this.keyPressed(event));
    root.addEventListener('focusin', (event) => this.focused(event));
  }

  /** The lists may have other items now. */
  update(): void {
    for (const list of this.root.querySelectorAll(lists)) this.markStop(list);
    const step = this.step;
    const from = document.activeElement;
    const far = step !== null && !Number.isFinite(step.by);
    if (step && far && !endIsSeen(step.list, step.by)) return; // These rows are the old ones.
    this.step = null;
    // Where it began may be gone when it ends far away.
    if (step && from && (far || step.list.contains(from))) this.stepFrom(from, step.list, step.by);
  }

  private markStop(list: Element): void {
    const all = itemsOf(list);
    const isLog = list.getAttribute('role') === 'log';
    const last = this.lastFocused.get(list);
    const stop =
      all.find((item) => item === last) ??
      all.find((item) => item.hasAttribute('aria-current')) ??
      all.at(isLog ? -1 : 0);
    const stays = isLog ? '0' : null; // Buttons are stops by themselves, messages are not.
    for (const item of all) setAttribute(item, 'tabindex', item === stop ? stays : '-1');
  }

  private focused(event: FocusEvent): void {
    const target = event.target as Element;
    const list = target.closest(lists);
    if (!list || !itemsOf(list).includes(target as HTMLElement)) return;
    this.lastFocused.set(list, target);
    this.markStop(list);
  }

  private keyPressed(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const target = event.target as HTMLElement;
    const list = target.closest<HTMLElement>(lists);
    if (by === undefined || !list || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target !== list && !itemsOf(list).includes(target)) return;
    event.preventDefault();
    const before = list.scrollTop;
    const far = !Number.isFinite(by);
    if (!far && this.stepFrom(target, list, by)) return;
    if (!far) list.scrollTop += by * target.getBoundingClientRect().height;
    else if (by > 0) list.scrollTop = list.scrollHeight;
    // A log has no beginning that is known: there it is the first that can be seen.
    else if (list.getAttribute('role') !== 'log') list.scrollTop = 0;
    if (list.scrollTop !== before) this.stepLater(list, by);
    else if (far) this.stepFrom(target, list, by);
  }

  private stepLater(list: HTMLElement, by: number): void {
    this.step = { list, by };
    // After a short way the same rows are there as before: then nothing tells of others.
    const soon = () => requestAnimationFrame(() => this.update());
    if (!Number.isFinite(by)) requestAnimationFrame(soon);
  }

  private stepFrom(from: Element, list: Element, by: number): boolean {
    const all = itemsOf(list);
    const at = all.indexOf(from as HTMLElement);
    const next = Number.isFinite(by) ? all[at + by] : all.at(by < 0 ? 0 : -1);
    next?.focus();
    return next !== undefined;
  }
}
