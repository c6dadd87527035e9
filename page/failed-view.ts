import type { FailedEvent } from '../cli/dev/page/protocol.ts';
import { button, element } from './element.ts';
import { clock } from './format-time.ts';
import { matches } from './matches.ts';
import type { GivenUp, Model } from './model.ts';

export interface FailedActions {
  /** Sends an event as Event, once more. */
  send(functionName: string, event: string): Promise<boolean>;
  sendAgain(failed: FailedEvent): Promise<boolean>;
  edit(functionName: string, event: string): void;
}

export interface FailedView {
  readonly element: HTMLElement;
  update(filter: string, ofQueues: readonly FailedEvent[]): void;
}

/** Events that nobody waits for, and that failed each time: those of Invoke, and those that queues have kept. */
export function createFailedView(model: Model, actions: FailedActions): FailedView {
  const whole = element('div', {
    class: 'failed',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Failed events',
  });

  function row(
    facts: Pick<FailedEvent, 'at' | 'function' | 'source' | 'message'>,
    event: string | undefined,
    send: () => Promise<void>,
  ): HTMLElement {
    const again = button('Send again', () => {
      again.disabled = true;
      void send().finally(() => (again.disabled = false));
    });
    again.disabled = event === undefined;
    return element(
      'article',
      {},
      element(
        'p',
        {},
        element('strong', {}, facts.function),
        ` ${clock(facts.at)} · ${facts.source}`,
      ),
      facts.message === '' ? undefined : element('p', { class: 'error' }, facts.message),
      event === undefined
        ? element('p', { class: 'dim' }, 'The event is not kept any more.')
        : element('pre', {}, event.slice(0, 2000)),
      element(
        'div',
        { class: 'buttons' },
        again,
        event === undefined ? undefined : button('Edit', () => actions.edit(facts.function, event)),
      ),
    );
  }

  function ofInvoke(given: GivenUp): HTMLElement {
    const event = given.event !== undefined && 'text' in given.event ? given.event.text : undefined;
    const facts = { ...given, source: `Event, failed ${given.attempts} times` };
    return row(facts, event, async () => {
      if (!(await actions.send(given.function, event!))) return;
      model.givenUp.splice(model.givenUp.indexOf(given), 1);
      model.version += 1;
    });
  }

  return {
    element: whole,
    update(filter, ofQueues) {
      const shown = [
        ...ofQueues.map((failed) => ({
          at: failed.at,
          texts: [failed.function, failed.source, failed.message, failed.event],
          make: () => row(failed, failed.event, async () => void (await actions.sendAgain(failed))),
        })),
        ...model.givenUp.map((given) => ({
          at: given.at,
          texts: [given.function, given.message, given.requestId],
          make: () => ofInvoke(given),
        })),
      ]
        .filter(({ texts }) => matches(filter, texts))
        .toSorted((a, b) => b.at - a.at)
        .slice(0, 100);
      whole.replaceChildren(
        ...(shown.length === 0
          ? [element('p', { class: 'empty' }, 'No event has failed for good.')]
          : shown.map(({ make }) => make())),
      );
    },
  };
}
