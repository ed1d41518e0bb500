// How text is set: the only place that says so. The twin's text nodes, the element that breaks
// lines and the canvas that paints them all read it here.

export interface TextStyle {
  size: number;
  lineHeight: number;
  weight: number;
}

/** In the order of ui::TextStyle (src/ui/text.h). CSS px. */
export const textStyles: readonly TextStyle[] = [
  { size: 16, lineHeight: 22, weight: 400 },
  { size: 16, lineHeight: 22, weight: 600 },
  { size: 13, lineHeight: 18, weight: 400 },
  { size: 13, lineHeight: 18, weight: 600 },
  { size: 18, lineHeight: 24, weight: 600 },
  { size: 15, lineHeight: 20, weight: 600 },
];

export const fontStack = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export function styleClass(style: number): string {
  return `text-${style in textStyles ? style : 0}`;
}

/** CSS px for one px of the program, as the person chose the size of text. */
export let textScale = 1;

export function setTextScale(scale: number): void {
  textScale = scale;
  document.documentElement.style.setProperty('--text-scale', String(scale));
}

/** For a rule of CSS: `px` at the chosen size. */
export function scaled(px: number): string {
  return `calc(${px}px * var(--text-scale, 1))`;
}

export function canvasFont(style: TextStyle): string {
  return `${style.weight} ${style.size * textScale}px ${fontStack}`;
}

/** The only place that says how text is set; the twin and the measuring element both use it. */
export function textCss(): string {
  const fonts = textStyles.map(({ size, lineHeight, weight }, index) => {
    const font = `${weight} ${scaled(size)}/${scaled(lineHeight)} ${fontStack}`;
    return `.${styleClass(index)} { font: ${font}; }`;
  });
  return `
    .text-line-box {
      display: block; margin: 0; padding: 0; border: 0; box-sizing: content-box;
      white-space: pre-wrap; overflow-wrap: anywhere; word-break: normal; hyphens: none;
      unicode-bidi: plaintext; text-align: start; text-indent: 0; text-transform: none;
      letter-spacing: normal; word-spacing: normal; font-kerning: auto;
      -webkit-text-size-adjust: none; text-size-adjust: none;
    }
    .text-measure {
      position: fixed; left: 0; top: 0; contain: layout style paint; visibility: hidden;
      pointer-events: none; user-select: none;
    }
    ${fonts.join('\n')}`;
}

/** A style sheet made here needs no exception from the page's content security policy. */
export function adoptStyles(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/**
 * Control characters look different in a canvas and in an element, so neither gets them. Keeps
 * the length: offsets stay valid. Tabs become em spaces.
 */
export function shownText(text: string): string {
  return text.replace(controls, (c) => (c === '\t' ? '\u2003' : ' '));
}
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;
