// The twin: what the canvas shows, as real elements over it. They are transparent, but screen
// readers read them, their text can be selected and found, their links open, their scrollers
// scroll, and tests drive them. Without WebGL, on paper and in forced colours they become
// visible and are the interface.
//
// The shape of its input is ui::Node and ui::Scroller of src/ui/semantics.h. Pointer events
// are none of its business: they bubble to the common ancestor of twin and canvas (input.ts).
// Only a press that no pointer made, by keyboard or assistive technology, is reported here.

import { Announcer } from './announcer.js';
import { firstElement, setAttribute, setStyle, setText } from './dom.js';
import { Findable } from './findable.js';
import { ListKeys } from './list_keys.js';
import { watchForMenu } from './message_menu.js';
import { Scrollers, type TwinScroller } from './scrollers.js';
import { adoptStyles, shownText, styleClass } from './text_style.js';
import { explicitRoles, spoken, tags, type Role } from './twin_roles.js';
import { twinCss } from './twin_style.js';

export type { Role, TwinScroller };

export interface TwinNode {
  id: number;
  parent?: number;
  role: Role;
  name?: string;
  /** x, y, width, height in CSS px; inside a scroller from its content's top left. */
  rect: [number, number, number, number];
  value?: string;
  /** The node whose text is selected when this one is pressed. */
  selects?: number;
  style?: number;
  disabled?: boolean;
  current?: boolean;
  busy?: boolean;
  focusComposer?: boolean;
}

export interface TwinCalls {
  scroll(node: number, top: number): void;
  activate(node: number): void;
  /** The menu of a message is asked for, at CSS px of the page. */
  menu(node: number, x: number, y: number, touch: boolean): void;
  /** Called within the click, so that phones open the keyboard. */
  focusComposer(): void;
  /** Escape was pressed in a dialog. */
  back(): void;
}

interface Entry {
  element: HTMLElement;
  node: TwinNode;
  leaf: boolean;
}

const schemes = new Set(['https:', 'http:', 'mailto:']);

export class Twin {
  private readonly entries = new Map<number, Entry>();
  private readonly ids = new WeakMap<Element, number>();
  private readonly announcer: Announcer;
  private readonly lists: ListKeys;
  private readonly scrollers: Scrollers;
  private readonly findable = new Findable();
  private published: readonly TwinNode[] = [];
  /** The dialog or menu that is open. */
  private modal = 0;
  private beforeModal: Element | null = null;
  /** What is selected once the menu is closed: the end of the press takes a selection away. */
  private toSelect = 0;

  /** `others` are made inert while a dialog is open. */
  constructor(
    private readonly root: HTMLElement,
    live: HTMLElement,
    private readonly calls: TwinCalls,
    private readonly others: readonly HTMLElement[] = [],
  ) {
    adoptStyles(twinCss);
    root.classList.add('twin');
    this.announcer = new Announcer(live);
    this.lists = new ListKeys(root);
    this.scrollers = new Scrollers((node, top) => calls.scroll(node, top));
    root.addEventListener('click', (event) => this.clicked(event));
    root.addEventListener('mousedown', (event) => this.keepFocus(event));
    root.addEventListener('keydown', (event) => this.keyPressed(event));
    watchForMenu(root, (article, place) => {
      const id = this.idOf(article);
      if (place) calls.menu(id, place.x, place.y, place.touch);
      else calls.activate(id);
    });
  }

  /** Makes the twin equal to this; touches only what is different. */
  publish(nodes: readonly TwinNode[], scrollers: readonly TwinScroller[]): void {
    this.published = nodes;
    const focused = this.idOf(document.activeElement);
    const parent = this.entries.get(focused)?.node.parent ?? 0;
    const children = this.sortByParent(nodes);
    this.findable.addTo(children);
    const scrolling = new Map(scrollers.map((scroller) => [scroller.node, scroller]));
    for (const [id, entry] of this.entries) {
      const replaced = children.nodes.get(id);
      if (replaced?.role !== entry.node.role) this.remove(id, entry);
    }
    for (const node of children.nodes.values()) {
      this.update(node, children.of.has(node.id), scrolling.get(node.id), children);
    }
    this.arrange(this.root, children.of.get(0) ?? []);
    for (const [id, entry] of this.entries) {
      const below = children.of.get(id);
      if (below) this.arrange(entry.element, below);
    }
    for (const scroller of scrollers) {
      const element = this.entries.get(scroller.node)?.element;
      if (element) this.scrollers.move(element, scroller);
    }
    this.lists.update();
    this.updateModal(children.nodes);
    this.selectText();
    const isGone = !this.entries.has(focused) || this.findable.isHidden(focused);
    if (focused !== 0 && isGone) this.focusHeading(parent);
  }

