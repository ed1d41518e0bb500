// Keys that work everywhere on the page; the sheet of the program tells of them.

/** In the order of ui::Shortcut (src/ui/ui.h). */
const Shortcut = { help: 0, previousChat: 1, nextChat: 2, newChat: 3 } as const;

const withAlt: Record<string, number> = {
  ArrowUp: Shortcut.previousChat,
  ArrowDown: Shortcut.nextChat,
  KeyN: Shortcut.newChat, // By its place: with Alt it writes other letters on some keyboards.
};

export function watchShortcuts(tell: (kind: number) => void): void {
  addEventListener('keydown', (event) => {
    const kind = shortcutOf(event);
    if (kind === undefined || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    tell(kind);
  });
}

function shortcutOf(event: KeyboardEvent): number | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  if (event.altKey) return event.shiftKey ? undefined : withAlt[event.code];
  const writes = (event.target as Element).closest('input, textarea') !== null;
  return event.key === '?' && !writes ? Shortcut.help : undefined;
}
