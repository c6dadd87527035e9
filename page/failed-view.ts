import type { FailedEvent } from '../cli/dev/page/protocol.ts';
import { button, element } from './element.ts';
import { clock } from './format-time.ts';
import { matches } from './matches.ts';

export interface FailedActions {
  /** Puts an event where it came from. */
  readonly sendAgain: (failed: FailedEvent) => Promise<void>;
  /** The error of its last attempt, if that is still known. */
  readonly errorOf: (failed: FailedEvent) => string;
}

export interface FailedView {
  readonly element: HTMLElement;
  update(filter: string, events: readonly FailedEvent[]): void;
}

const mostShown = 100;
/** In characters of a record. */
const mostOfOne = 2000;

/** What functions have failed for until the last attempt. */
export function createFailedView({ sendAgain, errorOf }: FailedActions): FailedView {
  const whole = element('div', {
    class: 'failed',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Failed events',
  });

  function row(failed: FailedEvent, error: string, record: string): HTMLElement {
    const again = button('Send again', () => {
      again.disabled = true;
      void sendAgain(failed).finally(() => (again.disabled = false));
    });
    const facts = `${clock(failed.at)} · ${failed.source}, ${failed.title}, failed ${failed.attempts} times`;
    return element(
      'article',
      {},
      element('p', {}, element('strong', {}, failed.function), ` ${facts}`),
      error === '' ? undefined : element('p', { class: 'error' }, error),
      element('pre', {}, record.slice(0, mostOfOne)),
      element('div', { class: 'buttons' }, again),
    );
  }

  return {
    element: whole,
    update(filter, events) {
      const shown = events
        .map((failed) => ({
          failed,
          error: errorOf(failed),
          record: JSON.stringify(failed.record, undefined, 2),
        }))
        .filter(({ failed, error, record }) =>
          matches(filter, [failed.function, failed.source, failed.title, error, record]),
        )
        .toReversed()
        .slice(0, mostShown);
      whole.replaceChildren(
        ...(shown.length === 0
          ? [element('p', { class: 'empty' }, 'No event has failed for good.')]
          : shown.map(({ failed, error, record }) => row(failed, error, record))),
      );
    },
  };
}