  /** What the browser's search finds, too, from now on: articles with their texts. */
  setFindable(nodes: readonly TwinNode[]): void {
    this.findable.set(nodes);
    this.publish(this.published, []);
  }

  /** Tells assistive technology about messages of others. */
  announce(text: string): void {
    this.announcer.add(text);
  }

  /** Whether `target` is on something that still moves: a finger there only stops it. */
  isMoving(target: EventTarget | null): boolean {
    for (let at = this.idOf(target as Element | null); at !== 0;) {
      const { element, node } = this.entries.get(at)!;
      if (this.scrollers.has(element)) return this.scrollers.isMoving(element);
      at = node.parent ?? 0;
    }
    return false;
  }

  // A parent must come before its children, which also rules out circles.
  private sortByParent(nodes: readonly TwinNode[]): Sorted {
    const sorted: Sorted = { nodes: new Map(), of: new Map() };
    for (const node of nodes) {
      if (node.id === 0 || sorted.nodes.has(node.id)) continue;
      const parent = sorted.nodes.has(node.parent ?? 0) ? node.parent! : 0;
      const siblings = sorted.of.get(parent);
      if (siblings) siblings.push(node.id);
      else sorted.of.set(parent, [node.id]);
      sorted.nodes.set(node.id, node.parent === parent ? node : { ...node, parent });
    }
    return sorted;
  }

  private remove(id: number, entry: Entry): void {
    // Its children may live on elsewhere.
    entry.element.remove();
    this.entries.delete(id);
  }

  private update(
    node: TwinNode,
    hasChildren: boolean,
    scroller: TwinScroller | undefined,
    all: Sorted,
  ): void {
    const known = this.entries.get(node.id);
    if (known?.node === node) return;
    const entry = known ?? this.create(node);
    const old = entry.node;
    const element = entry.element;
    const leaf = spoken.has(node.role) && !hasChildren;
    if (scroller) this.scrollers.make(element, scroller);

    const parent = all.nodes.get(node.parent ?? 0);
    const above = this.entries.get(parent?.id ?? 0)?.element;
    const origin = parent && above && !this.scrollers.has(above) ? parent.rect : [0, 0];
    const [x, y, width, height] = node.rect;
    setStyle(element, 'left', x - origin[0]);
    setStyle(element, 'top', y - origin[1]);
    setStyle(element, 'width', width);
    setStyle(element, 'height', height);

    if (old.name !== node.name || entry.leaf !== leaf || old === node) {
      const name = shownText(node.name ?? '');
      if (leaf) setText(element, name);
      else if (entry.leaf) element.firstChild?.remove();
      setAttribute(element, 'aria-label', leaf || name === '' ? null : name);
      entry.leaf = leaf;
    }
    this.updateState(element, node, old, parent);
    entry.node = node;
  }

  private updateState(
    element: HTMLElement,
    node: TwinNode,
    old: TwinNode,
    parent: TwinNode | undefined,
  ): void {
    if (
      (node.role === 'text' || node.style !== undefined) &&
      (old.style !== node.style || old === node)
    ) {
      element.classList.remove(styleClass(old.style ?? 0));
      element.classList.add('text-line-box', styleClass(node.style ?? 0));
    }
    if (node.role === 'text') {
      const message = (node.style ?? 0) === 0 && parent?.role === 'article';
      element.toggleAttribute('data-message', message);
    }
    if (node.role === 'article') Findable.mark(element, this.findable.isHidden(node.id));
    if (element instanceof HTMLButtonElement) element.disabled = node.disabled === true;
    if (element instanceof HTMLAnchorElement && (old.value !== node.value || old === node)) {
      setAttribute(element, 'href', safeAddress(node.value ?? ''));
    }
    const isChecked = node.role === 'radio' || node.role === 'checkbox';
    setAttribute(element, 'aria-checked', isChecked ? String(node.current === true) : null);
    setAttribute(element, 'aria-current', node.current && !isChecked ? 'true' : null);
    setAttribute(element, 'aria-busy', node.busy ? 'true' : null);
  }

