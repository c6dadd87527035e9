import { element } from './element.ts';
import { clock, duration } from './format-time.ts';
import { matches } from './matches.ts';
import type { Invocation, Model } from './model.ts';
import { createVirtualList } from './virtual-list.ts';

export interface InvocationList {
  readonly element: HTMLElement;
  update(filter: string, selected: Invocation | undefined): void;
  focus(): void;
}

const columns = ['Time', 'Function', 'Source', 'Start', 'Duration', 'Status'];

/** The newest invocation is the first one. */
export function createInvocationList(
  model: Model,
  onSelect: (invocation: Invocation) => void,
  onOpen: () => void,
): InvocationList {
  let shown: Invocation[] = [];
  let selected: Invocation | undefined;
  let newest = 0;
  const empty = element('p', { class: 'empty' });
  const list = createVirtualList({
    rowHeight: 26,
    isFollowing: false,
    attributes: { role: 'listbox', 'aria-label': 'Invocations' },
    rowAttributes: { role: 'option' },
    draw(row, index) {
      const invocation = shown[index]!;
      row.id = rowId(invocation);
      row.dataset['status'] = invocation.status;
      row.setAttribute('aria-selected', String(invocation === selected));
      row.setAttribute('aria-setsize', String(shown.length));
      row.setAttribute('aria-posinset', String(index + 1));
      row.dataset['number'] = String(invocation.number);
      const texts = cells(invocation);
      while (row.children.length < texts.length) row.append(element('span'));
      for (const [place, text] of texts.entries()) {
        const cell = row.children[place]!;
        if (cell.textContent !== text) cell.textContent = text;
      }
    },
  });
  const header = element(
    'div',
    { class: 'columns', 'aria-hidden': 'true' },
    ...columns.map((name) => element('span', {}, name)),
  );
  const whole = element('div', { class: 'invocations' }, header, list.element, empty);

  function select(index: number): void {
    const invocation = shown[Math.max(0, Math.min(shown.length - 1, index))];
    if (invocation !== undefined) onSelect(invocation);
  }

  list.element.addEventListener('click', ({ target }) => {
    const row = (target as Element).closest<HTMLElement>('[data-number]');
    const found = shown.findIndex(({ number }) => String(number) === row?.dataset['number']);
    if (found !== -1) select(found);
  });
  list.element.addEventListener('keydown', (event) => {
    const at = selected === undefined ? -1 : shown.indexOf(selected);
    const page = Math.max(1, Math.floor(list.element.clientHeight / 26) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: shown.length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Enter') onOpen();
    else if (target !== undefined) select(target);
    else return;
    event.preventDefault();
  });

  return {
    element: whole,
    update(filter, newSelected) {
      shown = model.invocations
        .filter((invocation) => matches(filter, [...cells(invocation), invocation.requestId]))
        .toReversed();
      const added = shown.findIndex(({ number }) => number <= newest);
      newest = shown[0]?.number ?? newest;
      const isNewSelection = newSelected !== selected;
      selected = newSelected;
      list.update(shown.length, Math.max(0, added));
      const at = selected === undefined ? -1 : shown.indexOf(selected);
      if (isNewSelection && at !== -1) list.reveal(at);
      if (at === -1) list.element.removeAttribute('aria-activedescendant');
      else list.element.setAttribute('aria-activedescendant', rowId(selected!));
      empty.hidden = shown.length > 0;
      empty.textContent =
        filter === ''
          ? 'No invocation yet. Send an event here, or invoke a function by the AWS CLI or an SDK.'
          : 'No invocation matches the filter.';
    },
    focus() {
      list.element.focus();
      if (selected === undefined) select(0);
    },
  };
}

function rowId({ number }: Invocation): string {
  return `invocation-${number}`;
}

function cells(invocation: Invocation): string[] {
  const { end, source, startedAt } = invocation;
  return [
    clock(startedAt),
    invocation.function,
    source,
    end === undefined ? '' : end.initDurationMs === undefined ? 'warm' : 'cold',
    end === undefined ? '' : duration(end.durationMs),
    statusText(invocation),
  ];
}

export function statusText({ status, end }: Invocation): string {
  return status === 'failed' ? (end?.error?.type ?? 'failed') : status;
}
