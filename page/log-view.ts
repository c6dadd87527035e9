import { element } from './element.ts';
import { clock } from './format-time.ts';
import { matches } from './matches.ts';
import type { LogLine, Model } from './model.ts';
import { createVirtualList } from './virtual-list.ts';

export interface LogView {
  readonly element: HTMLElement;
  update(filter: string): void;
}

/** What the functions have written, the newest line last. A click on a line selects its invocation. */
export function createLogView(model: Model, onSelect: (requestId: string) => void): LogView {
  let shown: readonly LogLine[] = [];
  const empty = element('p', { class: 'empty' });
  const list = createVirtualList({
    rowHeight: 20,
    isFollowing: true,
    attributes: { role: 'region', 'aria-label': 'Log' },
    rowAttributes: {},
    draw(row, index) {
      const line = shown[index]!;
      while (row.children.length < 3) row.append(element('span'));
      const [time, name, text] = [...row.children] as HTMLElement[];
      time!.textContent = clock(line.at, 3);
      name!.textContent = `${line.function} ${line.environment}`;
      text!.textContent = line.text;
      row.dataset['requestId'] = line.requestId ?? '';
    },
  });
  list.element.addEventListener('click', ({ target }) => {
    const requestId = (target as Element).closest<HTMLElement>('[data-request-id]')?.dataset[
      'requestId'
    ];
    // Whoever marks text wants to copy it.
    if (requestId && getSelection()?.isCollapsed !== false) onSelect(requestId);
  });
  return {
    element: element('div', { class: 'log' }, list.element, empty),
    update(filter) {
      shown =
        filter === ''
          ? model.lines
          : model.lines.filter((line) =>
              matches(filter, [line.text, line.function, String(line.environment), line.requestId]),
            );
      list.update(shown.length);
      empty.hidden = shown.length > 0;
      empty.textContent = filter === '' ? 'No output yet.' : 'No line matches the filter.';
    },
  };
}
