import { limits } from '../flags.ts';
import type { Typed } from '../../terminal/flags.ts';
import { eventName, readEvent } from '../typed-event.ts';
import { type FunctionSettings, readFunctionSettings } from '../function-settings.ts';
import { oneImage } from '../one-image.ts';
import { readArchitecture } from './architecture.ts';
import { readBytes } from './bytes.ts';
import { ruleNamed } from './rule-named.ts';

/** How an image is to be checked. */
export interface CheckSettings {
  readonly image: string;
  readonly ignored: readonly string[];
  readonly architecture: string | undefined;
  readonly maxBytes: number | undefined;
  /** The configuration of the function. */
  readonly configuration: FunctionSettings;
  readonly isRun: boolean;
  /** What it is invoked with, and how messages refer to it. */
  readonly event: Uint8Array;
  readonly eventName: string;
}

/** Throws a CliError for wrong usage. */
export async function readCheckSettings(typed: Typed): Promise<CheckSettings> {
  const architecture = typed.value('arch');
  const maxSize = typed.value('max-size');
  return {
    image: oneImage(typed.positionals, 'check'),
    ignored: typed.values('ignore').map((id) => ruleNamed('ignore', id).id),
    architecture: architecture === undefined ? undefined : readArchitecture(architecture),
    maxBytes: maxSize === undefined ? undefined : readBytes('max-size', maxSize),
    configuration: readFunctionSettings(typed, limits.checkTimeout),
    isRun: !typed.isOn('no-run'),
    event: await readEvent(typed),
    eventName: eventName(typed),
  };
}
