// Real sentences in nine languages, from Debian's fortune packages.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../usage_error.mjs';

const debianFolder = '/usr/share/games/fortunes';
const maxUnits = 400;

/** By language: the package, and the files of it that suit a chat. */
export const sources = {
  en: ['fortunes', ['wisdom', 'science', 'food', 'pets']],
  de: ['fortunes-de', ['de/sprichworte', 'de/wusstensie', 'de/murphy']],
  es: ['fortunes-es', ['es/refranes.fortunes', 'es/ciencia.fortunes', 'es/amistad.fortunes']],
  it: ['fortunes-it', ['it/leggi']],
  ru: ['fortunes-ru', ['ru/haiku', 'ru/friendship', 'ru/knowledge']],
  zh: ['fortunes-zh', ['tang300', 'song100']],
  pl: ['fortunes-pl', ['pl/haiku', 'pl/seneka']],
  cs: ['fortunes-cs', ['cs/prislovi', 'cs/murphy']],
  pt: ['fortunes-br', ['brasil']],
};

const colours = new RegExp(String.raw`\u001b\[[\d;]*m`, 'g');
const overstrikes = new RegExp(String.raw`.\u0008`, 'gu');

/** Without what a terminal of 80 columns asks for. */
function forChat(text) {
  return text
    .replace(colours, '')
    .replace(overstrikes, '')
    .replace(/\t/g, ' ')
    .replace(/ +$/gm, '')
    .replace(/\n +/g, '\n')
    .replace(/^(.{50,})\n(?=[\p{L}\p{N}])/gmu, '$1 ')
    .trim();
}

const suits = (text) => text.length >= 2 && text.length <= maxUnits;

/** @returns {Record<string, string[]>} language to texts, in the order of the files */
export function readFortunes(folder = debianFolder) {
  const texts = {};
  const missing = [];
  for (const [language, [name, files]] of Object.entries(sources)) {
    const paths = files.map((file) => join(folder, file));
    if (!paths.every((path) => existsSync(path))) {
      missing.push(name);
      continue;
    }
    const whole = paths.map((path) => readFileSync(path, 'utf8')).join('\n%\n');
    texts[language] = whole
      .split(/^%\s*$/m)
      .map(forChat)
      .filter(suits);
  }
  if (missing.length > 0)
    throw new UsageError(
      `--demo takes its texts from Debian packages: sudo apt-get install ${missing.join(' ')}`,
    );
  return texts;
}
