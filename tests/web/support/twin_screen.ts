// A small but whole screen for the twin's tests.
import type { Page } from '@playwright/test';
import type { TwinNode, TwinScroller } from '../../../web/twin.js';
import './fixture.js';

export function publish(
  page: Page,
  nodes: TwinNode[],
  scrollers: TwinScroller[] = [],
): Promise<void> {
  return page.evaluate(([n, s]) => window.harness.publish(n, s), [nodes, scrollers] as const);
}

export const row = (id: number, name: string, y: number): TwinNode[] => [
  { id, parent: 3, role: 'list_item', rect: [0, y, 300, 60] },
  { id: id + 1000, parent: id, role: 'button', name, rect: [0, y, 300, 60] },
];

export const message = (id: number, text: string, y: number): TwinNode[] => [
  { id, parent: 11, role: 'article', name: `Ada: ${text}, sent`, rect: [10, y, 250, 30] },
  { id: id + 1000, parent: id, role: 'text', name: text, rect: [18, y + 4, 230, 22], style: 0 },
];

/** A small but whole screen: list on the left, conversation on the right. */
export function screen(): TwinNode[] {
  return [
    { id: 1, role: 'banner', rect: [0, 0, 300, 50] },
    { id: 2, parent: 1, role: 'heading', name: 'Chats', rect: [10, 10, 100, 24], style: 4 },
    { id: 3, role: 'navigation', name: 'Conversations', rect: [0, 50, 300, 550] },
    { id: 4, parent: 3, role: 'list', name: 'Conversations', rect: [0, 50, 300, 550] },
    ...row(20, 'Ada Lovelace', 0).map((n) => (n.parent === 3 ? { ...n, parent: 4 } : n)),
    ...row(21, 'Grace Hopper', 60).map((n) => (n.parent === 3 ? { ...n, parent: 4 } : n)),
    { id: 10, role: 'main', name: 'Ada Lovelace', rect: [300, 0, 500, 600] },
    { id: 11, parent: 10, role: 'log', name: 'Messages', rect: [300, 50, 500, 450] },
    ...message(30, 'Hello there', 10),
    ...message(31, 'deploy went out', 50),
    {
      id: 40,
      parent: 10,
      role: 'button',
      name: 'Send',
      rect: [740, 540, 50, 40],
      focusComposer: true,
    },
    { id: 41, parent: 10, role: 'status', name: 'You are offline.', rect: [310, 5, 300, 20] },
  ];
}
export const scrollers: TwinScroller[] = [
  { node: 4, contentHeight: 2000 },
  { node: 11, contentHeight: 3000 },
];
