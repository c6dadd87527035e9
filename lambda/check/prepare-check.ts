import type { ImageFacts } from '../image/image-facts.ts';
import { commandOf } from './command.ts';
import { checkedBinaries } from './binaries.ts';
import { ownFiles } from './own-files.ts';
import type { Checked, CheckOptions } from './rule.ts';
import { startedFiles } from './started-files.ts';

/** Computes, once for all rules, what they check. */
export function prepareCheck(image: ImageFacts, options: CheckOptions = {}): Checked {
  const own = ownFiles(image);
  const started = startedFiles(image);
  return {
    image,
    options,
    command: commandOf(image),
    own,
    started,
    binaries: checkedBinaries(image, started, own),
  };
}
