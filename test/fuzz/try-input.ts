import { formatCheck } from '../../cli/check/format-check.ts';
import { formatCheckJson } from '../../cli/check/format-check-json.ts';
import { checkImage } from '../../lambda/check/check-image.ts';
import { prepareCheck } from '../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../lambda/check/read-image-to-check.ts';
import { ImageError } from '../../lambda/image/image-error.ts';
import { terminalOf } from '../../terminal/terminal.ts';

/** Does with a file what `lambda-container check --no-run --size FILE` does. Throws what is no answer. */
export async function tryInput(
  file: string,
): Promise<{ outcome: 'checked' | 'refused'; steps: number; error?: string }> {
  let steps = 0;
  try {
    const facts = await readImageToCheck(file, { architecture: 'amd64' });
    steps = facts.budget.spent('steps');
    const findings = checkImage(prepareCheck(facts));
    const checked = { facts, findings, notRun: '--no-run' };
    formatCheck(checked, terminalOf(process.stdout), { hasTree: true });
    formatCheckJson(file, checked, { hasTree: true });
    return { outcome: 'checked', steps: facts.budget.spent('steps') };
  } catch (error) {
    if (error instanceof ImageError) return { outcome: 'refused', steps, error: error.message };
    throw error;
  }
}
