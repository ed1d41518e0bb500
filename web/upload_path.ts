// Where text is best painted on its way into a texture: on a canvas that the GPU draws, or on one
// in memory. Engines differ: WebKit reads the first kind back from the GPU at every upload, and
// Chromium sets text in memory with other pixels than the page's. So each start asks the engine
// that it runs in (docs/decisions/0014-upload-path-by-measurement.md).

/** Ink on a canvas of this size, which is new and empty. */
export type Sample = (context: CanvasRenderingContext2D) => void;

const width = 256;
const height = 64;
const rounds = 8; // Some clocks only know whole milliseconds.

/** Of a canvas of its own. */
export function newContext(inMemory: boolean, width = 1, height = 1): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: inMemory });
  if (context === null) throw new Error('This browser has no 2D canvas.');
  return context;
}

/**
 * Whether text is to be painted in memory: where that gives the very same pixels and takes less
 * time, the upload included. Leaves nothing behind in `gl` but the texture's binding, which the
 * caller sets. `clock` answers milliseconds.
 */
export function paintsInMemory(
  gl: WebGL2RenderingContext,
  sample: Sample = someText,
  clock: () => number = () => performance.now(),
): boolean {
  const [gpu, memory] = [false, true].map((inMemory) => newContext(inMemory, width, height));
  sample(gpu);
  sample(memory);
  if (!isSame(gpu, memory)) return false;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const costs = { gpu: 0, memory: 0 };
  // In turn, so that what else happens falls on both; the new canvas, since the other was read.
  const unread = newContext(false, width, height);
  for (let round = 0; round < rounds; ++round) {
    costs.gpu += cost(gl, unread, sample, clock);
    costs.memory += cost(gl, memory, sample, clock);
  }
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.deleteFramebuffer(framebuffer);
  gl.deleteTexture(texture);
  return costs.memory < costs.gpu;
}

function someText(context: CanvasRenderingContext2D): void {
  context.font = '17px sans-serif';
  context.fillStyle = 'rgb(21 24 35)';
  context.fillText('Grey ink, fine edges: 0123', 2.25, 22);
  context.font = 'bold 26px sans-serif';
  context.fillText('Quick & bold', 2.75, 52);
}

function isSame(first: CanvasRenderingContext2D, second: CanvasRenderingContext2D): boolean {
  const [a, b] = [first, second].map(
    (context) => new Uint32Array(context.getImageData(0, 0, width, height).data.buffer),
  );
  return a.every((pixel, index) => pixel === b[index]);
}

function cost(
  gl: WebGL2RenderingContext,
  context: CanvasRenderingContext2D,
  sample: Sample,
  clock: () => number,
): number {
  const begin = clock();
  context.clearRect(0, 0, width, height);
  sample(context);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, gl.RGBA, gl.UNSIGNED_BYTE, context.canvas);
  // Only an answer that depends on it waits for the work.
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  return clock() - begin;
}
