// What the page exposes for tests.
export {};
declare global {
  interface Window {
    /** `frames`: how many frames the app has drawn since its start. */
    __chatql: { frames: number };
  }
}
