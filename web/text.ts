// Text: the browser breaks paragraphs into lines as it does everywhere, with the fonts of the
// system, and paints each line once into a WebGL texture (src/canvas/text_pages.h says when).
// The lines are read back from an element that is styled exactly as the twin's text nodes, so
// what is selected in the twin lies under what the canvas shows.

export interface TextStyle {
  size: number;
  lineHeight: number;
  weight: number;
}

/** In the order of ui::TextStyle (src/ui/text.h). CSS px. */
export const textStyles: readonly TextStyle[] = [
  { size: 16, lineHeight: 22, weight: 400 },
  { size: 16, lineHeight: 22, weight: 600 },
  { size: 13, lineHeight: 18, weight: 400 },
  { size: 13, lineHeight: 18, weight: 600 },
  { size: 18, lineHeight: 24, weight: 600 },
  { size: 15, lineHeight: 20, weight: 600 },
];

export const fontStack = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export function styleClass(style: number): string {
  return `text-${style in textStyles ? style : 0}`;
}

function canvasFont(style: TextStyle): string {
  return `${style.weight} ${style.size}px ${fontStack}`;
}

/** The only place that says how text is set; the twin and the measuring element both use it. */
function textCss(): string {
  const fonts = textStyles.map(
    (style, index) =>
      `.${styleClass(index)} { font: ${style.weight} ${style.size}px/${style.lineHeight}px ${fontStack}; }`,
  );
  return `
    .text-line-box {
      display: block; margin: 0; padding: 0; border: 0; box-sizing: content-box;
      white-space: pre-wrap; overflow-wrap: anywhere; word-break: normal; hyphens: none;
      unicode-bidi: plaintext; text-align: start; text-indent: 0; text-transform: none;
      letter-spacing: normal; word-spacing: normal; font-kerning: auto;
      -webkit-text-size-adjust: none; text-size-adjust: none;
    }
    .text-measure {
      position: fixed; left: 0; top: 0; contain: layout style paint; visibility: hidden;
      pointer-events: none; user-select: none;
    }
    ${fonts.join('\n')}`;
}

