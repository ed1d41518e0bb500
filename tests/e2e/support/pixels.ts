// What is really painted, counted on a screenshot.
import type { Locator, Page } from '@playwright/test';

/** How many pixels within the row are the green of the "sent" mark (hue 90-160, vivid). */
export async function greenPixels(row: Locator): Promise<number> {
  return greenPixelsIn(row.page(), (await row.screenshot()).toString('base64'));
}

/** The same of a whole picture, a PNG in base64, which the page decodes. */
export function greenPixelsIn(page: Page, png: string): Promise<number> {
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let count = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      const [red, green, blue] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      if (green > 120 && green > red * 1.35 && green > blue * 1.2) count++;
    }
    return count;
  }, png);
}
