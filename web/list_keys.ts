// Lists by keyboard: each list is one tab stop, arrow keys move within it.

import { setAttribute } from './dom.js';

const items = 'button, a';

export class ListKeys {
  /** Where the arrow keys were last. */
  private readonly lastFocused = new WeakMap<Element, Element>();
  /** A step to a neighbour that appears only when the list has scrolled. */
  private step: { list: HTMLElement; by: 1 | -1 } | null = null;

  constructor(private readonly root: HTMLElement) {
    root.addEventListener('keydown', (event) => this.keyPressed(event));
    root.addEventListener('focusin', (event) => this.focused(event));
  }

  /** The lists may have other items now. */
  update(): void {
    for (const list of this.root.querySelectorAll('[role=list]')) this.markStop(list);
    const step = this.step;
    this.step = null;
    const from = document.activeElement;
    if (step && from && step.list.contains(from)) this.stepFrom(from, step.list, step.by);
  }

  private markStop(list: Element): void {
    const all = [...list.querySelectorAll(items)];
    const last = this.lastFocused.get(list);
    const stop =
      all.find((item) => item === last) ??
      all.find((item) => item.hasAttribute('aria-current')) ??
      all[0];
    for (const item of all) setAttribute(item, 'tabindex', item === stop ? null : '-1');
  }

  private focused(event: FocusEvent): void {
    const target = event.target as Element;
    const list = target.closest('[role=list]');
    if (!list || !target.matches(items)) return;
    this.lastFocused.set(list, target);
    this.markStop(list);
  }

  private keyPressed(event: KeyboardEvent): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const target = event.target as Element;
    const list = target.closest<HTMLElement>('[role=list]');
    if (by === 0 || !list || !target.matches(items)) return;
    event.preventDefault();
    if (this.stepFrom(target, list, by)) return;
    const before = list.scrollTop;
    list.scrollTop += by * target.getBoundingClientRect().height;
    if (list.scrollTop !== before) this.step = { list, by };
  }

  private stepFrom(from: Element, list: Element, by: 1 | -1): boolean {
    const all = [...list.querySelectorAll<HTMLElement>(items)];
    const next = all[all.indexOf(from as HTMLElement) + by];
    next?.focus();
    return next !== undefined;
  }
}
