import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import { findCommand, shebangOf } from './command.ts';

/** The files that are started with a command, in order: a script starts its interpreter, and `env` starts its argument. */
export function startedFiles(image: ImageFacts, ...commands: (string | undefined)[]): FoundFile[] {
  const files = new Map<string, FoundFile>();
  function follow(command: string | undefined): void {
    const found = command === undefined ? undefined : findCommand(image, command);
    if (found === undefined || files.has(found.path)) return;
    files.set(found.path, found);
    const shebang = shebangOf(found.facts.content);
    if (shebang === undefined) return;
    follow(shebang.interpreter);
    follow(shebang.viaEnv);
  }
  for (const command of commands) follow(command);
  return [...files.values()];
}
