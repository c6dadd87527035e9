import type { Body, InvocationEnd, JournalEntry } from '../cli/dev/journal.ts';
import type { EnvironmentState } from '../lambda/invoke-api/execution-environments.ts';
import { appendLines } from './append-lines.ts';

/** An invocation, from the request of this page or from its start, whichever is known first. */
export interface Invocation {
  /** Counted, in the order in which they were known. */
  readonly number: number;
  readonly function: string;
  readonly requestId: string;
  source: string;
  environment: number | undefined;
  /** In milliseconds since 1970, by the clock of the server. */
  startedAt: number;
  status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'lost';
  event: Body | undefined;
  end: InvocationEnd | undefined;
  /** Why it was lost. */
  message: string | undefined;
  /** The newest lines of its log. */
  readonly log: string[];
  /** Of that, in characters. */
  logSize: number;
}

export interface LogLine {
  readonly at: number;
  readonly function: string;
  readonly environment: number;
  readonly requestId: string | undefined;
  readonly text: string;
}

/** What an execution environment was doing for a time. */
export interface Phase {
  readonly state: EnvironmentState;
  readonly from: number;
  /** Undefined while it goes on. */
  to: number | undefined;
  /** Of an `invoke`. */
  invocation?: Invocation;
}

export interface Environment {
  readonly function: string;
  readonly number: number;
  readonly phases: Phase[];
}

export interface Build {
  readonly from: number;
  to: number | undefined;
  readonly files: readonly string[];
  outcome: 'running' | 'updated' | 'built' | 'failed';
}

/** What the page shows. It is limited: the oldest is dropped for the new. */
export interface Model {
  /** Counts changes. */
  version: number;
  readonly invocations: Invocation[];
  readonly lines: LogLine[];
  /** Lines that were dropped. */
  droppedLines: number;
  readonly environments: Environment[];
  readonly builds: Build[];
  /** What was last said of a build or of a problem, until something better is known. */
  notice: string | undefined;
  isReady: boolean;
  url: string;
  /** What has sequence numbers begin again; also called for the first one. */
  begin(run: string): void;
  apply(entry: JournalEntry): void;
  /** What this page has asked for. */
  expectInvocation(
    invocation: Pick<Invocation, 'function' | 'requestId' | 'source'>,
    at: number,
  ): Invocation;
}

export const most = {
  invocations: 2000,
  /** In characters: of events, responses and logs of invocations. */
  bodies: 48 * 1024 * 1024,
  lines: 20_000,
  /** In characters. */
  lineText: 16 * 1024 * 1024,
  linesOfInvocation: 1000,
  phases: 20_000,
  environments: 200,
  builds: 500,
};

