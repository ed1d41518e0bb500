// Writing to the document only what is different: an equal write may cost a layout, too.

export function firstElement(node: ChildNode | null): Element | null {
  while (node && !(node instanceof Element)) node = node.nextSibling;
  return node;
}

export function setStyle(
  element: HTMLElement,
  side: 'left' | 'top' | 'width' | 'height',
  value: number,
): void {
  const text = `${value}px`;
  if (element.style[side] !== text) element.style[side] = text;
}

export function setProperty(element: HTMLElement, name: string, value: string): void {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}

/** Changes the text node in place: a selection in it survives. */
export function setText(element: HTMLElement, text: string): void {
  const node = element.firstChild;
  if (node instanceof Text) {
    if (node.data !== text) node.data = text;
  } else if (text !== '') {
    element.prepend(text);
  }
}

export function setAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}
