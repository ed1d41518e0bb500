import type { RendererHarness } from './renderer_page.js';
export { expect } from '@playwright/test';
export { origin, serve } from './fixture.js';
export { test } from './pages.js';

declare global {
  interface Window {
    renderer: RendererHarness;
  }
}
