// What the tests use of ws, which has no types of its own.
declare module 'ws' {
  import { EventEmitter } from 'node:events';
  import type { Server } from 'node:http';

  export class WebSocket extends EventEmitter {
    readonly protocol: string;
    send(data: string | Uint8Array): void;
    close(): void;
    terminate(): void;
    pause(): void;
    resume(): void;
  }
  export class WebSocketServer extends EventEmitter {
    constructor(options: { server: Server; handleProtocols(all: Set<string>): string | false });
    readonly clients: Set<WebSocket>;
    close(): void;
  }
}
