// The one WebSocket of the program. Opening a new one forgets the old one, so that nothing a
// stale socket still says is taken for the new one's.

export interface SocketAnswers {
  opened(): void;
  frame(text: string): void;
  closed(): void;
}

export class Socket {
  readonly #answers: SocketAnswers;
  #current: WebSocket | null = null;

  constructor(answers: SocketAnswers) {
    this.#answers = answers;
  }

  open(url: string, protocols: string[]): void {
    this.close();
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, protocols);
    } catch {
      queueMicrotask(() => this.#answers.closed()); // An address no socket can have.
      return;
    }
    this.#current = socket;
    const ifCurrent = (then: () => void) => () => {
      if (this.#current === socket) then();
    };
    socket.onopen = ifCurrent(() => this.#answers.opened());
    socket.onclose = ifCurrent(() => {
      this.#current = null;
      this.#answers.closed();
    });
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (this.#current !== socket || typeof message.data !== 'string') return;
      this.#answers.frame(message.data);
    };
  }

  send(text: string): void {
    if (this.#current?.readyState === WebSocket.OPEN) this.#current.send(text);
  }

  close(): void {
    const socket = this.#current;
    this.#current = null;
    socket?.close(1000);
  }
}
