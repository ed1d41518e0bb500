/// <reference path="../../web/build_inputs.d.ts" />
// The page of `./dev bench canvas`: the product's own page and program, with a backend that has
// as many messages as the bench likes; every frame is timed.
import createModule from 'chatql-module';
import { Forms } from '../../web/forms.js';
import { Host } from '../../web/host.js';
import { uploadPaths } from './upload_paths.js';

export interface Times {
  /** Ms of whole frames, with all that the program asks of the page meanwhile. */
  frames: number[];
  /** Of the same, what was spent in C++: without a GPU, calls of WebGL wait for the processor. */
  program: number[];
}

type Call = (...values: unknown[]) => unknown;
const imports = ['textLayout', 'textPaint', 'textUpload', 'textForget', 'publish'] as const;

class Bench {
  readonly times: Times = { frames: [], program: [] };
  readonly #host: Host;
  #inPage = 0;
  #depth = 0;

  static async start(): Promise<Bench> {
    const module = await createModule({
      locateFile: () => 'chatql.wasm',
      onAbort: () => undefined,
    });
    const bench = new Bench(module);
    const endpoint = (name: string) => new URL(name, location.href).href;
    bench.#host.start({
      endpoints: {
        graphqlEndpoint: endpoint('graphql'),
        cognitoEndpoint: endpoint('cognito'),
        region: 'eu-west-1',
      },
      credential: await (await fetch('credential')).text(),
      online: true,
      seed: '1',
    });
    return bench;
  }

  private constructor(module: Awaited<ReturnType<typeof createModule>>) {
    const forms = new Forms(element('forms'), element('shell'), () => undefined);
    const elements = {
      app: element('app'),
      canvas: element('canvas') as HTMLCanvasElement,
      twin: element('twin'),
      fields: element('fields'),
      live: element('live'),
    };
    const host = new Host(module, elements, forms, () => undefined);
    this.#host = host;
    Object.assign(module, { host });
    for (const name of imports) {
      const real = (host[name] as Call).bind(host);
      Object.assign(host, { [name]: (...values: unknown[]) => this.#page(() => real(...values)) });
    }
    this.#watchGraphics();
    // Emscripten puts the real function there when the first call comes.
    let frame: (time: number) => void = module._chat_frame.bind(module);
    const timed = (time: number): void => {
      this.#inPage = 0;
      const before = performance.now();
      frame(time);
      const all = performance.now() - before;
      this.times.frames.push(all);
      this.times.program.push(all - this.#inPage);
    };
    Object.defineProperty(module, '_chat_frame', {
      get: () => timed,
      set: (real: typeof frame) => (frame = real),
    });
  }

  /** Time that is the browser's; one call within another counts once. */
  #page(call: () => unknown): unknown {
    const before = performance.now();
    ++this.#depth;
    try {
      return call();
    } finally {
      if (--this.#depth === 0) this.#inPage += performance.now() - before;
    }
  }

  #watchGraphics(): void {
    const page = (call: () => unknown) => this.#page(call);
    const methods = WebGL2RenderingContext.prototype;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(methods))) {
      if (typeof value !== 'function' || name === 'constructor') continue;
      const real = value as Call;
      Object.defineProperty(methods, name, {
        value: function (this: WebGL2RenderingContext, ...values: unknown[]) {
          return page(() => real.apply(this, values));
        },
      });
    }
  }

  /** Scrolls the messages by `px` in each of so many frames; answers what these frames cost. */
  async scroll(frames: number, px: number): Promise<Times> {
    const log = document.querySelector('[role=log]')!;
    this.forget();
    for (let i = 0; i < frames; ++i) {
      log.scrollTop += px;
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return structuredClone(this.times);
  }

  /** Scrolls up until the first of so many messages is here, and comes back to the last. */
  async loadAll(count: number): Promise<void> {
    const log = document.querySelector('[role=log]')!;
    const shows = (seq: number): boolean =>
      [...log.querySelectorAll('article, [role=article]')].some((message) =>
        new RegExp(`\\D${seq}\\b`).test(message.textContent),
      );
    while (!shows(1)) {
      log.scrollTop = 0;
      await new Promise(requestAnimationFrame);
    }
    while (!shows(count)) {
      log.scrollTop = log.scrollHeight;
      await new Promise(requestAnimationFrame);
    }
  }

  readonly uploadPaths = uploadPaths;

  forget(): void {
    this.times.frames.length = this.times.program.length = 0;
  }
}

function element(id: string): HTMLElement {
  return document.getElementById(id)!;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = await Bench.start();
