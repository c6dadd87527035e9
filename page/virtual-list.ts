import { element } from './element.ts';

export interface VirtualListOptions {
  /** In pixels; all rows have it. */
  readonly rowHeight: number;
  /** Whether it stays at its end while that is shown. */
  readonly isFollowing: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly rowAttributes: Readonly<Record<string, string>>;
  /** Fills a row. The same element is used for different rows. */
  readonly draw: (row: HTMLElement, index: number) => void;
}

/** A list of any length of which only the rows that are seen are elements. */
export interface VirtualList {
  readonly element: HTMLElement;
  /** Shows so many rows. `added`: how many of them are new at the beginning, for what is seen to stay where it is. */
  update(count: number, added?: number): void;
  reveal(index: number): void;
}

/** Rows beyond the edges, so that scrolling does not show empty ones. */
const spare = 6;

export function createVirtualList(options: VirtualListOptions): VirtualList {
  const { rowHeight, isFollowing, attributes, rowAttributes, draw } = options;
  const space = element('div', { class: 'space' });
  const list = element('div', { class: 'virtual', tabindex: '0', ...attributes }, space);
  const rows: HTMLElement[] = [];
  let count = 0;
  let isAtEnd = true;

  function show(): void {
    const first = Math.max(0, Math.floor(list.scrollTop / rowHeight) - spare);
    const seen = Math.ceil(list.clientHeight / rowHeight) + 2 * spare;
    const end = Math.min(count, first + seen);
    while (rows.length < end - first) {
      const row = element('div', { class: 'item', ...rowAttributes });
      rows.push(row);
      space.append(row);
    }
    for (const [place, row] of rows.entries()) {
      const index = first + place;
      row.hidden = index >= end;
      if (row.hidden) continue;
      row.style.transform = `translateY(${index * rowHeight}px)`;
      draw(row, index);
    }
  }

  list.addEventListener('scroll', () => {
    isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - rowHeight;
    show();
  });
  new ResizeObserver(() => {
    if (isFollowing && isAtEnd) list.scrollTop = list.scrollHeight;
    show();
  }).observe(list);

  return {
    element: list,
    update(newCount, added = 0) {
      count = newCount;
      space.style.height = `${count * rowHeight}px`;
      if (isFollowing && isAtEnd) list.scrollTop = list.scrollHeight;
      else if (added !== 0 && list.scrollTop > 0) list.scrollTop += added * rowHeight;
      show();
    },
    reveal(index) {
      const top = index * rowHeight;
      if (top < list.scrollTop) list.scrollTop = top;
      const bottom = top + rowHeight - list.clientHeight;
      if (bottom > list.scrollTop) list.scrollTop = bottom;
      show();
    },
  };
}
