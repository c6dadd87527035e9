import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import { commandOf, findCommand } from './command.ts';
import { isEmulator } from './emulator.ts';

/** An absolute path, or a name after `exec`: the commands of a script, as far as they show without running it. */
const commandName = /(?<![\w$}./-])(\/[\w.+/-]+)|\bexec\s+([\w.+-]+)/g;

/** Executables named in arguments of the command (`tini -- /usr/bin/node`) and in started scripts. */
export function namedFiles(image: ImageFacts, started: readonly FoundFile[]): FoundFile[] {
  const names = new Set(commandOf(image).slice(1));
  for (const { facts } of started) {
    if (facts.elf !== undefined) continue;
    for (const [, path, name] of (facts.content?.toString('latin1') ?? '').matchAll(commandName)) {
      names.add((path ?? name)!);
    }
  }
  const files = new Map<string, FoundFile>();
  for (const name of names) {
    // The emulator does not run on Lambda.
    const found = isEmulator(name) ? undefined : findCommand(image, name);
    const isExecutable = found !== undefined && (found.facts.mode & 0o111) !== 0;
    if (isExecutable) files.set(found.path, found);
  }
  return [...files.values()];
}
