// The text fields: real, visible elements above the canvas, because only those get input
// methods, autocorrection, dictation, spelling, undo, native handles and password managers.
// What the element holds is the truth; the program hears of each change and overwrites it
// only when it says so. The canvas draws everything around the text.
//
// The shape of its input is ui::Field of src/ui/semantics.h.

import { setAttribute, setProperty, setStyle } from './dom.js';
import { adoptStyles, fontStack, scaled, textScale } from './text_style.js';

export interface FieldSpec {
  id: string;
  label?: string;
  placeholder?: string;
  /** x, y, width, height in CSS px of the page: exactly the text, without padding. */
  rect: [number, number, number, number];
  /** UTF-16 code units; 0: no limit. */
  maxLength: number;
  /** It scrolls sideways instead of breaking. */
  oneLine?: boolean;
  /** Only when the program changes it. */
  value?: string;
  /** Like `rect`: what the canvas draws there lies above the field. */
  cut?: [number, number, number, number];
}

/** In the order of web::FieldEvent::Kind (src/platform/web/exports.h). */
export const FieldKind = { input: 0, submit: 1, lines: 2, focus: 3, blur: 4, cancel: 5 } as const;
export type FieldKind = (typeof FieldKind)[keyof typeof FieldKind];

export interface FieldCalls {
  /** `text`: the value, or how many lines it takes for FieldKind.lines. */
  field(id: string, kind: FieldKind, text: string): void;
}

const lineHeight = 22;
const linesMax = 6;

const css = `
  .field {
    position: absolute; box-sizing: border-box; margin: 0; padding: 0; border: 0; border-radius: 0;
    background: transparent; color: var(--text, CanvasText); caret-color: var(--accent, auto);
    font: 400 ${scaled(16)}/${scaled(lineHeight)} ${fontStack};
    resize: none; outline: none; appearance: none;
    overflow-x: hidden; overflow-y: auto; overscroll-behavior: contain; touch-action: pan-y;
    scrollbar-width: none; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext;
    text-align: start; pointer-events: auto; -webkit-text-size-adjust: none; text-size-adjust: none;
  }
  .field.one-line { white-space: pre; overflow: auto hidden; touch-action: pan-x; }
  .field::placeholder { color: var(--muted, GrayText); opacity: 1; }
`;

interface Entry {
  element: HTMLTextAreaElement;
  width: number;
  reportedLines: number;
  /** What was sent last, until the program empties the field. */
  submitted: string | null;
}

export class Fields {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly root: HTMLElement,
    private readonly calls: FieldCalls,
  ) {
    adoptStyles(css);
  }

  publish(fields: readonly FieldSpec[]): void {
    const wanted = new Set(fields.map((field) => field.id));
    for (const [id, entry] of this.entries) {
      if (wanted.has(id)) continue;
      entry.element.remove();
      this.entries.delete(id);
    }
    for (const field of fields) this.update(field);
    // A landmark, so that people who go from one to the next come by here.
    const label = fields[0]?.label ?? null;
    setAttribute(this.root, 'role', label === null ? null : 'form');
    setAttribute(this.root, 'aria-label', label);
  }

  focus(id: string): void {
    this.entries.get(id)?.element.focus({ preventScroll: true });
  }

  private update(field: FieldSpec): void {
    const entry = this.entries.get(field.id) ?? this.create(field.id);
    const element = entry.element;
    const [x, y, width, height] = field.rect;
    setStyle(element, 'left', x);
    setStyle(element, 'top', y);
    setStyle(element, 'width', width);
    setStyle(element, 'height', height);
    setProperty(element, 'clip-path', field.cut ? without(field.rect, field.cut) : 'none');
    element.classList.toggle('one-line', field.oneLine === true);
    element.enterKeyHint = field.oneLine ? 'done' : 'send';
    if (element.ariaLabel !== (field.label ?? '')) element.ariaLabel = field.label ?? '';
    if (element.placeholder !== (field.placeholder ?? '')) {
      element.placeholder = field.placeholder ?? '';
    }
    const limit = field.maxLength > 0 ? field.maxLength : -1;
    if (element.maxLength !== limit) {
      if (limit > 0) element.maxLength = limit;
      else element.removeAttribute('maxlength');
    }
    const written = field.value !== undefined && this.write(entry, field.value);
    if (written || entry.width !== width) {
      entry.width = width;
      this.reportLines(field.id, entry);
    }
  }

  /** What was typed between Enter and the program's answer stays. */
  private write(entry: Entry, value: string): boolean {
    const element = entry.element;
    const { submitted } = entry;
    entry.submitted = null;
    let next = value;
    if (value === '' && submitted !== null && element.value.startsWith(submitted)) {
      next = element.value.slice(submitted.length);
    }
    if (element.value === next) return false;
    element.value = next;
    element.setSelectionRange(next.length, next.length);
    return true;
  }

  private create(id: string): Entry {
    const element = document.createElement('textarea');
    const entry: Entry = { element, width: -1, reportedLines: -1, submitted: null };
    element.className = 'field';
    element.rows = 1;
    element.dir = 'auto';
    element.autocapitalize = 'sentences';
    element.spellcheck = true;
    element.name = id;
    element.addEventListener('input', () => {
      const { value } = element;
      if (isOneLine(element) && value.includes('\n')) element.value = value.replace(/\s+/g, ' ');
      this.calls.field(id, FieldKind.input, element.value);
      this.reportLines(id, entry);
    });
    element.addEventListener('keydown', (event) => this.keyPressed(id, entry, event));
    element.addEventListener('focus', () => this.later(id, FieldKind.focus));
    element.addEventListener('blur', () => this.later(id, FieldKind.blur));
    this.root.append(element);
    this.entries.set(id, entry);
    return entry;
  }

  private keyPressed(id: string, entry: Entry, event: KeyboardEvent): void {
    // While an input method composes, Enter belongs to it; 229 is how some of them say so.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Escape' && !composing) this.calls.field(id, FieldKind.cancel, '');
    const breaksLine = event.shiftKey && !isOneLine(entry.element);
    if (event.key !== 'Enter' || breaksLine || composing) return;
    event.preventDefault();
    if (event.repeat) return;
    entry.submitted = entry.element.value;
    this.calls.field(id, FieldKind.submit, entry.element.value);
  }

  /** Up to six; the program answers with a rectangle of their height. */
  private reportLines(id: string, entry: Entry): void {
    const element = entry.element;
    const shown = element.style.height;
    element.style.height = '0';
    const all = Math.round(element.scrollHeight / (lineHeight * textScale));
    element.style.height = shown;
    const lines = Math.min(Math.max(all, 1), linesMax);
    if (lines === entry.reportedLines) return;
    entry.reportedLines = lines;
    this.later(id, FieldKind.lines, String(lines));
  }

  // These can happen within publish(), which the program must have left when it hears of them.
  private later(id: string, kind: FieldKind, text = ''): void {
    queueMicrotask(() => this.calls.field(id, kind, text));
  }
}

function isOneLine(element: HTMLElement): boolean {
  return element.classList.contains('one-line');
}

/** What is left of a field under something else: hidden, it would lose focus and keyboard. */
function without(
  [x, y, width, height]: FieldSpec['rect'],
  [left, top, cutWidth, cutHeight]: FieldSpec['rect'],
): string {
  const whole = `M0 0H${width}V${height}H0Z`;
  return `path(evenodd, "${whole}M${left - x} ${top - y}h${cutWidth}v${cutHeight}h${-cutWidth}z")`;
}
