import type { Prompt } from '../options/prompts.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { describeEdits, type Edit } from './migrations.ts';
import type { ReconciledFile } from './reconcile.ts';

/** What to do with a file that both the user and the generator changed. */
export type Decide = (file: ReconciledFile) => Promise<'keep' | 'overwrite'>;

/**
 * Settles every conflict by asking. Throws a ScaffoldError if there is no terminal to ask at. `edits` are those that
 * the user has to make in files of their own.
 */
export async function settleConflicts(
  files: readonly ReconciledFile[],
  decide: Decide | undefined,
  edits: readonly Edit[],
): Promise<ReconciledFile[]> {
  const conflicts = files.filter(({ state }) => state === 'conflict');
  if (conflicts.length > 0 && decide === undefined) throw unsettled(conflicts, edits);
  const settled: ReconciledFile[] = [];
  for (const file of files) {
    settled.push(file.state === 'conflict' ? { ...file, state: await decide!(file) } : file);
  }
  return settled;
}

/** Decides by a prompt; `log` shows a difference. */
export function decideWith(prompt: Prompt, log: (text: string) => void): Decide {
  const decide: Decide = async (file) => {
    const answer = await prompt({
      type: 'select',
      name: 'decision',
      message: `You changed ${file.path}, and the generator has a newer version`,
      choices: [
        { name: 'keep mine', value: 'keep' },
        { name: 'overwrite it', value: 'overwrite' },
        { name: 'show the difference', value: 'diff' },
      ],
    });
    if (answer !== 'diff') return answer === 'overwrite' ? 'overwrite' : 'keep';
    log(await differenceOf(file));
    return decide(file);
  };
  return decide;
}

async function differenceOf({ path, onDisk, planned }: ReconciledFile): Promise<string> {
  // Imported here, because most runs have no conflict.
  const { createTwoFilesPatch } = await import('diff');
  const [yours, generated] = [onDisk, planned?.contents].map((text) => String(text ?? ''));
  return createTwoFilesPatch(path, path, yours!, generated!, 'yours', 'generated');
}

function unsettled(conflicts: readonly ReconciledFile[], edits: readonly Edit[]): ScaffoldError {
  return new ScaffoldError('conflict', {
    problem: 'You changed these files, and the generator has newer versions. Nothing was written.',
    details: [...conflicts.map(({ path }) => `  ${path}`), ...describeEdits(edits)],
    fix: 'Run this in a terminal to decide for each file, or use --force to overwrite all of them.',
  });
}
