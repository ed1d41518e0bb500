// Renders assets/icon.svg into the PNGs of assets/icons with Chromium. The results are checked
// in; run this after changing the drawing.
/* global document */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';

const assets = resolve(import.meta.dirname, '../assets');

// A maskable icon may lose everything outside a circle of 80 %; Apple rounds the corners itself.
const ICONS = [
  { name: 'icon-192.png', size: 192, radius: 116, scale: 1.14 },
  { name: 'icon-512.png', size: 512, radius: 116, scale: 1.14 },
  { name: 'maskable-192.png', size: 192, radius: 0, scale: 1 },
  { name: 'maskable-512.png', size: 512, radius: 0, scale: 1 },
  { name: 'apple-touch-icon.png', size: 180, radius: 0, scale: 1.08 },
];

const drawing = await readFile(join(assets, 'icon.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHATQL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const { name, size, radius, scale } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>* { margin: 0 } svg { display: block }</style>${drawing}`);
  await page.evaluate(
    ({ radius, scale }) => {
      document.querySelector('#plate').setAttribute('rx', String(radius));
      const middle = `translate(256 256) scale(${scale}) translate(-256 -256)`;
      document.querySelector('#mark').setAttribute('transform', middle);
    },
    { radius, scale },
  );
  await writeFile(join(assets, 'icons', name), await page.screenshot({ omitBackground: true }));
}
await browser.close();