export function createModel(): Model {
  let run = '';
  let last = 0;
  let lastAt = 0;
  let count = 0;
  let bodies = 0;
  let lineText = 0;
  let phases = 0;
  const byId = new Map<string, Invocation>();
  const byNumber = new Map<string, Environment>();

  function sizeOf({ event, end, logSize }: Invocation): number {
    return lengthOf(event) + 2 * lengthOf(end?.response) + logSize;
  }

  function drop(): void {
    const { invocations } = model;
    while (
      invocations.length > most.invocations ||
      (bodies > most.bodies && invocations.length > 1)
    ) {
      const dropped = invocations.shift()!;
      bodies -= sizeOf(dropped);
      if (byId.get(dropped.requestId) === dropped) byId.delete(dropped.requestId);
    }
  }

  function addInvocation(
    given: Pick<Invocation, 'function' | 'requestId' | 'source'>,
    at: number,
  ): Invocation {
    const invocation: Invocation = {
      ...given,
      number: ++count,
      environment: undefined,
      startedAt: at,
      status: 'waiting',
      event: undefined,
      end: undefined,
      message: undefined,
      log: [],
      logSize: 0,
    };
    model.invocations.push(invocation);
    byId.set(given.requestId, invocation);
    drop();
    return invocation;
  }

  function environmentOf(name: string, number: number): Environment {
    const key = `${name} ${number}`;
    const known = byNumber.get(key);
    if (known !== undefined) return known;
    const environment: Environment = { function: name, number, phases: [] };
    byNumber.set(key, environment);
    model.environments.push(environment);
    if (model.environments.length > most.environments) {
      phases -= model.environments.shift()!.phases.length;
    }
    return environment;
  }

  function addPhase(environment: Environment, state: EnvironmentState, at: number): void {
    endPhase(environment, at);
    if (state === 'removed') {
      byNumber.delete(`${environment.function} ${environment.number}`);
      return;
    }
    environment.phases.push({ state, from: at, to: undefined });
    phases += 1;
    if (phases > most.phases) dropPhases();
  }

  function dropPhases(): void {
    for (const environment of model.environments) {
      phases -= environment.phases.splice(0, Math.floor(environment.phases.length / 2)).length;
    }
  }

  function endPhase({ phases }: Environment, at: number): void {
    const phase = phases.at(-1);
    if (phase !== undefined) phase.to ??= at;
  }

  function addLog(entry: JournalEntry & { type: 'log' }): void {
    const { at, function: name, environment, requestId, text } = entry;
    const added = appendLines([], text);
    for (const line of added) {
      model.lines.push({ at, function: name, environment, requestId, text: line });
      lineText += line.length;
    }
    if (model.lines.length > most.lines || lineText > most.lineText) {
      let dropped = 0;
      while (
        dropped < model.lines.length &&
        (model.lines.length - dropped > most.lines * 0.9 || lineText > most.lineText * 0.9)
      ) {
        lineText -= model.lines[dropped++]!.text.length;
      }
      model.lines.splice(0, dropped);
      model.droppedLines += dropped;
    }
    const invocation = requestId === undefined ? undefined : byId.get(requestId);
    if (invocation === undefined) return;
    addToLog(invocation, added);
    drop();
  }

  function addToLog(invocation: Invocation, added: readonly string[]): void {
    const { log } = invocation;
    for (const line of added) {
      log.push(line);
      invocation.logSize += line.length;
      bodies += line.length;
    }
    if (log.length <= most.linesOfInvocation) return;
    // A tenth more than that, at once: each removal copies what is left.
    for (const line of log.splice(0, log.length - most.linesOfInvocation * 0.9)) {
      invocation.logSize -= line.length;
      bodies -= line.length;
    }
  }

  function started(entry: JournalEntry & { type: 'invocation-started' }): void {
    const known = byId.get(entry.requestId);
    // Each attempt of an event that is retried is an invocation of its own, with the same request id.
    const invocation = known?.status === 'waiting' ? known : addInvocation(entry, entry.at);
    invocation.status = 'running';
    invocation.source = entry.source;
    invocation.startedAt = entry.at;
    invocation.environment = entry.environment;
    invocation.event = entry.event;
    bodies += lengthOf(entry.event);
    const phase = environmentOf(entry.function, entry.environment).phases.at(-1);
    if (phase?.state === 'invoke') phase.invocation = invocation;
    drop();
  }

  function ended(entry: JournalEntry & { type: 'invocation-ended' }): void {
    const invocation = byId.get(entry.requestId);
    if (invocation === undefined) return;
    invocation.status = entry.error === undefined ? 'succeeded' : 'failed';
    invocation.end = entry;
    bodies += 2 * lengthOf(entry.response);
    drop();
  }

  function lost(requestId: string, message: string): void {
    const invocation = byId.get(requestId);
    if (invocation === undefined || !isOpen(invocation)) return;
    invocation.status = 'lost';
    invocation.message = message;
  }

  function addBuild(entry: JournalEntry & { type: 'build-started' }): void {
    model.builds.push({ from: entry.at, to: undefined, files: entry.files, outcome: 'running' });
    if (model.builds.length > most.builds) model.builds.shift();
  }

  function endBuild(at: number, outcome: Build['outcome'], notice?: string): void {
    const build = model.builds.at(-1);
    if (build !== undefined && build.to === undefined) {
      build.to = at;
      build.outcome = outcome;
    }
    model.notice = notice;
  }

  function change(entry: JournalEntry): void {
    switch (entry.type) {
      case 'ready':
        model.isReady = true;
        model.url = entry.url;
        return;
      case 'build-started':
        return addBuild(entry);
      case 'build-ended':
        return endBuild(entry.at, entry.isUpdated ? 'updated' : 'built');
      case 'build-failed':
        return endBuild(entry.at, 'failed', entry.message);
      case 'environment':
        return addPhase(environmentOf(entry.function, entry.environment), entry.state, entry.at);
      case 'log':
        return addLog(entry);
      case 'invocation-started':
        return started(entry);
      case 'invocation-ended':
        return ended(entry);
      case 'invocation-lost':
        return lost(entry.requestId, entry.message);
      case 'problem':
        if (entry.requestId === undefined) model.notice = entry.message;
        else lost(entry.requestId, entry.message);
        return;
      default:
        // A newer server than the page may tell more.
        return undefined;
    }
  }

  const model: Model = {
    version: 0,
    invocations: [],
    lines: [],
    droppedLines: 0,
    environments: [],
    builds: [],
    notice: undefined,
    isReady: false,
    url: '',
    begin(newRun) {
      if (newRun === run) return;
      for (const environment of model.environments) endPhase(environment, lastAt);
      byNumber.clear();
      for (const invocation of model.invocations) {
        if (!isOpen(invocation)) continue;
        invocation.status = 'lost';
        invocation.message = '`dev` has been restarted.';
      }
      byId.clear();
      endBuild(lastAt, 'failed');
      run = newRun;
      last = 0;
      model.isReady = false;
      model.version += 1;
    },
    apply(entry) {
      if (entry.sequence <= last) return;
      last = entry.sequence;
      lastAt = entry.at;
      change(entry);
      model.version += 1;
    },
    expectInvocation(given, at) {
      model.version += 1;
      // The journal may have been quicker than the response.
      return byId.get(given.requestId) ?? addInvocation(given, at);
    },
  };
  return model;
}

export function isOpen({ status }: Invocation): boolean {
  return status === 'waiting' || status === 'running';
}

function lengthOf(body: Body | undefined): number {
  if (body === undefined) return 0;
  return 'text' in body ? body.text.length : body.base64.length;
}
