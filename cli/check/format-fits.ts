import type { Fit } from '../../lambda/check/against.ts';
import { schema } from './format-check-json.ts';
import { printable } from '../../terminal/printable.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** A line for each file that fits, and for each reason why another does not. */
export function formatFits(system: string, fits: readonly Fit[], terminal: Terminal): string {
  return fits
    .flatMap(({ file, needs, problems }) =>
      problems.length === 0
        ? [`${printable(file)} fits ${system}${needed(needs)}`]
        : problems.map((problem) => terminal.red(printable(problem))),
    )
    .join('\n');
}

/** The same for scripts. */
export function formatFitsJson(system: string, fits: readonly Fit[]): string {
  return JSON.stringify({
    schema,
    ok: fits.every(({ problems }) => problems.length === 0),
    against: system,
    files: fits,
  });
}

function needed(needs: Fit['needs']): string {
  const names = Object.entries(needs).map(([family, version]) => `${family}_${version}`);
  return names.length === 0 ? '' : `: needs ${names.join(', ')}`;
}
