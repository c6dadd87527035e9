import type { FailedEvent } from '../cli/dev/page/protocol.ts';
import { shownText } from './append-lines.ts';
import { byId } from './element.ts';
import { createEventEditor } from './event-editor.ts';
import { createFailedView } from './failed-view.ts';
import { createInvocationDetail } from './invocation-detail.ts';
import { createInvocationList } from './invocation-list.ts';
import { createLogView } from './log-view.ts';
import { createModel, type Invocation } from './model.ts';
import { type ConnectionState, createServer, type InvocationType } from './server.ts';
import { createTimeline } from './timeline.ts';

const server = createServer(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
const model = createModel();
const filter = byId('filter', HTMLInputElement);
const replayOnChange = byId('replay-on-change', HTMLInputElement);
const toast = byId('toast');
const notice = byId('notice');

interface Sent {
  readonly functionName: string;
  readonly event: string;
  readonly type: InvocationType;
}

let selected: Invocation | undefined;
let lastSent: Sent | undefined;
let failedEvents: readonly FailedEvent[] = [];
/** Of the server, less that of this machine, in milliseconds. */
let clockOffset = 0;
/** When the page was connected, by the clock of the server: what was before is not new. */
let connectedAt = Infinity;
let project = '';
let toastTimer: ReturnType<typeof setTimeout> | undefined;

function now(): number {
  return Date.now() + clockOffset;
}

function say(text: string): void {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = true), 4000);
}

function problem(error: unknown): void {
  say(error instanceof Error ? error.message : String(error));
}

function select(invocation: Invocation): void {
  selected = invocation;
  changed();
}

function showDetail(): void {
  const detail = byId('detail');
  detail.focus({ preventScroll: true });
  detail.scrollIntoView({ block: 'nearest' });
}

async function send(functionName: string, event: string, type: InvocationType): Promise<boolean> {
  lastSent = { functionName, event, type };
  try {
    const { requestId } = await server.invoke(functionName, event, type);
    const source = type === 'Event' ? 'page, Event' : 'page';
    select(model.expectInvocation({ function: functionName, requestId, source }, now()));
    return true;
  } catch (error) {
    problem(error);
    return false;
  }
}

async function copy(text: string, what: string): Promise<void> {
  try {
    // There is none for a page that is not from this machine and not encrypted.
    await navigator.clipboard.writeText(text);
    say(`${what} is copied.`);
  } catch {
    say('The browser does not let this page copy: mark the text, and copy it yourself.');
  }
}

const editor = createEventEditor(server, {
  send: (functionName, event, type) => void send(functionName, event, type),
  responseTo(functionName, event) {
    const found = model.invocations.findLast(
      (each) =>
        each.function === functionName &&
        each.end !== undefined &&
        each.event !== undefined &&
        'text' in each.event &&
        each.event.text === event,
    );
    const { response, error } = found?.end ?? {};
    // As `make test` expects an error.
    if (error !== undefined) return JSON.stringify({ errorType: error.type });
    return response !== undefined && 'text' in response ? response.text : undefined;
  },
  problem,
});
const detail = createInvocationDetail(byId('detail'), {
  replay(invocation) {
    if (invocation.event === undefined || !('text' in invocation.event)) return;
    void send(invocation.function, invocation.event.text, 'RequestResponse');
  },
  edit: editor.edit,
  save(invocation, event) {
    editor.edit(invocation.function, event);
    editor.openSave();
  },
  copy: (text, what) => void copy(text, what),
  url: () => location.origin,
});
const invocations = createInvocationList(model, select, showDetail);
const log = createLogView(model, (requestId) => {
  const found = model.invocations.findLast((each) => each.requestId === requestId);
  if (found !== undefined) select(found);
});
const failed = createFailedView({
  async sendAgain({ id }) {
    try {
      await server.sendAgain(id);
    } catch (error) {
      problem(error);
    } finally {
      refreshFailed();
    }
  },
  errorOf({ requestId }) {
    const last = model.invocations.findLast((each) => each.requestId === requestId);
    const error = last?.end?.error;
    return error === undefined ? '' : [error.type, error.message].filter(Boolean).join(': ');
  },
});
const timeline = createTimeline(model, now, select);

byId('invocations').append(invocations.element);
byId('log').append(log.element);
byId('failed').append(failed.element);

const tabs = ['invocations', 'log', 'failed'] as const;
type Tab = (typeof tabs)[number];
let openTab: Tab = 'invocations';
const filters: Record<Tab, string> = { invocations: '', log: '', failed: '' };

function open(tab: Tab): void {
  openTab = tab;
  for (const each of tabs) {
    const isOpen = each === tab;
    byId(each).hidden = !isOpen;
    const control = byId(`tab-${each}`);
    control.setAttribute('aria-selected', String(isOpen));
    control.tabIndex = isOpen ? 0 : -1;
  }
  filter.value = filters[tab];
  if (tab === 'failed') refreshFailed();
  changed();
}

