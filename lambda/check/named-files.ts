import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import { commandOf, findCommand } from './command.ts';
import { isEmulator } from './emulator.ts';

/** A path of a program, or a name behind `exec`, as far as that can be told without running the script. */
const programName = /(?<![\w$}./-])\/[\w.+/-]+|(?<=\bexec\s+)[\w.+-]+/g;

/** Programs that what is started names: arguments of the command (`tini -- /usr/bin/node`), and words of scripts. */
export function namedFiles(image: ImageFacts, started: readonly FoundFile[]): FoundFile[] {
  const names = new Set(commandOf(image).slice(1));
  for (const { facts } of started) {
    if (facts.elf !== undefined) continue;
    for (const [name] of (facts.content?.toString('latin1') ?? '').matchAll(programName)) {
      names.add(name);
    }
  }
  const files = new Map<string, FoundFile>();
  for (const name of names) {
    // The emulator starts nothing on Lambda.
    const found = isEmulator(name) ? undefined : findCommand(image, name);
    const isProgram = found !== undefined && (found.facts.mode & 0o111) !== 0;
    if (isProgram) files.set(found.path, found);
  }
  return [...files.values()];
}
