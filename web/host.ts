// The page as the program's world: implements the imports of src/platform/web/imports.h by
// handing each to the file that knows its part of the browser, and reports what happens there
// through the exports. It knows no rule of the chat.
import { WayBack } from './back.js';
import { saveCredential } from './credential.js';
import { SrpClient, type SrpChallenge } from './crypto.js';
import { Fields, type FieldSpec } from './fields.js';
import type { Forms, FormInput, FormsState } from './forms.js';
import { Http } from './http.js';
import { keepStorage } from './keep_storage.js';
import { watchContext, watchPointer } from './input.js';
import { applyLook, choose, watchLook, type Choices } from './look.js';
import { withText, type ChatModule } from './module.js';
import { watchShortcuts } from './shortcuts.js';
import { Socket } from './socket.js';
import { Store, type CommitResult } from './store.js';
import { Text, type PaintJob, type TextLayout } from './text.js';
import { Twin, type TwinNode, type TwinScroller } from './twin.js';
import { watchWindow } from './window.js';

/** The values of PersistResult in src/core/ports.h. */
const COMMIT_RESULTS: CommitResult[] = ['ok', 'disk_full', 'fenced', 'failed'];
const TIMER_MS_MAX = 0x7fffffff;
/** More than a press needs: pointer there, down, up, what it opens. */
const FRAMES_OF_PRESS = 8;

/** What the program says is on the screen: ui::Semantics of src/ui/semantics.h. */
interface Semantics {
  title: string;
  canGoBack?: boolean;
  forms: FormsState;
  nodes: TwinNode[];
  scrollers: TwinScroller[];
  fields: FieldSpec[];
}

export interface Elements {
  app: HTMLElement;
  canvas: HTMLCanvasElement;
  twin: HTMLElement;
  fields: HTMLElement;
  live: HTMLElement;
}

export interface Start {
  endpoints: object;
  credential: string;
  online: boolean;
  seed: string;
}

export class Host {
  /** How many frames the program has drawn; tests count them. */
  frames = 0;
  readonly #module: ChatModule;
  readonly #forms: Forms;
  readonly #fenced: () => void;
  readonly #http: Http;
  readonly #socket: Socket;
  readonly #store: Store;
  readonly #text = new Text();
  readonly #twin: Twin;
  readonly #fields: Fields;
  readonly #back: WayBack;
  #proof: SrpClient | undefined; // One sign-in at a time.
  readonly #elements: Elements;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frameAsked: number | undefined;
  /** Something was pressed, and no frame has shown yet what comes of it. */
  #pressed = false;
  #stopped = false;

