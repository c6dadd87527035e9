import type { Body } from '../cli/dev/journal.ts';
import { shownText } from './append-lines.ts';
import { button, element } from './element.ts';
import { formatJson } from './format-json.ts';
import { clock, duration } from './format-time.ts';
import { statusText } from './invocation-list.ts';
import { type Invocation, isOpen } from './model.ts';
import { awsCommand, curlCommand } from './shell-commands.ts';

export interface DetailActions {
  replay(invocation: Invocation): void;
  edit(functionName: string, event: string): void;
  save(invocation: Invocation, event: string): void;
  copy(text: string, what: string): void;
  /** Of the Invoke API. */
  url(): string;
}

export interface InvocationDetail {
  update(invocation: Invocation | undefined): void;
}

/** In characters. What is longer takes seconds to lay out. */
const mostShown = 100_000;

/** All that is known of one invocation. */
export function createInvocationDetail(
  whole: HTMLElement,
  actions: DetailActions,
): InvocationDetail {
  let shown = 'nothing yet';
  let isEventOpen = false;

  function block(title: string, body: Body, classes = ''): HTMLElement {
    const text = textOf(body);
    const pretty = 'text' in body ? (formatJson(text) ?? text) : text;
    const cut = pretty.length > mostShown;
    const visible = shownText(cut ? pretty.slice(0, mostShown) : pretty);
    return element(
      'section',
      { class: `block ${classes}` },
      element('h3', {}, title, copyButton(text, title)),
      element('pre', { tabindex: '0' }, visible === '' ? ' ' : visible),
      cut
        ? element('p', { class: 'dim' }, `The first ${mostShown} of ${pretty.length} characters.`)
        : undefined,
    );
  }

  function copyButton(text: string, what: string): HTMLElement {
    return button('Copy', () => actions.copy(text, what), `Copy: ${what}`);
  }

  function buttons(invocation: Invocation): HTMLElement | undefined {
    const { event } = invocation;
    if (event === undefined || !('text' in event)) return undefined;
    const { text } = event;
    const name = invocation.function;
    return element(
      'div',
      { class: 'buttons' },
      button('Replay', () => actions.replay(invocation), 'Send the same event again'),
      button('Edit', () => actions.edit(name, text), 'Open the event in the editor'),
      button('Save…', () => actions.save(invocation, text)),
      button('Copy AWS CLI', () =>
        actions.copy(awsCommand(actions.url(), name, text), 'The command'),
      ),
      button('Copy curl', () =>
        actions.copy(curlCommand(actions.url(), name, text), 'The command'),
      ),
    );
  }

  function errorBlock(invocation: Invocation): HTMLElement | undefined {
    const error = invocation.end?.error;
    const message = error?.message ?? invocation.message;
    if (message === undefined) return undefined;
    const stack = error?.stack ?? [];
    return element(
      'section',
      { class: 'block error' },
      element('h3', {}, error?.type ?? 'Lost'),
      element('pre', { tabindex: '0' }, shownText([message, ...stack].join('\n'))),
    );
  }

  function logBlock({ log, status }: Invocation): HTMLElement {
    return element(
      'section',
      { class: 'block' },
      element('h3', {}, 'Log', log.length === 0 ? undefined : copyButton(log.join('\n'), 'Log')),
      log.length === 0
        ? element('p', { class: 'dim' }, status === 'running' ? 'No output yet.' : 'No output.')
        : element('pre', { tabindex: '0' }, log.join('\n')),
    );
  }

  function eventBlock(event: Body): HTMLElement {
    const details = element('details', {}, element('summary', {}, 'Event'));
    // A large one is laid out only if someone wants to see it.
    function fill(): void {
      if (details.open && details.children.length === 1)
        details.append(block('Event', event, 'bare'));
    }
    details.open = isEventOpen;
    fill();
    details.addEventListener('toggle', () => {
      isEventOpen = details.open;
      fill();
    });
    return details;
  }

  return {
    update(invocation) {
      const state =
        invocation === undefined
          ? ''
          : `${invocation.number} ${invocation.status} ${invocation.log.length} ${invocation.log.at(-1)}`;
      if (state === shown) return;
      shown = state;
      if (invocation === undefined) {
        whole.replaceChildren(
          element(
            'p',
            { class: 'empty' },
            'Select an invocation to see its response, its log and its event.',
          ),
        );
        return;
      }
      const { end, event } = invocation;
      whole.replaceChildren(
        element(
          'header',
          {},
          element('h2', {}, invocation.function),
          element(
            'span',
            { class: 'status', 'data-status': invocation.status },
            statusText(invocation),
          ),
        ),
        element('p', { class: 'facts' }, facts(invocation)),
        element(
          'p',
          { class: 'facts dim' },
          `Request id `,
          element('code', {}, invocation.requestId),
        ),
        ...[buttons(invocation), errorBlock(invocation)].filter((each) => each !== undefined),
        ...(isOpen(invocation) ? [element('p', { class: 'dim' }, waitingText(invocation))] : []),
        // What is in the JSON of an error has been said.
        ...(end === undefined || end.error !== undefined ? [] : [block('Response', end.response)]),
        logBlock(invocation),
        ...(end?.error === undefined ? [] : [block('Response', end.response)]),
        ...(event === undefined ? [] : [eventBlock(event)]),
      );
    },
  };
}

function waitingText({ status }: Invocation): string {
  return status === 'waiting' ? 'Waits for an execution environment…' : 'Runs…';
}

function facts({ end, environment, source, startedAt }: Invocation): string {
  return [
    ...(end === undefined
      ? []
      : [
          end.initDurationMs === undefined ? 'warm' : `cold, init ${duration(end.initDurationMs)}`,
          `duration ${duration(end.durationMs)}`,
          `billed ${end.billedMs} ms`,
          `memory ${end.maxMemoryMb === undefined ? '?' : Math.ceil(end.maxMemoryMb)} of ${end.memoryMb} MB`,
        ]),
    ...(environment === undefined ? [] : [`execution environment ${environment}`]),
    source,
    clock(startedAt, 3),
  ].join(' · ');
}

function textOf(body: Body): string {
  return 'text' in body ? body.text : body.base64;
}
