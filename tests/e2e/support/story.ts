// What every story begins and ends with: a backend of its own, and nobody left in the browser.
import { test } from '@playwright/test';
import { Backend } from './backend';
import { everybodyLeaves } from './person';

/** Of the story that is being told. */
export let backend: Backend;

/** For the top of a file of stories. */
export function eachHasItsBackend(): void {
  test.beforeEach(async () => {
    backend = await Backend.start();
  });
  test.afterEach(async ({ browser }) => {
    await everybodyLeaves(browser);
    await backend.stop();
  });
}
