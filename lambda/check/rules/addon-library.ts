import path from 'node:path';

import { libcOf } from '../libc-of.ts';
import { openerOf } from '../binaries.ts';
import type { Rule } from '../rule.ts';
import { missingLibraries } from './elf-library.ts';

export const addonLibrary: Rule = {
  id: 'addon-library',
  severity: 'warning',
  title: 'the shared libraries of each native addon are in the image',
  why: 'A native addon with a missing library cannot be loaded: "cannot open shared object file".',
  *check({ image, binaries }) {
    const opener = openerOf(binaries);
    if (opener === undefined) return;
    const libc = libcOf(opener.elf);
    const addons = binaries.filter(
      ({ isStarted, elf }) =>
        !isStarted && elf.interpreter === undefined && (libcOf(elf) ?? libc) === libc,
    );
    if (!addons.some(({ resolved }) => resolved.problems.length > 0)) return;
    // A library elsewhere in the image may already be loaded when the addon is loaded, as libjvm.so is.
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
