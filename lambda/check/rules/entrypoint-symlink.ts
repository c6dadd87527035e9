import path from 'node:path';

import type { ImageFacts } from '../../image/image-facts.ts';
import { isShellForm } from '../command.ts';
import type { Rule } from '../rule.ts';
import { isNameIrrelevant } from '../started-by-name.ts';

export const entrypointSymlink: Rule = {
  id: 'entrypoint-symlink',
  severity: 'warning',
  title: 'ENTRYPOINT is not a symbolic link',
  why: 'The Lambda console asks for it: "enter the absolute path; do not use symlinks as the entry point". What the link points to may not be the same without it: some binaries do what the name says that they are called by, and a virtual environment of Python is found by the path of its link.',
  *check({ image, command }) {
    const [executable] = command;
    // /bin/sh is a symbolic link on most distributions, and shell form has its own rule.
    if (executable === undefined || isShellForm(command) || !executable.startsWith('/')) return;
    const link = image.files.findLink(executable);
    if ('problem' in link || link.facts.type !== 'symlink') return;
    const target = image.files.find(executable);
    if ('problem' in target) return;
    const isIrrelevant = isNameIrrelevant(image, executable, target.path);
    yield {
      found: `Expected a regular file, found a symbolic link to ${target.path}${isIrrelevant ? '' : ', for which the path of the link counts'}.`,
      where: executable,
      fix: isIrrelevant ? `Write ${target.path}.` : adviceFor(image, executable, target.path),
    };
  },
};

/** Binaries that take the name as their first argument too. */
const multiCall = /^(?:busybox|toybox)(?:[-.]static)?$/;

function adviceFor(image: ImageFacts, link: string, target: string): string {
  const { entrypoint, cmd = [] } = image.config;
  const instruction = entrypoint === undefined ? 'CMD' : 'ENTRYPOINT';
  const rest = (entrypoint ?? cmd).slice(1);
  function written(...words: string[]): string {
    return `${instruction} ${JSON.stringify([...words, ...rest])}`;
  }
  if (multiCall.test(path.posix.basename(target))) {
    return written(target, path.posix.basename(link));
  }
  if ('problem' in image.files.find('/bin/sh')) {
    return `Put a copy in place of the link, in the build stage: cp --remove-destination ${target} ${link}`;
  }
  const script =
    'problem' in image.files.find('/entry_script.sh') ? '/entry_script.sh' : '/start.sh';
  return `Start it by a script: ${written(script)}, with the lines: #!/bin/sh, exec ${link} "$@"`;
}
