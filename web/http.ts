// POST requests of the program. Every post is answered once by done() or lost(), unless it
// is cancelled; when to give up or to try again is the program's business.

export interface HttpAnswers {
  /** `dateMs`: the server's clock; 0 where the page may not read it. */
  done(id: number, status: number, dateMs: number, body: string): void;
  lost(id: number): void;
}

/** A longer answer is none of ours: it is reported with an empty body. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;

export class Http {
  readonly #answers: HttpAnswers;
  readonly #running = new Map<number, AbortController>();

  constructor(answers: HttpAnswers) {
    this.#answers = answers;
  }

  post(id: number, url: string, headers: Record<string, string>, body: string): void {
    const controller = new AbortController();
    this.#running.set(id, controller);
    void this.#run(id, url, { method: 'POST', headers, body, signal: controller.signal });
  }

  cancel(id: number): void {
    this.#running.get(id)?.abort();
    this.#running.delete(id);
  }

  cancelAll(): void {
    for (const id of [...this.#running.keys()]) this.cancel(id);
  }

  async #run(id: number, url: string, request: RequestInit): Promise<void> {
    let answer: { status: number; dateMs: number; body: string } | undefined;
    try {
      const response = await fetch(url, {
        ...request,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
      const dateMs = Date.parse(response.headers.get('Date') ?? '') || 0;
      answer = { status: response.status, dateMs, body: await readBody(response) };
    } catch {
      // Offline, refused, reset or cancelled: there is no answer, and no more to know.
    }
    if (!this.#running.delete(id)) return;
    if (answer) this.#answers.done(id, answer.status, answer.dateMs, answer.body);
    else this.#answers.lost(id);
  }
}

async function readBody(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > BODY_BYTES_MAX) {
      await reader.cancel();
      return '';
    }
    text += decoder.decode(value, { stream: true });
  }
}
