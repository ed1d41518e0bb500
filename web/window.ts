// What the window is: its size and density, the space that notches and the keyboard take,
// whether it is visible and whether there is a network. Everything is told once
// at the start and then when it changes.

export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface WindowListener {
  resized(width: number, height: number, devicePixelRatio: number): void;
  insets(insets: Insets): void;
  network(online: boolean): void;
  visible(visible: boolean): void;
}

const PIXEL_RATIO_MAX = 3; // More pixels than eyes can tell apart only cost power.

export function watchWindow(app: HTMLElement, listener: WindowListener): void {
  watchSize(app, listener);
  watchInsets(app, listener);

  addEventListener('online', () => listener.network(true));
  addEventListener('offline', () => listener.network(false));

  const visible = (): void => listener.visible(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', visible);
  visible();
}

function watchSize(app: HTMLElement, listener: WindowListener): void {
  const report = (): void => {
    const ratio = Math.min(devicePixelRatio, PIXEL_RATIO_MAX);
    // Not clientWidth: in a zoomed page a whole number of pixels is no whole number of px, and a
    // canvas of one pixel too few is blurred.
    const { width, height } = app.getBoundingClientRect();
    listener.resized(width, height, ratio);
  };
  const watchDensity = (): void => {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        report();
        watchDensity();
      },
      { once: true },
    );
  };
  watchDensity();
  new ResizeObserver(report).observe(app);
  report();
}

/** The keyboard only where it covers the page instead of shrinking it (iOS). */
function watchInsets(app: HTMLElement, listener: WindowListener): void {
  const probe = document.createElement('div');
  probe.className = 'safe-area';
  app.append(probe);
  let last = '';
  const report = (): void => {
    const style = getComputedStyle(probe);
    const viewport = window.visualViewport;
    const zoomed = !viewport || viewport.scale !== 1; // Then it is smaller without a keyboard.
    const covered = zoomed ? 0 : innerHeight - viewport.height - viewport.offsetTop;
    const insets: Insets = {
      top: parseFloat(style.paddingTop) || 0,
      right: parseFloat(style.paddingRight) || 0,
      bottom: Math.max(parseFloat(style.paddingBottom) || 0, Math.round(covered)),
      left: parseFloat(style.paddingLeft) || 0,
    };
    if (JSON.stringify(insets) === last) return;
    last = JSON.stringify(insets);
    listener.insets(insets);
  };
  // The viewport's event can come before its height is right: read it in the next frame.
  const soon = (): void => void requestAnimationFrame(report);
  for (const type of ['resize', 'scroll']) window.visualViewport?.addEventListener(type, soon);
  addEventListener('resize', soon);
  addEventListener('pageshow', soon);
  report();
}