/** A style sheet made here needs no exception from the page's content security policy. */
export function adoptStyles(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/**
 * Control characters look different in a canvas and in an element, so neither gets them. Keeps
 * the length: offsets stay valid. Tabs become em spaces.
 */
export function shownText(text: string): string {
  return text.replace(controls, (c) => (c === '\t' ? '\u2003' : ' '));
}
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;

const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u061c\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const arabic =
  /[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u061c\u{10d00}-\u{10d3f}\u{1ee00}-\u{1eeff}]/u;
const strong = /[\p{L}\p{Nl}\u200e\u200f\u061c]/u;
const isolated = /[\u2066-\u2068][^\u2066-\u2069]*(?:\u2069|$)/g;

/** Whether the first strong letter, which decides for the paragraph, runs from the right. */
export function isRtl(paragraph: string): boolean {
  if (!rightToLeft.test(paragraph)) return false;
  let text = paragraph;
  for (let depth = 0; depth < 8; ++depth) {
    const outside = text.replace(isolated, '');
    if (outside === text) break;
    text = outside;
  }
  const first = strong.exec(text);
  return first !== null && rightToLeft.test(first[0]);
}

const leftToRightMark = '\u200e';
const rightToLeftMark = '\u200f';
const arabicMark = '\u061c';

function markOf(letter: string): string {
  if (!rightToLeft.test(letter)) return leftToRightMark;
  return arabic.test(letter) ? arabicMark : rightToLeftMark;
}

/** Embeddings and isolates that the text opens and does not close. */
function openControls(text: string): string[] {
  const open: string[] = [];
  for (const c of text) {
    if (c >= '\u2066' && c <= '\u2068') {
      open.push(c);
    } else if (c === '\u2069') {
      let isolate = open.length - 1;
      while (isolate >= 0 && open[isolate]! < '\u2066') --isolate;
      if (isolate >= 0) open.length = isolate;
    } else if ((c >= '\u202a' && c <= '\u202b') || c === '\u202d' || c === '\u202e') {
      open.push(c);
    } else if (c === '\u202c' && open.length > 0 && open[open.length - 1]! < '\u2066') {
      open.pop();
    }
  }
  return open;
}

const bidiRelevant =
  /[\u0590-\u08ff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * The line as a paragraph of its own that comes out in the same order as within its paragraph:
 * invisible marks stand for the letters before and after it, and what was opened before it is
 * opened again.
 */
export function lineText(text: string, begin: number, end: number): string {
  const line = text.slice(begin, end);
  const from = text.lastIndexOf('\n', begin - 1) + 1;
  const newline = text.indexOf('\n', end);
  const to = newline < 0 ? text.length : newline;
  if (from === begin && text.slice(end, to).trim() === '') return line;
  if (!bidiRelevant.test(text.slice(from, to))) return line;
  const before = text.slice(from, begin);
  let last = '';
  for (const letter of before.matchAll(new RegExp(strong, 'gu'))) last = letter[0];
  const next = strong.exec(text.slice(end, to));
  return (
    openControls(before).join('') +
    (last === '' ? '' : markOf(last)) +
    line +
    (next === null ? '' : markOf(next[0]))
  );
}

export interface TextLine {
  begin: number;
  end: number;
  x: number;
  width: number;
  rtl: boolean;
}

export interface TextLayout {
  lines: TextLine[];
  lineHeight: number;
  width: number;
}

export interface PaintJob {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
  begin: number;
  end: number;
  style: number;
  rtl: boolean;
  /** Device px from the cell's corner to the line box's. */
  left: number;
  top: number;
  /** ImU32: red in the lowest byte. */
  colour: number;
  devicePixelRatio: number;
}

/** Cells side by side on the page, which go up together. */
interface Run {
  jobs: PaintJob[];
  x: number;
  y: number;
  width: number;
  height: number;
}

export class Text {
  private readonly element = document.createElement('div');
  private readonly node = document.createTextNode('');
  private readonly range = document.createRange();
  private readonly canvas = document.createElement('canvas');
  private readonly context: CanvasRenderingContext2D;
  private readonly jobs = new Map<number, PaintJob[]>();
  private readonly baselines = new Map<string, number>();
  private measuredStyle = -1;

  constructor() {
    adoptStyles(textCss());
    this.element.append(this.node);
    this.element.setAttribute('aria-hidden', 'true');
    document.body.append(this.element);
    const context = this.canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no 2D canvas.');
    this.context = context;
  }

  /** Breaks `text` into lines of at most `maxWidth` CSS px; without limit if not positive. */
  layout(text: string, style: number, maxWidth: number): TextLayout {
    const shown = shownText(text);
    const index = style in textStyles ? style : 0;
    return this.singleLine(shown, index, maxWidth) ?? this.paragraphs(shown, index, maxWidth);
  }

  /** The common case without any DOM: one line from left to right. */
  private singleLine(text: string, style: number, maxWidth: number): TextLayout | null {
    if (text.length > 512 || text.includes('\n') || bidiRelevant.test(text)) return null;
    const { lineHeight } = textStyles[style]!;
    if (this.measuredStyle !== style) {
      this.context.font = canvasFont(textStyles[style]!);
      this.measuredStyle = style;
    }
    const end = text.trimEnd().length;
    const { width } = this.context.measureText(text.slice(0, end));
    // A canvas and an element differ by up to 0.02 px.
    if (maxWidth > 0 && width + 0.1 > maxWidth) return null;
    return {
      lines: [{ begin: 0, end, x: 0, width, rtl: false }],
      lineHeight,
      width: boxWidth(width, maxWidth),
    };
  }

  private paragraphs(text: string, style: number, maxWidth: number): TextLayout {
    const { lineHeight } = textStyles[style]!;
    this.element.className = `text-line-box text-measure ${styleClass(style)}`;
    this.element.style.width = maxWidth > 0 ? `${maxWidth}px` : 'max-content';
    this.node.data = text;
    const box = this.element.getBoundingClientRect();
    const lines: TextLine[] = [];
    for (let from = 0; ;) {
      const newline = text.indexOf('\n', from);
      const to = newline < 0 ? text.length : newline;
      this.paragraph(text, from, to, box, lineHeight, lines);
      if (newline < 0) break;
      from = newline + 1;
    }
    this.node.data = ''; // What is only measured must not be found in the document.
    const widest = lines.reduce((most, line) => Math.max(most, line.width), 0);
    const width = boxWidth(widest, maxWidth);
    for (const line of lines) if (line.rtl) line.x += width - box.width;
    return { lines, lineHeight, width };
  }

  /** Appends the lines of one paragraph without line feeds. */
  private paragraph(
    text: string,
    from: number,
    to: number,
    box: DOMRect,
    lineHeight: number,
    lines: TextLine[],
  ): void {
    const rtl = isRtl(text.slice(from, to));
    const first = lines.length;
    const lineOf = (rect: DOMRect) =>
      Math.floor((rect.top + rect.height / 2 - box.top) / lineHeight);
    let last = first;
    for (const rect of this.rects(from, to)) last = Math.max(last, lineOf(rect));

    let begin = from;
    for (let line = first; line <= last; ++line) {
      const next = line === last ? to : this.firstOnLine(line + 1, begin, to, lineOf);
      const end = begin + text.slice(begin, next).trimEnd().length;
      let left = Infinity;
      let right = -Infinity;
      for (const rect of this.rects(begin, end)) {
        left = Math.min(left, rect.left);
        right = Math.max(right, rect.right);
      }
      if (left > right) left = right = rtl ? box.right : box.left;
      lines.push({ begin, end, x: left - box.left, width: right - left, rtl });
      begin = next;
    }
  }

  /** The first character in (after, to) that is on `line` or below it. */
  private firstOnLine(
    line: number,
    after: number,
    to: number,
    lineOf: (rect: DOMRect) => number,
  ): number {
    let low = after + 1;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      // Characters without a box, such as joiners, are where the next one is.
      let probe = middle;
      let rects = this.rects(probe, probe + 1);
      while (rects.length === 0 && probe + 1 < high) {
        ++probe;
        rects = this.rects(probe, probe + 1);
      }
      const rect = rects[rects.length - 1];
      if (rect === undefined || lineOf(rect) >= line) high = middle;
      else low = probe + 1;
    }
    return low;
  }

  private rects(begin: number, end: number): DOMRectList {
    this.range.setStart(this.node, begin);
    this.range.setEnd(this.node, end);
    return this.range.getClientRects();
  }

  /** Takes note; the ink is made at upload(). */
  paint(job: PaintJob): void {
    const jobs = this.jobs.get(job.page);
    if (jobs) jobs.push(job);
    else this.jobs.set(job.page, [job]);
  }

  forget(page: number): void {
    this.jobs.delete(page);
  }

  /** Paints what paint() noted for the page and brings it into its texture. */
  upload(page: number, gl: WebGL2RenderingContext, texture: WebGLTexture): void {
    const jobs = this.jobs.get(page);
    if (!jobs) return;
    this.jobs.delete(page);
    const runs = toRuns(jobs);
    const width = Math.max(...runs.map((run) => run.width));
    const height = runs.reduce((sum, run) => sum + run.height, 0);
    this.resize(width, height);
    let y = 0;
    for (const run of runs) {
      for (const job of run.jobs) this.ink(job, job.x - run.x, y);
      y += run.height;
    }
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    y = 0;
    for (const run of runs) {
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
      gl.texSubImage2D(
        gl.TEXTURE_2D,
        0,
        run.x,
        run.y,
        run.width,
        run.height,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        this.canvas,
      );
      y += run.height;
    }
    gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  }

  /** Empties the canvas and makes it at least this big; it never shrinks. */
  private resize(width: number, height: number): void {
    if (this.canvas.width >= width && this.canvas.height >= height) {
      this.context.clearRect(0, 0, width, height);
      return;
    }
    this.canvas.width = Math.max(this.canvas.width, width);
    this.canvas.height = Math.max(this.canvas.height, height);
    this.measuredStyle = -1;
  }

  private ink(job: PaintJob, x: number, y: number): void {
    const context = this.context;
    const ratio = job.devicePixelRatio;
    const index = job.style in textStyles ? job.style : 0;
    const style = textStyles[index]!;
    context.save();
    context.beginPath();
    context.rect(x, y, job.width, job.height);
    context.clip();
    context.setTransform(ratio, 0, 0, ratio, x + job.left, y + job.top);
    context.font = canvasFont(style);
    context.direction = job.rtl ? 'rtl' : 'ltr';
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.fillStyle = cssColour(job.colour);
    const line = lineText(shownText(job.text), job.begin, job.end);
    context.fillText(line, 0, this.baseline(index));
    context.restore();
  }

  /** From the top of a line box, as an element of this style has it. */
  private baseline(style: number): number {
    const key = `${style} ${devicePixelRatio}`;
    const known = this.baselines.get(key);
    if (known !== undefined) return known;
    this.element.className = `text-line-box text-measure ${styleClass(style)}`;
    this.element.style.width = 'max-content';
    this.node.data = 'x';
    const probe = document.createElement('span');
    probe.style.display = 'inline-block';
    this.element.append(probe);
    const top = this.element.getBoundingClientRect().top;
    const baseline = probe.getBoundingClientRect().bottom - top;
    probe.remove();
    this.node.data = '';
    this.baselines.set(key, baseline);
    return baseline;
  }
}

/** Whole px, so that the widest line fits for sure. */
function boxWidth(widest: number, maxWidth: number): number {
  const width = Math.ceil(widest + 1 / 16);
  return maxWidth > 0 ? Math.min(width, maxWidth) : width;
}

function toRuns(jobs: PaintJob[]): Run[] {
  const sorted = [...jobs].sort((a, b) => a.y - b.y || a.x - b.x);
  const runs: Run[] = [];
  for (const job of sorted) {
    const run = runs[runs.length - 1];
    if (run && run.y === job.y && run.height === job.height && run.x + run.width === job.x) {
      run.jobs.push(job);
      run.width += job.width;
    } else {
      runs.push({ jobs: [job], x: job.x, y: job.y, width: job.width, height: job.height });
    }
  }
  return runs;
}

function cssColour(colour: number): string {
  const channel = (shift: number) => (colour >>> shift) & 255;
  return `rgb(${channel(0)} ${channel(8)} ${channel(16)} / ${channel(24) / 255})`;
}
