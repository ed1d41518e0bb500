import type { FieldSpec } from '../../web/fields.js';
import type { TwinNode } from '../../web/twin.js';
import { expectAccessible } from './support/accessibility.js';
import { calls, expect, test } from './support/fixture.js';
import { message, publish, row, screen, scrollers } from './support/twin_screen.js';

test('has the roles and names of what is on the screen', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await expect(page.getByRole('heading', { name: 'Chats', level: 1 })).toHaveCount(1);
  await expect(page.getByRole('list', { name: 'Conversations' }).getByRole('button')).toHaveText([
    'Ada Lovelace',
    'Grace Hopper',
  ]);
  await expect(page.getByRole('log', { name: 'Messages' }).getByRole('article')).toHaveCount(2);
  await expect(page.getByRole('article', { name: /sent$/ })).toHaveCount(2);
  await expect(page.getByRole('status')).toHaveText('You are offline.');
  await expect(page.locator('[data-message]')).toHaveText(['Hello there', 'deploy went out']);
});

test('has nothing that axe objects to', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await expectAccessible(page);
});

test('lies where the canvas draws, also inside scrolled content', async ({ page }) => {
  await publish(page, screen(), scrollers);
  expect(await page.getByText('Hello there').boundingBox()).toEqual({
    x: 318,
    y: 64,
    width: 230,
    height: 22,
  });
  await publish(page, screen(), [scrollers[0], { ...scrollers[1], top: 20 }]);
  expect((await page.getByText('Hello there').boundingBox())!.y).toBe(44);
});

test('is transparent', async ({ page }) => {
  const before = await page.screenshot();
  await publish(page, screen(), scrollers);
  expect(await page.screenshot()).toEqual(before);
});

test('a press by pointer goes to the canvas, one by keyboard to the node', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.getByRole('button', { name: 'Grace Hopper' }).click();
  expect(await calls(page, 'activate')).toEqual([]);
  const presses = (await calls(page, 'pointer')).map((call) => call[1]);
  expect(presses).toContain(1);
  expect(presses).toContain(2);
  await page.keyboard.press('Enter');
  expect(await calls(page, 'activate')).toEqual([['activate', 1021]]);
});

test('the composer keeps the focus when a button that returns it is pressed', async ({ page }) => {
  await page.evaluate(
    ([nodes, all]) =>
      window.harness.publish(nodes, all, [
        { id: 'composer', label: 'Message', rect: [310, 540, 400, 22], maxLength: 0 },
      ]),
    [screen(), scrollers] as const,
  );
  await page.getByRole('textbox').click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('textbox')).toBeFocused();
  const focusChanges = (await calls(page, 'field')).filter((call) => Number(call[2]) >= 3);
  expect(focusChanges).toEqual([['field', 'composer', 3, '']]);
  await page.getByRole('button', { name: 'Ada Lovelace' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('textbox')).toBeFocused();
});

test('changes only the nodes that are different', async ({ page }) => {
  await publish(page, screen(), scrollers);
  const changed = await page.evaluate(
    ([nodes, all]) => {
      const observer = new MutationObserver(() => undefined);
      observer.observe(document.getElementById('twin')!, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      window.harness.publish(nodes, all);
      return observer.takeRecords().map((record) => record.type);
    },
    [screen().map((n) => (n.id === 41 ? { ...n, name: 'Connecting' } : n)), scrollers] as const,
  );
  expect(changed).toEqual(['characterData']);
});

test('keeps focus and selection when rows come, go and move', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.getByRole('button', { name: 'Grace Hopper' }).focus();
  await page.evaluate(() => {
    const text = document.querySelector('[data-message]')!.firstChild!;
    getSelection()!.setBaseAndExtent(text, 0, text, 5);
  });
  const [head, rest] = [screen().slice(0, 4), screen().slice(8)];
  const moved = [
    ...head,
    ...row(21, 'Grace Hopper', 0).map((n) => (n.parent === 3 ? { ...n, parent: 4 } : n)),
    ...row(20, 'Ada Lovelace', 60).map((n) => (n.parent === 3 ? { ...n, parent: 4 } : n)),
    ...rest.slice(0, 2),
    ...message(29, 'an older one', 0),
    ...rest.slice(2),
  ];
  await publish(page, moved, scrollers);
  await expect(page.getByRole('button', { name: 'Grace Hopper' })).toBeFocused();
  await expect(page.locator('[data-message]').first()).toHaveText('an older one');
  expect(await page.evaluate(() => getSelection()!.toString())).toBe('Hello');
});

