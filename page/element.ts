type Child = Node | string | undefined;

/** Makes an element with text and other elements. Text never becomes markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(properties)) made.setAttribute(attribute, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** The element of the page with this id, which is of this kind. */
export function byId(id: string): HTMLElement;
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind;
export function byId(id: string, kind: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no such #${id}.`);
  return found;
}

export function button(text: string, onClick: () => void, title?: string): HTMLButtonElement {
  const made = element('button', { type: 'button', ...(title !== undefined && { title }) }, text);
  made.addEventListener('click', onClick);
  return made;
}
