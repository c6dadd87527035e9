import { createRecording, type Recording } from '../../lambda/sandbox/recording.ts';
import { printable, printableText } from '../../terminal/printable.ts';
import { terminalOf } from '../../terminal/terminal.ts';
import type { InvocationEnd, JournalEntry } from './journal.ts';

/** An invocation that takes longer shows its log as it is written. */
const liveAfterMs = 1000;

interface Running {
  /** What has invoked the function. */
  readonly source: string;
  /** Of its log, what has not been printed. */
  readonly log: Recording;
  readonly timer: NodeJS.Timeout | undefined;
  isLive: boolean;
}

/**
 * Makes a listener that prints for people: a line for an invocation, and below it the output of the function and its error.
 * The log of a long invocation is printed as it comes.
 */
export function journalPrinter(stream: NodeJS.WriteStream): (entry: JournalEntry) => void {
  const { bold, dim, red } = terminalOf(stream);
  const running = new Map<string, Running>();
  /** What the last lines that were printed are about. */
  let shown = '';

  function write(lines: readonly string[], about = ''): void {
    stream.write(lines.map((line) => `${line}\n`).join(''));
    shown = about;
  }

  function title(name: string, at: number, facts: string): string {
    return `${dim(clock(at))}  ${bold(printable(name))}  ${dim(facts)}`;
  }

  /** Output of a function, below a title where the last one was about something else. */
  function writeLog(
    entry: JournalEntry & { function: string },
    about: string,
    facts: string,
    text: string,
  ) {
    const lines = indented(text);
    if (lines.length === 0) return;
    write(shown === about ? lines : [title(entry.function, entry.at, facts), ...lines], about);
  }

  function goLive(entry: JournalEntry & { type: 'invocation-started' }, invocation: Running): void {
    invocation.isLive = true;
    writeLog(entry, keyOf(entry), 'running', invocation.log.text());
  }

  function onStarted(entry: JournalEntry & { type: 'invocation-started' }): void {
    const invocation: Running = {
      source: entry.source,
      log: createRecording(),
      timer: setTimeout(() => goLive(entry, invocation), liveAfterMs),
      isLive: false,
    };
    running.set(keyOf(entry), invocation);
  }

  function onLog(entry: JournalEntry & { type: 'log' }): void {
    const invocation = running.get(keyOf(entry));
    if (invocation !== undefined && !invocation.isLive) {
      invocation.log.add(entry.text);
      return;
    }
    const facts =
      invocation === undefined
        ? entry.requestId === undefined
          ? 'init'
          : 'after the response'
        : 'running';
    writeLog(entry, keyOf(entry), facts, entry.text);
  }

  /** What has invoked it, unless that was the Invoke API, and the lines of its log that have not been printed. */
  function end(entry: JournalEntry & { type: 'invocation-ended' | 'invocation-lost' }) {
    const key = keyOf(entry);
    const invocation = running.get(key);
    clearTimeout(invocation?.timer);
    running.delete(key);
    const { source = 'Invoke', isLive = true, log } = invocation ?? {};
    return {
      by: source === 'Invoke' ? '' : `${printable(source)}, `,
      log: isLive ? [] : indented(log!.text()),
    };
  }

  function onEnded(entry: JournalEntry & { type: 'invocation-ended' }): void {
    const { by, log } = end(entry);
    const { error } = entry;
    const failure = error === undefined ? '' : `  ${red(error.type)}`;
    const errorLines = error === undefined ? [] : [error.message, ...error.stack];
    write([
      `${title(entry.function, entry.at, `${by}${endFacts(entry)}`)}${failure}`,
      ...log,
      ...errorLines.flatMap(indented).map(red),
    ]);
  }

  function onLost(entry: JournalEntry & { type: 'invocation-lost' }): void {
    const { by, log } = end(entry);
    write([
      title(entry.function, entry.at, `${by}lost`),
      ...log,
      ...indented(entry.message).map(red),
    ]);
  }

  return (entry) => {
    switch (entry.type) {
      case 'invocation-started':
        return onStarted(entry);
      case 'log':
        return onLog(entry);
      case 'invocation-ended':
        return onEnded(entry);
      case 'invocation-lost':
        return onLost(entry);
      case 'build-ended':
        return write([printable(buildFacts(entry))]);
      case 'build-failed':
      case 'problem':
        return write(entry.message.split('\n').map(printableText));
      case 'batch-failed':
        return write([
          printable(
            `${entry.function}: ${entry.failed} of ${entry.of} in the batch failed, again in ${shownSeconds(entry.delayMs)}`,
          ),
        ]);
      case 'given-up':
        return write([printable(givenUp(entry))]);
      default:
        return undefined;
    }
  };
}

function keyOf({
  function: name,
  environment,
  requestId,
}: {
  function: string;
  environment: number;
  requestId?: string;
}) {
  return `${name} ${environment} ${requestId ?? ''}`;
}

function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

function endFacts({
  initDurationMs,
  durationMs,
  billedMs,
  maxMemoryMb,
  memoryMb,
}: InvocationEnd): string {
  return [
    initDurationMs === undefined ? 'warm' : `cold, init ${shownMs(initDurationMs)}`,
    `duration ${shownMs(durationMs)}`,
    `billed ${billedMs} ms`,
    `memory ${maxMemoryMb === undefined ? '?' : Math.ceil(maxMemoryMb)} of ${memoryMb} MB`,
  ].join(', ');
}

function shownMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function shownSeconds(ms: number): string {
  return `${ms / 1000} s`;
}

function givenUp({ function: name, title, attempts }: JournalEntry & { type: 'given-up' }): string {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return `${name}: ${title} failed ${times}, and is given up. To send it again: lambda-container send --failed`;
}

function buildFacts({
  files,
  isUpdated,
  durationMs,
}: JournalEntry & { type: 'build-ended' }): string {
  const [first] = files;
  const changed = files.length === 1 ? first! : `${files.length} files`;
  const what = isUpdated ? 'reloaded' : 'built the image again';
  return `${changed}: ${what} in ${(durationMs / 1000).toFixed(2)} s`;
}

function indented(text: string): string[] {
  const trimmed = text.trimEnd();
  // Some runtimes write the lines of one record with \r, so that CloudWatch Logs keeps them together.
  return trimmed === ''
    ? []
    : trimmed.split(/\r?\n|\r/).map((line) => `    ${printableText(line)}`);
}
