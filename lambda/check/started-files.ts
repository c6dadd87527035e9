import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import { findCommand, shebangOf } from './command.ts';

/** The files that are started with commands, in order: a script starts its interpreter, and `env` starts its argument. */
export function startedFiles(image: ImageFacts, commands: readonly string[]): FoundFile[] {
  const files = new Map<string, FoundFile>();
  // What is still to be followed, the next one last: interpreters of interpreters may be many.
  const waiting = commands.toReversed();
  for (let command = waiting.pop(); command !== undefined; command = waiting.pop()) {
    const found = findCommand(image, command);
    if (found === undefined || files.has(found.path)) continue;
    files.set(found.path, found);
    const { interpreter, viaEnv } = shebangOf(found.facts.content) ?? {};
    if (viaEnv !== undefined) waiting.push(viaEnv);
    if (interpreter !== undefined) waiting.push(interpreter);
  }
  return [...files.values()];
}