test('text can be selected and copied with what the platform offers', async ({ page }) => {
  const field = { id: 'composer', label: 'Message', rect: [310, 540, 400, 22], maxLength: 0 };
  await page.evaluate(([nodes, all, composer]) => window.harness.publish(nodes, all, [composer]), [
    screen(),
    scrollers,
    field as FieldSpec,
  ] as const);
  await page.getByText('deploy went out').click({ clickCount: 3 });
  expect(await page.evaluate(() => getSelection()!.toString().trim())).toBe('deploy went out');
  await page.keyboard.press('Control+C');
  await page.getByRole('textbox').click();
  await page.keyboard.press('Control+V');
  expect((await page.getByRole('textbox').inputValue()).trim()).toBe('deploy went out');
});

test('a scroller scrolls natively and reports where it is', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.mouse.move(500, 200);
  await page.mouse.wheel(0, 150);
  await expect.poll(async () => (await calls(page, 'scroll')).at(-1)).toEqual(['scroll', 11, 150]);
  await publish(page, screen(), [scrollers[0], { ...scrollers[1], top: 2550 }]);
  await expect.poll(async () => (await calls(page, 'scroll')).at(-1)).toEqual(['scroll', 11, 2550]);
});

test('content may grow and be scrolled to in one step', async ({ page }) => {
  await publish(page, screen(), [scrollers[0], { node: 11, contentHeight: 450 }]);
  await publish(page, screen(), [scrollers[0], { node: 11, contentHeight: 9000, top: 8550 }]);
  expect(await page.getByRole('log').evaluate((log) => log.scrollTop)).toBe(8550);
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });

  test('the content is not moved while a finger is on it', async ({ page }) => {
    await publish(page, screen(), scrollers);
    const touch = (type: string, fingers: number) =>
      page.getByRole('log').evaluate(
        (log, [name, count]) => {
          const finger = new Touch({ identifier: 1, target: log, clientX: 400, clientY: 200 });
          log.dispatchEvent(
            new TouchEvent(name, { touches: count ? [finger] : [], bubbles: true }),
          );
        },
        [type, fingers] as const,
      );
    await touch('touchstart', 1);
    await publish(page, screen(), [scrollers[0], { ...scrollers[1], top: 700 }]);
    expect(await page.getByRole('log').evaluate((log) => log.scrollTop)).toBe(0);
    await touch('touchend', 0);
    expect(await page.getByRole('log').evaluate((log) => log.scrollTop)).toBe(700);
    await page.getByRole('log').evaluate((log) => (log.scrollTop = 400));
    await touch('touchstart', 1);
    await touch('touchend', 0);
    expect(await page.getByRole('log').evaluate((log) => log.scrollTop)).toBe(400);
    await touch('touchstart', 1);
    await publish(page, screen(), [scrollers[0], { ...scrollers[1], top: 100 }]);
    await touch('touchcancel', 0);
    expect(await page.getByRole('log').evaluate((log) => log.scrollTop)).toBe(100);
  });
});

