// What each role of src/ui/semantics.h is in the document.

export type Role =
  | 'group'
  | 'banner'
  | 'navigation'
  | 'main'
  | 'region'
  | 'heading'
  | 'list'
  | 'list_item'
  | 'log'
  | 'article'
  | 'text'
  | 'button'
  | 'radio_group'
  | 'radio'
  | 'checkbox'
  | 'link'
  | 'status'
  | 'alert'
  | 'separator'
  | 'image'
  | 'dialog'
  | 'menu'
  | 'menu_item'
  | 'thumb'
  | 'typing';

export const tags: Record<Role, string> = {
  group: 'div',
  banner: 'header',
  navigation: 'nav',
  main: 'main',
  region: 'section',
  heading: 'h1',
  list: 'ul',
  list_item: 'li',
  log: 'div',
  article: 'article',
  text: 'span',
  button: 'button',
  radio_group: 'div',
  radio: 'button',
  checkbox: 'button',
  link: 'a',
  status: 'div',
  alert: 'div',
  separator: 'div',
  image: 'div',
  dialog: 'div',
  menu: 'div',
  menu_item: 'button',
  thumb: 'div',
  typing: 'div',
};
export const explicitRoles: Partial<Record<Role, string>> = {
  group: 'group',
  radio_group: 'radiogroup',
  radio: 'radio',
  checkbox: 'checkbox',
  list: 'list',
  log: 'log',
  status: 'status',
  alert: 'alert',
  separator: 'separator',
  image: 'img',
  dialog: 'dialog',
  menu: 'menu',
  menu_item: 'menuitem',
};
/** Roles that show their name as their text unless they have children. */
export const spoken = new Set<Role>([
  'heading',
  'text',
  'button',
  'radio',
  'checkbox',
  'menu_item',
  'link',
  'status',
  'alert',
]);
