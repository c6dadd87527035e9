import type { ImageFacts } from '../image/image-facts.ts';
import { commandOf } from './command.ts';
import { checkedBinaries } from './binaries.ts';
import { ownFiles } from './own-files.ts';
import type { Checked, CheckOptions } from './rule.ts';
import { launchedFiles } from './launched.ts';
import { namedFiles } from './named-files.ts';
import { startedFiles } from './started-files.ts';

/** Computes, once for all rules, what they check. */
export function prepareCheck(image: ImageFacts, options: CheckOptions = {}): Checked {
  const command = commandOf(image);
  const own = ownFiles(image);
  const launched = launchedFiles(image);
  const started = startedFiles(image, command.slice(0, 1));
  const others = startedFiles(
    image,
    launched.map((each) => each.command),
  );
  const named = [...others, ...namedFiles(image, [...started, ...others])];
  return {
    image,
    options,
    command,
    own,
    launched,
    started,
    named,
    binaries: checkedBinaries(image, started, named, own),
  };
}
