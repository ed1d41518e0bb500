// One sentence over everything, with at most one thing to do: why the app cannot go on here.

import { say } from './words.js';

export interface Action {
  label: string;
  act: () => void;
}

export const reload: Action = { label: 'Reload', act: () => location.reload() };

export class Panel {
  readonly #root: HTMLElement;
  readonly #sentence: HTMLElement;
  readonly #button: HTMLButtonElement;
  #action: Action | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#sentence = root.querySelector('p')!;
    this.#button = root.querySelector('button')!;
    this.#button.addEventListener('click', () => this.#action?.act());
  }

  say(sentence: string, action?: Action): void {
    this.#action = action;
    this.#sentence.textContent = say(sentence);
    this.#button.hidden = !action;
    this.#button.textContent = say(action?.label ?? '');
    this.#root.hidden = false;
    for (const other of this.#others()) other.inert = true;
    if (action) this.#button.focus();
  }

  close(): void {
    this.#root.hidden = true;
    for (const other of this.#others()) other.inert = false;
  }

  #others(): HTMLElement[] {
    const siblings = [...(this.#root.parentElement?.children ?? [])];
    return siblings.filter(
      (child): child is HTMLElement =>
        child instanceof HTMLElement && child !== this.#root && child.tagName !== 'SCRIPT',
    );
  }
}