for (const [index, tab] of tabs.entries()) {
  const control = byId(`tab-${tab}`);
  control.addEventListener('click', () => open(tab));
  control.addEventListener('keydown', ({ key }) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = tabs[(index + step + tabs.length) % tabs.length]!;
    open(next);
    byId(`tab-${next}`).focus();
  });
}

function refreshFailed(): void {
  async function refresh(): Promise<void> {
    failedEvents = await server.failed();
    changed();
  }
  refresh().catch(problem);
}

let isScheduled = false;

/** Shows what has changed with the next frame: a function may log thousands of lines between two. */
function changed(): void {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    show();
  });
}

let shownFailed = '';

function show(): void {
  const text = filters[openTab];
  if (openTab === 'invocations') invocations.update(text, selected);
  else if (openTab === 'log') log.update(text);
  else {
    // It has buttons, which must not be replaced while one is being pressed.
    const state = `${text} ${failedEvents.map(({ id }) => id).join()}`;
    if (state !== shownFailed) failed.update(text, failedEvents);
    shownFailed = state;
  }
  const failures = failedEvents.length;
  byId('tab-failed').textContent = failures === 0 ? 'Failed' : `Failed (${failures})`;
  detail.update(selected);
  showBuild();
  showNotice();
  timeline.update(now());
}

function showBuild(): void {
  const build = model.builds.at(-1);
  const status = byId('build');
  const files =
    build === undefined
      ? ''
      : build.files.length === 1
        ? build.files[0]!
        : `${build.files.length} files`;
  const took = build?.to === undefined ? '' : `${((build.to - build.from) / 1000).toFixed(2)} s`;
  const texts = {
    running: `building: ${files}…`,
    updated: `${files}: reloaded in ${took}`,
    built: `${files}: built in ${took}`,
    failed: `${files}: build failed`,
  };
  const outcome = build === undefined ? (model.isReady ? 'ready' : 'running') : build.outcome;
  const shown =
    build === undefined ? (model.isReady ? 'ready' : 'starting…') : texts[build.outcome];
  // It is announced when it changes.
  if (status.textContent !== shown) status.textContent = shown;
  status.dataset['state'] = outcome;
  document.title = `${outcome === 'failed' ? '✗ ' : ''}${project === '' ? '' : `${project} · `}lambda-container dev`;
}

function showNotice(): void {
  const pre = notice.querySelector('pre')!;
  const text = shownText(model.notice ?? '');
  if (pre.textContent !== text) pre.textContent = text;
  notice.hidden = text === '';
}

function showConnection(state: ConnectionState): void {
  const texts = {
    connected: 'connected',
    lost: 'not connected: tries again',
    refused: 'open the URL that lambda-container dev prints, with its #token',
  };
  const status = byId('connection');
  if (status.textContent !== texts[state]) status.textContent = texts[state];
  status.dataset['state'] = state;
}

notice.querySelector('button')!.addEventListener('click', () => {
  model.notice = undefined;
  changed();
});
filter.addEventListener('input', () => {
  filters[openTab] = filter.value;
  changed();
});

document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  const isTyping = target.matches('input, textarea, select');
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    editor.send('RequestResponse');
  } else if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    filter.focus();
    filter.select();
  } else if (event.key === 'Escape') {
    if (target === filter && filter.value !== '') {
      filter.value = '';
      filters[openTab] = '';
      changed();
    } else if (target === filter || byId('detail').contains(target)) {
      invocations.focus();
    } else {
      target.blur();
    }
  } else if (event.key === 'ArrowDown' && target === filter && openTab === 'invocations') {
    event.preventDefault();
    invocations.focus();
  }
});
addEventListener('focus', () => editor.refresh());

server.follow({
  onHello(hello) {
    clockOffset = hello.now - Date.now();
    connectedAt = hello.now;
    project = hello.project;
    byId('project').textContent = hello.project;
    model.begin(hello.run);
    editor.setFunctions(hello.functions);
    showConnection('connected');
    refreshFailed();
    changed();
  },
  onEntry(entry) {
    model.apply(entry);
    if (entry.type === 'build-ended' && entry.at >= connectedAt) {
      if (replayOnChange.checked && lastSent !== undefined) {
        void send(lastSent.functionName, lastSent.event, lastSent.type);
      }
      editor.refresh();
    }
    if (entry.type === 'given-up' && entry.at >= connectedAt) refreshFailed();
    changed();
  },
  onState(state) {
    // It is connected when it knows with whom.
    if (state !== 'connected') showConnection(state);
  },
});

/** Time goes on in the timeline when nothing happens. */
setInterval(
  () => {
    if (!document.hidden) timeline.update(now());
  },
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 1000 : 200,
);

open('invocations');
