import type { ImageFacts } from '../image/image-facts.ts';
import { commandOf } from './command.ts';
import { checkedPrograms } from './programs.ts';
import type { CheckOptions, Finding, Severity } from './rule.ts';
import { rules } from './rules.ts';

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, remark: 2 };

/** What the rules have to say of an image, the worst first. `ignored` are ids of rules that are left out. */
export const checkImage = (
  image: ImageFacts,
  options: CheckOptions = {},
  ignored: readonly string[] = [],
): Finding[] => {
  const checked = {
    image,
    options,
    command: commandOf(image),
    programs: checkedPrograms(image),
  };
  return rules
    .filter(({ id }) => !ignored.includes(id))
    .flatMap((rule) =>
      [...rule.check(checked)].map((problem) => ({
        ...problem,
        rule: rule.id,
        severity: rule.severity,
      })),
    )
    .toSorted((a, b) => order[a.severity] - order[b.severity]);
};