  /** `fenced`: another window writes the store now. */
  constructor(module: ChatModule, elements: Elements, forms: Forms, fenced: () => void) {
    this.#module = module;
    this.#elements = elements;
    this.#forms = forms;
    this.#fenced = fenced;
    this.#http = new Http({
      done: (id, status, dateMs, body) =>
        this.#tellText(body, (text, length) =>
          module._chat_http_done(id, status, dateMs, text, length),
        ),
      lost: (id) => this.#tell(() => module._chat_http_lost(id)),
    });
    this.#socket = new Socket({
      opened: () => this.#tell(() => module._chat_socket_opened()),
      frame: (frame) =>
        this.#tellText(frame, (text, length) => module._chat_socket_frame(text, length)),
      closed: () => this.#tell(() => module._chat_socket_closed()),
    });
    this.#store = new Store(module, {
      opened: (ok) => this.#tell(() => module._chat_store_opened(ok)),
      committed: (batch, result) => this.#committed(batch, result),
      erased: () => this.#tell(() => module._chat_user_erased()),
    });
    this.#fields = new Fields(elements.fields, {
      field: (id, kind, text) => this.#field(id, kind, text),
    });
    const back = (): void => this.#tell(() => module._chat_back());
    this.#back = new WayBack(back);
    const twinCalls = {
      scroll: (node: number, top: number) => this.#tell(() => module._chat_scroll(node, top)),
      activate: (node: number) => this.#press(() => module._chat_activate(node)),
      menu: (node: number, x: number, y: number, touch: boolean) =>
        this.#tell(() => module._chat_menu(node, x, y, touch)),
      focusComposer: () => this.#fields.focus('composer'),
      back,
    };
    this.#twin = new Twin(elements.twin, elements.live, twinCalls, [elements.fields]);
  }

  start(start: Start): void {
    const module = this.#module;
    this.#tellText(JSON.stringify(start), (text, length) => module._chat_start(text, length));
    this.#tellLook();
    watchLook(() => this.#tellLook());
    watchWindow(this.#elements.app, {
      resized: (width, height, ratio) =>
        this.#tell(() => module._chat_resize(width, height, ratio)),
      insets: ({ top, right, bottom, left }) =>
        this.#tell(() => module._chat_insets(top, right, bottom, left)),
      network: (online) => this.#tell(() => module._chat_network(online)),
      visible: (visible) => this.#tell(() => module._chat_visible(visible)),
    });
    watchPointer(this.#elements.app, {
      pointer: (kind, x, y, button, touch) =>
        this.#press(() => module._chat_pointer(kind, x, y, button, touch)),
      isMoving: (target) => this.#twin.isMoving(target),
    });
    watchShortcuts((kind) => this.#press(() => module._chat_shortcut(kind)));
    for (const type of ['keydown', 'beforeinput'])
      addEventListener(type, () => this.#showWhatWasPressed(), { capture: true });
    watchContext(this.#elements.canvas, {
      lost: () => this.#tell(() => module._chat_context_lost()),
      restored: () => this.#tell(() => module._chat_context_restored()),
    });
  }

  /** Ends all I/O: from now on another window is the active one. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#http.cancelAll();
    this.#socket.close();
    this.#store.close();
  }

  form(input: FormInput): void {
    this.#tellText(JSON.stringify(input), (text, length) => this.#module._chat_form(text, length));
  }

  // --- The imports ---------------------------------------------------------------------------

  httpPost(id: number, url: string, headers: Record<string, string>, body: string): void {
    this.#http.post(id, url, headers, body);
  }

  httpCancel(id: number): void {
    this.#http.cancel(id);
  }

  socketOpen(url: string, protocols: string[]): void {
    this.#socket.open(url, protocols);
  }

  socketSend(text: string): void {
    this.#socket.send(text);
  }

  socketClose(): void {
    this.#socket.close();
  }

  storeOpen(mount: string): void {
    void this.#store.open(mount);
  }

  storeCommit(
    batch: number,
    mount: string,
    puts: string[],
    deletes: string[],
    strict: boolean,
  ): void {
    this.#store.commit(batch, mount, puts, deletes, strict);
  }

  userErase(mount: string): void {
    void this.#store.erase(mount);
  }

  credentialSave(bytes: Uint8Array<ArrayBuffer>): void {
    // Without a place to keep it the next start asks for the password: no more is lost.
    saveCredential(bytes).catch(() => undefined);
  }

  srpBegin(id: number): void {
    queueMicrotask(() => {
      const proof = new SrpClient();
      this.#proof = proof;
      this.#tellText(proof.publicHex, (text, length) =>
        this.#module._chat_srp_begun(id, text, length),
      );
    });
  }

  srpAnswer(id: number, challenge: SrpChallenge): void {
    const proof = this.#proof;
    this.#proof = undefined;
    void Promise.resolve(proof?.answer(challenge)).then((signature) =>
      this.#tellText(signature ?? '', (text, length) =>
        this.#module._chat_srp_answered(id, typeof signature === 'string', text, length),
      ),
    );
  }

  wakeAfter(delayMs: number): void {
    clearTimeout(this.#timer);
    if (delayMs < 0 || this.#stopped) return;
    const wake = (): void => this.#tell(() => this.#module._chat_wake());
    this.#timer = setTimeout(wake, Math.min(delayMs, TIMER_MS_MAX));
  }

  requestFrame(): void {
    this.#frameAsked ??= requestAnimationFrame((time) => this.#frame(time));
  }

  textLayout(text: string, style: number, maxWidth: number): TextLayout {
    return this.#text.layout(text, style, maxWidth);
  }

  textPaint(job: PaintJob): void {
    this.#text.paint(job);
  }

  textUpload(page: number, gl: WebGL2RenderingContext, texture: WebGLTexture): void {
    this.#text.upload(page, gl, texture);
  }

  textForget(page: number): void {
    this.#text.forget(page);
  }

  publish(semantics: Semantics): void {
    document.title = semantics.title;
    this.#forms.publish(semantics.forms);
    this.#twin.publish(semantics.nodes, semantics.scrollers);
    this.#fields.publish(semantics.fields);
    this.#back.publish(semantics.canGoBack === true);
  }

  findable(nodes: readonly TwinNode[]): void {
    this.#twin.setFindable(nodes);
  }

  keepStorage(): void {
    keepStorage();
  }

  announce(text: string): void {
    this.#twin.announce(text);
  }

  choose(choices: Choices): void {
    choose(choices);
    queueMicrotask(() => this.#tellLook());
  }

  // --- What happens in the browser -------------------------------------------------------------

  #committed(batch: number, result: CommitResult): void {
    if (result === 'fenced') this.#fenced();
    this.#tell(() => this.#module._chat_store_committed(batch, COMMIT_RESULTS.indexOf(result)));
  }

  #tellLook(): void {
    this.#tellText(JSON.stringify(applyLook()), (text, length) =>
      this.#module._chat_look(text, length),
    );
  }

  #field(id: string, kind: number, value: string): void {
    this.#tellText(id, (idText) =>
      this.#tellText(value, (text, length) => this.#module._chat_field(idText, kind, text, length)),
    );
  }

  #frame(time: number): void {
    this.#frameAsked = undefined;
    this.frames++;
    this.#tell(() => this.#module._chat_frame(time));
    if (this.#frameAsked === undefined) this.#pressed = false;
  }

  #press(call: () => void): void {
    this.#pressed = true;
    this.#tell(call);
  }

  /**
   * What is typed before the next frame belongs where the press leads: to the conversation that
   * it opens, to the answer that it begins. On a busy machine that is not only a robot's typing.
   */
  #showWhatWasPressed(): void {
    for (let left = FRAMES_OF_PRESS; this.#pressed && left > 0; --left) {
      if (this.#frameAsked === undefined) break;
      cancelAnimationFrame(this.#frameAsked);
      this.#frame(performance.now());
    }
  }

  #tell(call: () => void): void {
    if (!this.#stopped) call();
  }

  #tellText(text: string, call: (pointer: number, length: number) => void): void {
    if (!this.#stopped) withText(this.#module, text, call);
  }
}
