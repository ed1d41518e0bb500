// Runs in the browser: the drawing part of the program with the page's real text, and beside
// it, on demand, the same paragraphs as plain elements.
import { watchContext } from '../../../web/input.js';
import { Text, type PaintJob } from '../../../web/text.js';
import { styleClass } from '../../../web/text_style.js';
import { paintsInMemory } from '../../../web/upload_path.js';

export interface Paragraph {
  text: string;
  style: number;
  x: number;
  y: number;
  width: number;
  /** [red, green, blue, alpha], 0 to 255. */
  colour: [number, number, number, number];
}
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: [number, number, number, number];
}

interface Module {
  HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _harness_start(): number;
  _harness_clear(): void;
  _harness_text(
    text: number,
    length: number,
    style: number,
    x: number,
    y: number,
    width: number,
    colour: number,
  ): void;
  _harness_rectangle(x: number, y: number, width: number, height: number, colour: number): void;
  _harness_frame(width: number, height: number, ratio: number, background: number): number;
  _harness_pictures(): number;
  _harness_context_lost(): void;
  _harness_context_restored(): number;
}

const pack = ([red, green, blue, alpha]: [number, number, number, number]): number =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;

export class RendererHarness {
  readonly paintsInMemory = paintsInMemory;
  text = new Text();
  paints = 0;
  layouts = 0;
  questions = 0;
  lost = 0;
  restored = 0;

  #module!: Module;

  static async start(): Promise<RendererHarness> {
    const path = '/renderer_harness.mjs';
    const { default: create } = (await import(path)) as {
      default: (options: object) => Promise<Module>;
    };
    const canvas = document.getElementById('canvas') as HTMLCanvasElement;
    const harness = new RendererHarness();
    const host = {
      textLayout: (text: string, style: number, maxWidth: number) => {
        ++harness.layouts;
        return harness.text.layout(text, style, maxWidth);
      },
      textPaint: (job: PaintJob) => {
        ++harness.paints;
        harness.text.paint(job);
      },
      textUpload: (page: number, gl: WebGL2RenderingContext, texture: WebGLTexture) =>
        harness.text.upload(page, gl, texture),
      textForget: (page: number) => harness.text.forget(page),
    };
    const module = await create({ host, canvas });
    harness.#module = module;
    if (!module._harness_start()) throw new Error('no WebGL2');
    watchContext(canvas, {
      lost: () => {
        ++harness.lost;
        module._harness_context_lost();
      },
      restored: () => {
        if (module._harness_context_restored()) ++harness.restored;
      },
    });
    return harness;
  }

  /** As where the start has found that the cheaper way. */
  paintInMemory(): void {
    this.text = new Text(() => ++this.questions > 0);
  }

  /** Draws one frame and waits until it is on the screen. Answers the number of text pages. */
  async draw(
    paragraphs: Paragraph[],
    background: [number, number, number],
    rectangles: Rectangle[] = [],
    ratio = devicePixelRatio,
  ): Promise<number> {
    const module = this.#module;
    module._harness_clear();
    for (const { x, y, width, height, colour } of rectangles) {
      module._harness_rectangle(x, y, width, height, pack(colour));
    }
    for (const { text, style, x, y, width, colour } of paragraphs) {
      const bytes = new TextEncoder().encode(text);
      const pointer = module._malloc(bytes.length);
      module.HEAPU8.set(bytes, pointer);
      module._harness_text(pointer, bytes.length, style, x, y, width, pack(colour));
      module._free(pointer);
    }
    await new Promise((done) => requestAnimationFrame(done));
    const pages = module._harness_frame(innerWidth, innerHeight, ratio, pack([...background, 255]));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return pages;
  }

  get pictures(): number {
    return this.#module._harness_pictures();
  }

  /** The same paragraphs as elements, set as the twin sets them, instead of the canvas. */
  showElements(paragraphs: Paragraph[], background: [number, number, number]): void {
    document.getElementById('canvas')!.style.visibility = 'hidden';
    document.body.style.background = `rgb(${background.join(' ')})`;
    for (const { text, style, x, y, width, colour } of paragraphs) {
      const element = document.createElement('div');
      element.className = `text-line-box ${styleClass(style)}`;
      element.textContent = text;
      const box = this.text.layout(text, style, width).width;
      const [red, green, blue, alpha] = colour;
      element.style.cssText = `position: absolute; left: ${x}px; top: ${y}px; width: ${box}px;
        color: rgb(${red} ${green} ${blue} / ${alpha / 255})`;
      document.body.append(element);
    }
  }
}

declare global {
  interface Window {
    renderer: RendererHarness;
  }
}

window.renderer = await RendererHarness.start();
