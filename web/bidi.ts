// Lines of mixed direction. A line is painted as a paragraph of its own, so what the rest of
// its paragraph does to its order must be said to it.

const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u061c\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const arabic =
  /[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u061c\u{10d00}-\u{10d3f}\u{1ee00}-\u{1eeff}]/u;
const strong = /[\p{L}\p{Nl}\u200e\u200f\u061c]/u;
const isolated = /[\u2066-\u2068][^\u2066-\u2069]*(?:\u2069|$)/g;

/** Whether the first strong letter, which decides for the paragraph, runs from the right. */
export function isRtl(paragraph: string): boolean {
  if (!rightToLeft.test(paragraph)) return false;
  let text = paragraph;
  for (let depth = 0; depth < 8; ++depth) {
    const outside = text.replace(isolated, '');
    if (outside === text) break;
    text = outside;
  }
  const first = strong.exec(text);
  return first !== null && rightToLeft.test(first[0]);
}

const leftToRightMark = '\u200e';
const rightToLeftMark = '\u200f';
const arabicMark = '\u061c';

function markOf(letter: string): string {
  if (!rightToLeft.test(letter)) return leftToRightMark;
  return arabic.test(letter) ? arabicMark : rightToLeftMark;
}

/** Embeddings and isolates that the text opens and does not close. */
function openControls(text: string): string[] {
  const open: string[] = [];
  for (const c of text) {
    if (c >= '\u2066' && c <= '\u2068') {
      open.push(c);
    } else if (c === '\u2069') {
      let isolate = open.length - 1;
      while (isolate >= 0 && open[isolate]! < '\u2066') --isolate;
      if (isolate >= 0) open.length = isolate;
    } else if ((c >= '\u202a' && c <= '\u202b') || c === '\u202d' || c === '\u202e') {
      open.push(c);
    } else if (c === '\u202c' && open.length > 0 && open[open.length - 1]! < '\u2066') {
      open.pop();
    }
  }
  return open;
}

export const bidiRelevant =
  /[\u0590-\u08ff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * The line as a paragraph of its own that comes out in the same order as within its paragraph:
 * invisible marks stand for the letters before and after it, and what was opened before it is
 * opened again.
 */
export function lineText(text: string, begin: number, end: number): string {
  const line = text.slice(begin, end);
  const from = text.lastIndexOf('\n', begin - 1) + 1;
  const newline = text.indexOf('\n', end);
  const to = newline < 0 ? text.length : newline;
  if (from === begin && text.slice(end, to).trim() === '') return line;
  if (!bidiRelevant.test(text.slice(from, to))) return line;
  const before = text.slice(from, begin);
  let last = '';
  for (const letter of before.matchAll(new RegExp(strong, 'gu'))) last = letter[0];
  const next = strong.exec(text.slice(end, to));
  return (
    openControls(before).join('') +
    (last === '' ? '' : markOf(last)) +
    line +
    (next === null ? '' : markOf(next[0]))
  );
}
