// Text: the browser breaks paragraphs into lines as it does everywhere, with the fonts of the
// system, and paints each line once into a WebGL texture (src/canvas/text_pages.h says when).
// The lines are read back from an element that is styled exactly as the twin's text nodes, so
// what is selected in the twin lies under what the canvas shows.

import { bidiRelevant, isRtl, lineText } from './bidi.js';
import {
  adoptStyles,
  canvasFont,
  shownText,
  styleClass,
  textCss,
  textScale,
  textStyles,
} from './text_style.js';
import { newContext, paintsInMemory } from './upload_path.js';

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

type Lines = Omit<TextLayout, 'lineHeight'>;

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
  private context: CanvasRenderingContext2D;
  private hasChosen = false;
  private readonly jobs = new Map<number, PaintJob[]>();
  private readonly baselines = new Map<string, number>();
  private measuredFont = '';

  /** `inMemory`: asked once, after the first text is painted. */
  constructor(private readonly inMemory: (gl: WebGL2RenderingContext) => boolean = paintsInMemory) {
    adoptStyles(textCss());
    this.element.append(this.node);
    this.element.setAttribute('aria-hidden', 'true');
    document.body.append(this.element);
    this.context = newContext(false);
  }

  /**
   * Breaks `text` into lines of at most `maxWidth`; without limit if not positive. The program's
   * px here and in the answer; between them, CSS px.
   */
  layout(text: string, style: number, maxWidth: number): TextLayout {
    const shown = shownText(text);
    const index = style in textStyles ? style : 0;
    const limit = maxWidth * textScale;
    const { lines, width } =
      this.singleLine(shown, index, limit) ?? this.paragraphs(shown, index, limit);
    for (const line of lines) {
      line.x /= textScale;
      line.width /= textScale;
    }
    return { lines, width: width / textScale, lineHeight: textStyles[index].lineHeight };
  }

  /** The common case without any DOM: one line from left to right. */
  private singleLine(text: string, style: number, maxWidth: number): Lines | null {
    if (text.length > 512 || text.includes('\n') || bidiRelevant.test(text)) return null;
    const font = canvasFont(textStyles[style]);
    if (this.measuredFont !== font) this.context.font = this.measuredFont = font;
    const end = text.trimEnd().length;
    const { width } = this.context.measureText(text.slice(0, end));
    // A canvas and an element differ by up to 0.02 px.
    if (maxWidth > 0 && width + 0.1 > maxWidth) return null;
    return {
      lines: [{ begin: 0, end, x: 0, width, rtl: false }],
      width: boxWidth(width, maxWidth),
    };
  }

  private paragraphs(text: string, style: number, maxWidth: number): Lines {
    const lineHeight = textStyles[style].lineHeight * textScale;
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
    return { lines, width };
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
    this.choosePath(gl);
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
        this.context.canvas,
      );
      y += run.height;
    }
    gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  }

  /** Once, and not before the first picture is there. */
  private choosePath(gl: WebGL2RenderingContext): void {
    if (this.hasChosen) return;
    this.hasChosen = true;
    whenIdle(() => {
      if (gl.isContextLost() || !this.inMemory(gl)) return;
      this.context = newContext(true);
      this.measuredFont = '';
    });
  }

  /** Empties the canvas and makes it at least this big; it never shrinks. */
  private resize(width: number, height: number): void {
    const { canvas } = this.context;
    if (canvas.width >= width && canvas.height >= height) {
      this.context.clearRect(0, 0, width, height);
      return;
    }
    canvas.width = Math.max(canvas.width, width);
    canvas.height = Math.max(canvas.height, height);
    this.measuredFont = '';
  }

  private ink(job: PaintJob, x: number, y: number): void {
    const context = this.context;
    const ratio = job.devicePixelRatio / textScale;
    const index = job.style in textStyles ? job.style : 0;
    const style = textStyles[index];
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
    const line = lineText(shownText(job.text), job.begin, job.end, job.rtl);
    context.fillText(line, 0, this.baseline(index));
    context.restore();
  }

  /** From the top of a line box, as an element of this style has it. */
  private baseline(style: number): number {
    const key = `${style} ${devicePixelRatio} ${textScale}`;
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

/** Safari does not know when it is idle. */
const whenIdle = window.requestIdleCallback ?? ((task: () => void) => setTimeout(task));

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
