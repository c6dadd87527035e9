import path from 'node:path';

import { libcOf } from '../libc-of.ts';
import { openerOf } from '../programs.ts';
import type { Rule } from '../rule.ts';
import { missingLibraries } from './elf-library.ts';

export const addonLibrary: Rule = {
  id: 'addon-library',
  severity: 'warning',
  title: 'each native addon finds its libraries',
  why: 'A native addon whose library is missing fails when it is opened: "cannot open shared object file".',
  *check({ image, programs }) {
    const opener = openerOf(programs);
    if (opener === undefined) return;
    const libc = libcOf(opener.elf);
    const addons = programs.filter(
      ({ isStarted, elf }) =>
        !isStarted && elf.interpreter === undefined && (libcOf(elf) ?? libc) === libc,
    );
    if (!addons.some(({ resolved }) => resolved.problems.length > 0)) return;
    // What is elsewhere in the image may be in memory by the time that the addon is opened, as libjvm.so is.
    const elsewhere = new Set<string>();
    for (const { path: file, facts } of image.files.all()) {
      elsewhere.add(path.posix.basename(file));
      if (facts.elf !== undefined && 'facts' in facts.elf && facts.elf.facts.soname !== undefined) {
        elsewhere.add(facts.elf.facts.soname);
      }
    }
    yield* missingLibraries(
      addons.map((addon) => ({
        ...addon,
        resolved: {
          ...addon.resolved,
          problems: addon.resolved.problems.filter(
            (problem) => problem.kind !== 'library-missing' || !elsewhere.has(problem.library),
          ),
        },
      })),
    );
  },
};
