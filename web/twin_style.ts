// How the twin looks: not at all over a living canvas; as plain boxes and text where there is
// no canvas to look at.

import { fontStack, scaled } from './text_style.js';

function visible(scope: string): string {
  return `
    ${scope} .twin { background: Canvas; color: CanvasText; }
    ${scope} .twin *, ${scope} .twin *::selection { color: CanvasText; }
    ${scope} .twin :is(button, article), ${scope} .field {
      outline: 1px solid GrayText; border-radius: 6px;
    }
    ${scope} .twin button { background: Canvas; overflow: hidden; padding: 0 6px; }
    ${scope} .twin button:disabled { color: GrayText; }
    ${scope} .twin h1 { font-size: ${scaled(18)}; }
    ${scope} .twin article::after, ${scope} .twin [role=separator]::after {
      content: attr(aria-label); position: absolute; right: 6px; bottom: 0; font-size: 11px;
    }
    ${scope} .twin :is([role=dialog], [role=menu]) {
      border: 2px solid CanvasText; background: Canvas;
    }
    ${scope} .twin a[href] { color: LinkText; text-decoration: underline; }
    ${scope} .twin :is([aria-current], [aria-checked='true']) {
      outline: 2px solid Highlight; outline-offset: -2px;
    }`;
}

export const twinCss = `
  .twin {
    position: absolute; inset: 0; overflow: clip; color: transparent;
    user-select: none; -webkit-user-select: none; touch-action: pinch-zoom;
    -webkit-tap-highlight-color: transparent;
  }
  .twin * {
    position: absolute; box-sizing: border-box; margin: 0; padding: 0; border: 0;
    background: none; color: transparent; list-style: none; text-decoration: none;
    text-align: start; cursor: default; appearance: none;
  }
  .twin :where(h1, button, a, div) {
    font: ${scaled(13)}/${scaled(18)} ${fontStack};
  }
  .twin span, .twin [role=status], .twin [role=alert] {
    overflow: clip; cursor: text; user-select: text; -webkit-user-select: text;
  }
  .twin *::selection { color: transparent; background: rgb(70 120 255 / 0.35); }
  .twin button, .twin a[href] { cursor: pointer; }
  .twin button * { pointer-events: none; user-select: none; -webkit-user-select: none; }
  .twin button:disabled { cursor: default; }
  .twin :focus-visible {
    outline: 2px solid var(--accent-text, Highlight); outline-offset: -2px; border-radius: 8px;
  }
  .twin h1:focus, .twin [role=dialog]:focus { outline: none; }
  .twin-scroller {
    overflow-x: hidden; overflow-y: auto; overflow-anchor: none; overscroll-behavior: contain;
    touch-action: pan-y pinch-zoom; scrollbar-width: none;
  }
  .twin-scroller::-webkit-scrollbar { display: none; }
  .twin-scroller::after {
    content: ''; position: absolute; left: 0; top: 0; width: 1px;
    height: var(--content-height, 0px); pointer-events: none;
  }
  .twin .typing i {
    left: 0; top: 7px; width: 4px; height: 4px; border-radius: 50%;
    background: var(--accent-text, CanvasText); animation: typing 1.2s ease-in-out infinite;
  }
  .twin .typing i:nth-child(2) { left: 7px; animation-delay: 0.15s; }
  .twin .typing i:nth-child(3) { left: 14px; animation-delay: 0.3s; }
  @keyframes typing {
    0%, 60%, 100% { opacity: 0.35; transform: none; }
    30% { opacity: 1; transform: translateY(-3px); }
  }
  @media (prefers-reduced-motion: reduce) { .twin .typing i { animation: none; } }
  body.no-gl canvas, body.no-gl .twin [aria-hidden]:not([hidden]) { visibility: hidden; }
  ${visible('body.no-gl')}
  body.no-gl .twin :is([aria-current], [aria-checked='true']) {
    outline-color: var(--accent-text, Highlight);
  }
  body.no-gl .twin article a[href] { color: transparent; border-bottom: 1px solid LinkText; }
  @media (forced-colors: active) { ${visible('body')} }
  @media print { ${visible('body')} }
`;
