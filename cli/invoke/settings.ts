import type { Typed } from '../../terminal/flags.ts';
import { type FunctionSettings, readFunctionSettings } from '../function-settings.ts';
import { oneImage } from '../one-image.ts';

/** The image, and the configuration of its function. */
export type Settings = FunctionSettings & { readonly image: string };

/** Throws a CliError for values that Lambda would refuse. */
export function readSettings(typed: Typed): Settings {
  return { image: oneImage(typed.positionals, 'invoke'), ...readFunctionSettings(typed) };
}
