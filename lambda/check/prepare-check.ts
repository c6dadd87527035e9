import type { ImageFacts } from '../image/image-facts.ts';
import { commandOf } from './command.ts';
import { checkedPrograms } from './programs.ts';
import type { Checked, CheckOptions } from './rule.ts';
import { startedFiles } from './started-files.ts';

/** Works out, once for all rules, what they look at. */
export function prepareCheck(image: ImageFacts, options: CheckOptions = {}): Checked {
  const started = startedFiles(image);
  return {
    image,
    options,
    command: commandOf(image),
    started,
    programs: checkedPrograms(image, started),
  };
}
