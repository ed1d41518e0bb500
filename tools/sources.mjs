// Which files the project consists of: what git tracks or would track.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

export function listSources() {
  const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const text = execFileSync('git', command, { cwd: root, encoding: 'utf8' });
  return [...new Set(text.split('\0').filter(Boolean))].sort();
}

/** Written by a tool, so nobody's to format or to judge. */
export function isGenerated(path) {
  return (
    /\.gen\.\w+$/.test(path) || ['package-lock.json', 'backend/ChatQL.template.json'].includes(path)
  );
}
