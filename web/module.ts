// The compiled program as the page sees it: the C functions of src/platform/web/exports.h and
// the parts of Emscripten's runtime that the link flags export.

/** One entry of an IDBFS database. */
export interface FileRecord {
  timestamp: Date;
  mode: number;
  contents?: Uint8Array;
}

/** An IDBFS mount as Emscripten keeps it. */
export interface Mount {
  mountpoint: string;
}

export interface FileSystem {
  mkdirTree(path: string): void;
  mount(type: Idbfs, options: object, path: string): { mount: Mount };
  unmount(path: string): void;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
  analyzePath(path: string): { exists: boolean };
}

export interface Idbfs {
  DB_STORE_NAME: string;
  dbs: Record<string, IDBDatabase>;
  getDB(name: string, done: (error: unknown, database?: IDBDatabase) => void): void;
  syncfs(mount: Mount, populate: boolean, done: (error: unknown) => void): void;
}

export interface ChatModule {
  HEAPU8: Uint8Array;
  FS: FileSystem;
  IDBFS: Idbfs;
  _malloc(size: number): number;
  _free(pointer: number): void;

  _chat_start(json: number, length: number): void;
  _chat_http_done(id: number, status: number, dateMs: number, body: number, length: number): void;
  _chat_http_lost(id: number): void;
  _chat_socket_opened(): void;
  _chat_socket_frame(text: number, length: number): void;
  _chat_socket_closed(): void;
  _chat_store_opened(ok: boolean): void;
  _chat_store_committed(batch: number, result: number): void;
  _chat_user_erased(): void;
  _chat_srp_begun(id: number, publicHex: number, length: number): void;
  _chat_srp_answered(id: number, ok: boolean, signature: number, length: number): void;
  _chat_network(online: boolean): void;
  _chat_visible(visible: boolean): void;
  _chat_wake(): void;
  _chat_frame(timeMs: number): void;
  _chat_resize(width: number, height: number, devicePixelRatio: number): void;
  _chat_insets(top: number, right: number, bottom: number, left: number): void;
  _chat_look(json: number, length: number): void;
  _chat_pointer(kind: number, x: number, y: number, button: number, touch: boolean): void;
  _chat_scroll(node: number, top: number): void;
  _chat_activate(node: number): void;
  _chat_menu(node: number, x: number, y: number, touch: boolean): void;
  _chat_shortcut(kind: number): void;
  _chat_field(id: number, kind: number, text: number, length: number): void;
  _chat_form(json: number, length: number): void;
  _chat_back(): void;
  _chat_context_lost(): void;
  _chat_context_restored(): void;
}

const encoder = new TextEncoder();

/** Lends `text` to `use` as zero-terminated UTF-8 in the program's memory. */
export function withText(
  module: ChatModule,
  text: string,
  use: (pointer: number, length: number) => void,
): void {
  const bytes = encoder.encode(text);
  const pointer = module._malloc(bytes.length + 1);
  module.HEAPU8.set(bytes, pointer);
  module.HEAPU8[pointer + bytes.length] = 0;
  try {
    use(pointer, bytes.length);
  } finally {
    module._free(pointer);
  }
}
