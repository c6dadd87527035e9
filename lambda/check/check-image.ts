import type { ImageFacts } from '../image/image-facts.ts';
import { commandOf } from './command.ts';
import { findingsOf } from './findings-of.ts';
import { checkedPrograms } from './programs.ts';
import type { CheckOptions, Finding } from './rule.ts';
import { rules } from './rules.ts';

/** What the rules have to say of an image, the worst first. `ignored` are ids of rules that are left out. */
export function checkImage(
  image: ImageFacts,
  options: CheckOptions = {},
  ignored: readonly string[] = [],
): Finding[] {
  const checked = {
    image,
    options,
    command: commandOf(image),
    programs: checkedPrograms(image),
  };
  return findingsOf(rules, ignored, (rule) => rule.check(checked));
}
