// Lines of mixed direction. A line is painted as a paragraph of its own, so what the rest of
// its paragraph does to its order must be said to it. Not said: that a bracket has its partner
// on another line, which matters only where the text between them has both directions.

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

export const bidiRelevant =
  /[\u0590-\u08ff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const leftMark = '\u200e';
const rightMark = '\u200f';
const arabicMark = '\u061c';
const digit = /\p{Nd}/u;
const arabicDigit = /[\u0660-\u0669]/;

/**
 * What is left of a text if all that has a width is taken from it: its invisible controls, and
 * for each run of letters or digits one invisible mark that orders its neighbours as they do.
 */
class Skeleton {
  /** What digits and neutral characters take after: the mark of the last letter. */
  private last: string;
  private embedded: string[] = []; // The direction of each open embedding.
  private readonly outer: { last: string; embedded: string[] }[] = [];

  constructor(base: string) {
    this.last = base;
  }

  of(text: string): string {
    let bones = '';
    for (const c of text) {
      const bone = this.bone(c);
      if (bone !== '' && !(isMark(bone) && bones.endsWith(bone))) bones += bone;
    }
    return bones;
  }

  private bone(c: string): string {
    if (c >= '\u2066' && c <= '\u2068') {
      this.outer.push({ last: this.last, embedded: this.embedded });
      this.last = c === '\u2067' ? rightMark : leftMark;
      this.embedded = [];
      return c;
    }
    if (c === '\u2069') {
      const outer = this.outer.pop();
      if (outer) ({ last: this.last, embedded: this.embedded } = outer);
      return c;
    }
    if (c === '\u202c') {
      this.last = this.embedded.pop() ?? this.last; // It looks back no further than that.
      return c;
    }
    if (c === '\u202a' || c === '\u202b' || c === '\u202d' || c === '\u202e') {
      this.last = c === '\u202b' || c === '\u202e' ? rightMark : leftMark;
      this.embedded.push(this.last);
      return c;
    }
    if (strong.test(c)) {
      this.last = !rightToLeft.test(c) ? leftMark : arabic.test(c) ? arabicMark : rightMark;
      return this.last;
    }
    // Nothing invisible orders its neighbours as these do and still leaves the last letter's
    // effect on the digits that follow; a line that begins with both is rare.
    if (arabicDigit.test(c)) return rightMark;
    return digit.test(c) ? this.last : '';
  }
}

function isMark(c: string): boolean {
  return c === leftMark || c === rightMark || c === arabicMark;
}

/**
 * The line as a paragraph of its own that comes out in the same order as within its paragraph:
 * around it stands the invisible skeleton of the rest.
 */
export function lineText(text: string, begin: number, end: number, rtl: boolean): string {
  const line = text.slice(begin, end);
  const from = text.lastIndexOf('\n', begin - 1) + 1;
  const newline = text.indexOf('\n', end);
  const to = newline < 0 ? text.length : newline;
  if (!bidiRelevant.test(text.slice(from, to))) return line;
  const skeleton = new Skeleton(rtl ? rightMark : leftMark);
  const before = skeleton.of(text.slice(from, begin));
  skeleton.of(line);
  return before + line + skeleton.of(text.slice(end, to));
}
