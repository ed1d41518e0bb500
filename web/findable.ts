// Messages that the browser's search finds though they are not on the screen. They stand in the
// log where they would be, hidden from everybody else; when the search scrolls to one, the
// program draws what is there and the element becomes that message's own, with what was found.
//
// https://html.spec.whatwg.org/multipage/interaction.html#hidden-until-found

import { setAttribute } from './dom.js';
import type { Sorted, TwinNode } from './twin.js';

export class Findable {
  private nodes: readonly TwinNode[] = [];
  private readonly hidden = new Set<number>();

  /** Articles and their texts, in the order of the log that is their parent. */
  set(nodes: readonly TwinNode[]): void {
    this.nodes = nodes;
  }

  /** Puts those that are not on the screen around those that are. */
  addTo(shown: Sorted): void {
    this.hidden.clear();
    const log = this.nodes[0]?.parent ?? 0;
    if (!shown.nodes.has(log)) return;
    const children = shown.of.get(log) ?? [];
    const first = children.map((id) => shown.nodes.get(id)!).find((it) => it.role === 'article');
    const above: number[] = [];
    const below: number[] = [];
    for (const node of this.nodes) {
      const parent = node.parent ?? 0;
      if (shown.nodes.has(node.id) || (parent !== log && !this.hidden.has(parent))) continue;
      shown.nodes.set(node.id, node);
      if (parent === log) {
        this.hidden.add(node.id);
        (first && node.rect[1] < first.rect[1] ? above : below).push(node.id);
      } else {
        shown.of.set(parent, [node.id]);
      }
    }
    shown.of.set(log, [...above, ...children, ...below]);
  }

  isHidden(id: number): boolean {
    return this.hidden.has(id);
  }

  /** `isHidden`: only the search may find it. */
  static mark(article: HTMLElement, isHidden: boolean): void {
    if (isHidden && article.contains(document.activeElement))
      (document.activeElement as HTMLElement).blur();
    setAttribute(article, 'hidden', isHidden ? 'until-found' : null);
    setAttribute(article, 'aria-hidden', isHidden ? 'true' : null);
  }
}
