// What assistive technology is told about messages that arrive.

import { shownText } from './text_style.js';

/** Polite, and at most a few lines at once however many messages arrive. */
export class Announcer {
  private static readonly linesMax = 20;
  private static readonly delayMs = 300;
  private lines: string[] = [];

  constructor(private readonly element: HTMLElement) {}

  add(text: string): void {
    if (this.lines.length === 0) setTimeout(() => this.speak(), Announcer.delayMs);
    this.lines.push(shownText(text));
    if (this.lines.length > Announcer.linesMax) this.lines.shift();
  }

  private speak(): void {
    const paragraphs = this.lines.map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    });
    this.lines = [];
    this.element.replaceChildren(...paragraphs);
  }
}
