// The ways that painted text could come into a texture: what each costs, and how much of its ink is
// the same as that of the first, which looks like the page's own text. web/upload_path.ts chooses
// at each start: docs/decisions/0014-upload-path-by-measurement.md.

export interface UploadPath {
  name: string;
  /** Ms for a few lines, until they are really there. */
  cost: number;
  /** The part of the ink that is exactly the first way's. */
  same: number;
}

const rounds = 40;
const lines = 8;
const width = 400;
const lineHeight = 40;
const height = lines * lineHeight;

const ways = [
  { name: 'canvas', inMemory: false, byHand: false },
  { name: 'canvas in memory', inMemory: true, byHand: false },
  { name: 'pixels of a canvas in memory', inMemory: true, byHand: true },
];

export function uploadPaths(): UploadPath[] {
  const gl = document.createElement('canvas').getContext('webgl2')!;
  const found = ways.map((way) => measure(gl, way));
  const [first] = found;
  return found.map(({ name, cost, pixels }) => ({ name, cost, same: share(first.pixels, pixels) }));
}

function measure(gl: WebGL2RenderingContext, { name, inMemory, byHand }: (typeof ways)[number]) {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: inMemory })!;
  canvas.width = width;
  canvas.height = height;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  const costs: number[] = [];
  const pixels = new Uint8Array(4 * width * height);
  for (let round = 0; round < rounds; ++round) {
    const begin = performance.now();
    paint(context, round);
    const source = byHand ? context.getImageData(0, 0, width, height) : canvas;
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, source);
    // Only an answer that depends on it waits for the work.
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    costs.push(performance.now() - begin);
  }
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return { name, cost: costs.sort((a, b) => a - b)[rounds / 2], pixels };
}

function paint(context: CanvasRenderingContext2D, round: number): void {
  context.clearRect(0, 0, width, height);
  context.font = '32px sans-serif';
  context.fillStyle = 'rgb(21 24 35)';
  for (let line = 0; line < lines; ++line)
    context.fillText(`${round}.${line} Text نص 文字`, 0, (line + 0.75) * lineHeight);
}

function share(first: Uint8Array, second: Uint8Array): number {
  let ink = 0;
  let same = 0;
  for (let i = 0; i < first.length; i += 4) {
    if (first[i + 3] === 0 && second[i + 3] === 0) continue;
    ++ink;
    if ([0, 1, 2, 3].every((k) => first[i + k] === second[i + k])) ++same;
  }
  return same / ink;
}