test('links open in a new tab and only with harmless schemes', async ({ page }) => {
  const link = (id: number, value: string): TwinNode => ({
    id,
    role: 'link',
    name: `link ${id}`,
    value,
    rect: [0, id * 20, 100, 20],
  });
  await publish(page, [
    link(1, 'https://example.com/a?b=c'),
    link(2, 'javascript:alert(1)'),
    link(3, 'data:text/html,<script>alert(1)</script>'),
    link(4, ' JaVaScRiPt:alert(1)'),
    link(5, 'mailto:ada@example.com'),
    link(6, 'file:///etc/passwd'),
    link(7, 'no address'),
    link(8, '//example.com/'),
    link(9, '/\\example.com/'),
    link(10, '/notices.txt'),
  ]);
  await expect(page.getByRole('link')).toHaveText(['link 1', 'link 5', 'link 10']);
  const first = page.getByRole('link', { name: 'link 1', exact: true });
  await expect(first).toHaveAttribute('target', '_blank');
  await expect(first).toHaveAttribute('rel', 'noopener noreferrer');
  await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
  await first.press('Enter');
  expect(await calls(page, 'activate')).toEqual([]);
});

test('hostile text stays text', async ({ page }) => {
  const evil = '<img src=x onerror="window.evil=1"><b>bold</b>';
  await publish(page, [{ id: 1, role: 'text', name: evil, rect: [0, 0, 500, 44], style: 0 }]);
  await expect(page.getByText(evil)).toHaveCount(1);
  expect(await page.locator('#twin b, #twin img').count()).toBe(0);
  expect(await page.evaluate(() => 'evil' in window)).toBe(false);
});

test('survives nodes that refer to nothing, to themselves or twice to one id', async ({ page }) => {
  await publish(page, [
    { id: 1, parent: 99, role: 'group', name: 'orphan', rect: [0, 0, 10, 10] },
    { id: 2, parent: 2, role: 'group', name: 'own parent', rect: [0, 0, 10, 10] },
    { id: 2, parent: 1, role: 'button', name: 'twice', rect: [0, 0, 10, 10] },
    { id: 3, parent: 4, role: 'group', name: 'before its parent', rect: [0, 0, 10, 10] },
    { id: 4, parent: 3, role: 'group', name: 'circle', rect: [0, 0, 10, 10] },
  ]);
  await expect(page.locator('#twin [role=group]')).toHaveCount(4);
  await publish(page, []);
  await expect(page.locator('#twin > *')).toHaveCount(0);
});

test('a node that changes its role is another element', async ({ page }) => {
  await publish(page, [{ id: 1, role: 'button', name: 'Load', rect: [0, 0, 100, 20] }]);
  await publish(page, [{ id: 1, role: 'status', name: 'Loading', rect: [0, 0, 100, 20] }]);
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('status')).toHaveText('Loading');
  // Also where the tag is the same.
  await publish(page, [{ id: 1, role: 'button', name: 'bob', rect: [0, 0, 100, 20] }]);
  await publish(page, [{ id: 1, role: 'checkbox', name: 'bob', rect: [0, 0, 100, 20] }]);
  await expect(page.getByRole('checkbox', { name: 'bob' })).not.toBeChecked();
});

test('has the states of what is on the screen', async ({ page }) => {
  const box = (id: number): TwinNode['rect'] => [0, id * 30, 100, 30];
  const nodes: TwinNode[] = [
    { id: 1, role: 'radio_group', name: 'Colours', rect: [0, 0, 200, 200] },
    { id: 2, parent: 1, role: 'radio', name: 'Dark', current: true, rect: box(2) },
    { id: 3, parent: 1, role: 'radio', name: 'Light', rect: box(3) },
    { id: 4, role: 'checkbox', name: 'bob', current: true, rect: box(4) },
    { id: 5, role: 'button', name: 'Send', disabled: true, rect: box(5) },
    { id: 6, role: 'button', name: 'Ada', current: true, busy: true, rect: box(6) },
    { id: 7, role: 'region', name: 'Settings', rect: box(7) },
    { id: 8, role: 'log', name: 'Messages', rect: box(8) },
    { id: 9, role: 'thumb', rect: box(9) },
  ];
  await publish(page, nodes);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Light' })).not.toBeChecked();
  await expect(page.getByRole('checkbox')).toBeChecked();
  await expect(page.getByRole('checkbox')).not.toHaveAttribute('aria-current');
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  const row = page.getByRole('button', { name: 'Ada' });
  await expect(row).toHaveAttribute('aria-current', 'true');
  await expect(row).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByRole('region')).toHaveAttribute('tabindex', '0');
  await expect(page.getByRole('log')).toHaveAttribute('aria-live', 'off');
  await expect(page.locator('#twin > :last-child')).toHaveAttribute('aria-hidden', 'true');
  await publish(
    page,
    nodes.map((node) => ({ ...node, current: false, disabled: false, busy: false })),
  );
  await expect(page.getByRole('radio', { name: 'Dark' })).not.toBeChecked();
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled();
  await expect(row).not.toHaveAttribute('aria-current');
  await expect(row).not.toHaveAttribute('aria-busy');
});

