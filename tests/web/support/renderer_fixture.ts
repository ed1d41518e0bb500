import { test as base } from '@playwright/test';
import type { RendererHarness } from './renderer_page.js';
export { expect } from '@playwright/test';
export { origin, serve } from './fixture.js';

export const test = base;

declare global {
  interface Window {
    renderer: RendererHarness;
  }
}
