import type { Case, CaseGroup } from './case.ts';
import { concurrency } from './cases/concurrency.ts';
import { connections } from './cases/connections.ts';
import { context } from './cases/context.ts';
import { errors } from './cases/errors.ts';
import { events } from './cases/events.ts';
import { freeze } from './cases/freeze.ts';
import { init } from './cases/init.ts';
import { logs } from './cases/logs.ts';
import { many } from './cases/many.ts';
import { results } from './cases/results.ts';
import { shutdown } from './cases/shutdown.ts';
import { state } from './cases/state.ts';
import { streams } from './cases/streams.ts';

/** All that is tried, in the order of the docs. */
export const groups: readonly CaseGroup[] = [
  events,
  results,
  context,
  errors,
  init,
  connections,
  freeze,
  many,
  state,
  logs,
  concurrency,
  streams,
  shutdown,
];

export const cases: readonly Case[] = groups.flatMap((group) => group.cases);