test('a text has its style alone, and only the words of a message are one', async ({ page }) => {
  const nodes = (style: number): TwinNode[] => [
    { id: 1, role: 'article', name: 'Ada', rect: [0, 0, 200, 60] },
    { id: 2, parent: 1, role: 'text', name: 'a\u0000b', style, rect: [0, 0, 100, 22] },
  ];
  await publish(page, nodes(0));
  const text = page.locator('#twin span');
  await expect(text).toHaveText('a b');
  await expect(text).toHaveAttribute('data-message');
  await publish(page, nodes(2));
  await expect(text).toHaveClass('text-line-box text-2');
  await expect(text).not.toHaveAttribute('data-message');
});

test('a name is the text until there is something in it', async ({ page }) => {
  const button: TwinNode = { id: 1, role: 'button', name: 'Ada', rect: [0, 0, 200, 60] };
  await publish(page, [button]);
  await expect(page.getByRole('button')).toHaveText('Ada');
  await publish(page, [
    button,
    { id: 2, parent: 1, role: 'text', name: '12:30', rect: [100, 0, 50, 22] },
  ]);
  await expect(page.getByRole('button', { name: 'Ada' })).toHaveText('12:30');
});

test('focus is visible', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.keyboard.press('Tab');
  const outline = await page
    .getByRole('button', { name: 'Ada Lovelace' })
    .evaluate((button) => getComputedStyle(button).outlineStyle);
  expect(outline).toBe('solid');
});

test('focus goes to the heading when what had it is gone', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.getByRole('button', { name: 'Grace Hopper' }).focus();
  await publish(
    page,
    screen().filter((n) => ![21, 1021].includes(n.id)),
    scrollers,
  );
  await expect(page.getByRole('heading')).toBeFocused();
});

const dialog: TwinNode[] = [
  { id: 80, role: 'dialog', name: 'Sign out?', rect: [200, 200, 400, 200] },
  {
    id: 81,
    parent: 80,
    role: 'text',
    name: '3 messages were not sent.',
    rect: [220, 220, 300, 22],
  },
  { id: 82, parent: 80, role: 'button', name: 'Cancel', rect: [220, 340, 100, 40] },
];

test('a dialog takes the focus, shuts out the rest and gives the focus back', async ({ page }) => {
  await publish(page, screen(), scrollers);
  await page.getByRole('button', { name: 'Send' }).focus();
  await publish(page, [...screen(), ...dialog], scrollers);
  await expect(page.getByRole('dialog', { name: 'Sign out?' })).toHaveAttribute(
    'aria-modal',
    'true',
  );
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(page.locator('button:not([inert] *)')).toHaveText(['Cancel']);
  await expect(page.locator('#fields')).toHaveAttribute('inert');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  expect(await calls(page, 'back')).toHaveLength(1);
  await publish(page, screen(), scrollers);
  await expect(page.getByRole('button', { name: 'Send' })).toBeFocused();
});

test('announcements come together in the live region', async ({ page }) => {
  await page.evaluate(() => {
    for (let i = 0; i < 30; ++i) window.harness.twin.announce(`Ada: message ${i}`);
  });
  await expect(page.locator('#live p')).toHaveCount(20);
  await expect(page.locator('#live p').last()).toHaveText('Ada: message 29');
  await page.evaluate(() => window.harness.twin.announce('Ada:\u0007one\tmore'));
  await expect(page.locator('#live p')).toHaveText(['Ada: one\u2003more'], { useInnerText: true });
});
