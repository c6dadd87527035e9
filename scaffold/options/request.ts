import type { Given } from './answers.ts';
import type { RunFlag } from './options.ts';

/** What a command line asked for. */
export interface Request extends Readonly<Record<RunFlag['name'], boolean>> {
  readonly given: Given;
}