  private create(node: TwinNode): Entry {
    const element = document.createElement(tags[node.role] ?? 'div');
    const role = explicitRoles[node.role];
    if (role !== undefined) element.setAttribute('role', role);
    if (node.role === 'log') {
      // A log speaks by itself; here it would read out all that scrolls into view.
      element.setAttribute('aria-live', 'off');
      element.tabIndex = 0;
    }
    if (node.role === 'dialog') element.setAttribute('aria-modal', 'true');
    // Whoever cannot see the thumb has other ways to scroll.
    if (node.role === 'thumb') element.setAttribute('aria-hidden', 'true');
    if (node.role === 'typing') {
      element.setAttribute('aria-hidden', 'true'); // The words beside it say it.
      element.className = 'typing';
      for (let dot = 0; dot < 3; dot++) element.append(document.createElement('i'));
    }
    if (['dialog', 'menu', 'heading'].includes(node.role)) element.tabIndex = -1;
    if (node.role === 'region') element.tabIndex = 0; // It scrolls, perhaps with nothing to press.
    if (element instanceof HTMLButtonElement) element.type = 'button';
    if (element instanceof HTMLAnchorElement) {
      element.target = '_blank';
      element.rel = 'noopener noreferrer';
    }
    const entry: Entry = { element, node, leaf: false };
    this.entries.set(node.id, entry);
    this.ids.set(element, node.id);
    return entry;
  }

  /** Puts the children in order; those that are in order already are not touched. */
  private arrange(parent: HTMLElement, order: readonly number[]): void {
    let next = firstElement(parent.firstChild);
    for (const id of order) {
      const element = this.entries.get(id)!.element;
      if (element === next) {
        next = firstElement(element.nextSibling);
        continue;
      }
      const had = element.contains(document.activeElement) ? document.activeElement : null;
      parent.insertBefore(element, next);
      if (had instanceof HTMLElement) had.focus({ preventScroll: true });
    }
  }

  private idOf(element: Element | null): number {
    for (let at = element; at && at !== this.root; at = at.parentElement) {
      const id = this.ids.get(at);
      if (id !== undefined) return id;
    }
    return 0;
  }

  /** A press that focuses the composer in the end must not take it away first: the keyboard of
   *  a phone would close and open again. */
  private keepFocus(event: MouseEvent): void {
    const node = this.entries.get(this.idOf(event.target as Element))?.node;
    if (node?.focusComposer) event.preventDefault();
  }

  private clicked(event: MouseEvent): void {
    const id = this.idOf(event.target as Element);
    const entry = this.entries.get(id);
    if (!entry) return;
    const byPointer = event.detail > 0;
    const isLink = entry.element.hasAttribute('href');
    const { role, value, selects } = entry.node;
    // Only within the press is that allowed; where it is not at all, nothing is lost.
    if (role === 'menu_item' && value) void navigator.clipboard.writeText(value).catch(() => {});
    this.toSelect = selects ?? 0;
    if (!byPointer && !isLink) this.calls.activate(id);
    if (entry.node.focusComposer) this.calls.focusComposer();
  }

  private keyPressed(event: KeyboardEvent): void {
    const role = this.entries.get(this.modal)?.node.role;
    if (event.key === 'Escape' && role) this.calls.back();
    if (event.key === 'Tab' && role === 'menu') {
      event.preventDefault();
      this.calls.back();
    }
  }

  private selectText(): void {
    const text = this.entries.get(this.toSelect)?.element;
    if (!text || this.modal !== 0) return;
    this.toSelect = 0;
    getSelection()?.selectAllChildren(text);
  }

  // --- Dialogs and menus -----------------------------------------------------------------------

  private updateModal(nodes: ReadonlyMap<number, TwinNode>): void {
    let modal = 0;
    for (const { id, role } of nodes.values()) if (role === 'dialog' || role === 'menu') modal = id;
    const { element, node } = this.entries.get(modal) ?? {};
    const dialog = node?.role === 'dialog' ? element : undefined;
    for (const child of this.root.children) {
      (child as HTMLElement).inert = dialog !== undefined && !child.contains(dialog);
    }
    for (const other of this.others) other.inert = dialog !== undefined;
    if (modal === this.modal) return;
    if (this.modal === 0) this.beforeModal = document.activeElement;
    this.modal = modal;
    if (element) {
      (element.querySelector<HTMLElement>('button:enabled') ?? element).focus({
        preventScroll: true,
      });
    } else if (document.activeElement === document.body) {
      (this.beforeModal as HTMLElement | null)?.focus({ preventScroll: true });
    }
  }

  /** What had the focus is gone: go on from the messages, or from the beginning. */
  private focusHeading(parent: number): void {
    if (document.activeElement !== document.body) return;
    const { element, node } = this.entries.get(parent) ?? {};
    const next = node?.role === 'log' ? element : this.root.querySelector<HTMLElement>('h1');
    next?.focus({ preventScroll: true });
  }
}

export interface Sorted {
  nodes: Map<number, TwinNode>;
  of: Map<number, number[]>;
}

/** Null for anything that could run a script or start a program. */
function safeAddress(address: string): string | null {
  if (/^\/[\w-]/.test(address)) return address; // A file of ours.
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return schemes.has(url.protocol) ? url.href : null;
}
