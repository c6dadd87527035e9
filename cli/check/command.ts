import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { formatHelp } from '../../terminal/help.ts';
import { checkFlags } from '../flags.ts';
import type { Command } from '../command.ts';
import { keepHeapSmall } from '../keep-heap-small.ts';
import { flagRows, readFlags, type Typed } from '../../terminal/flags.ts';
import { printDocument, printNote } from '../../terminal/print.ts';

const summary = 'Say why Lambda would refuse an image, or why its function would crash.';

/** `lambda-container check <image>`: what was found on stdout, remarks on the run on stderr. */
export const checkCommand: Command = {
  name: 'check',
  usage: 'check <image> [options]',
  summary,
  help: () =>
    formatHelp({
      usage: [
        'lambda-container check <image> [options]',
        'lambda-container check --elf <file>... --against <system>',
        'lambda-container check --explain <rule>',
      ],
      summary,
      details: [
        'An image is a name, a tar file (of docker save, or in OCI layout) or a directory in OCI layout.',
      ],
      rows: flagRows(checkFlags),
      ending:
        'Exit status: 0 if no errors were found, 2 for wrong usage, 3 if errors were found or there is no such image, ' +
        '4 if there is no Docker.',
    }),
  async run(args) {
    keepHeapSmall();
    const typed = readFlags(checkFlags, args);
    if (typed.isOn('explain')) await explainRule(typed);
    else if (typed.isOn('elf') || typed.isOn('against')) await checkFiles(typed);
    else await check(typed);
  },
};

async function explainRule(typed: Typed): Promise<void> {
  const { ruleNamed } = await import('./rule-named.ts');
  const { formatRule, formatRuleJson } = await import('./format-rule.ts');
  const { terminalOf } = await import('../../terminal/terminal.ts');
  const rule = ruleNamed('explain', typed.value('explain')!);
  if (typed.isOn('json')) printDocument(formatRuleJson(rule));
  else console.log(formatRule(rule, terminalOf(process.stdout)));
}

async function checkFiles(typed: Typed): Promise<void> {
  if (!typed.isOn('elf')) {
    throw new CliError(exitCode.usage, {
      problem: 'Expected --elf with --against, found nothing.',
      fix: 'Add --elf FILE: a binary or a library of a zip file or a layer.',
    });
  }
  const { checkElfFiles } = await import('./elf-files.ts');
  const { formatFits, formatFitsJson } = await import('./format-fits.ts');
  const { terminalOf } = await import('../../terminal/terminal.ts');
  const { target, fits } = checkElfFiles(typed);
  if (typed.isOn('json')) printDocument(formatFitsJson(target.name, fits));
  else console.log(formatFits(target.name, fits, terminalOf(process.stdout)));
  if (fits.some(({ problems }) => problems.length > 0)) throw errorsFound();
}

async function check(typed: Typed): Promise<void> {
  const { readCheckSettings } = await import('./settings.ts');
  const { checkOnce } = await import('./check-once.ts');
  const { terminalOf } = await import('../../terminal/terminal.ts');
  const settings = await readCheckSettings(typed);
  const checked = await checkOnce(settings);
  const { findings, notRun } = checked;
  const hasTree = typed.isOn('size');
  if (typed.isOn('json')) {
    const { formatCheckJson } = await import('./format-check-json.ts');
    printDocument(formatCheckJson(settings.image, checked, { hasTree }));
  } else {
    const { formatCheck } = await import('./format-check.ts');
    console.log(formatCheck(checked, terminalOf(process.stdout), { hasTree }));
  }
  if (notRun !== undefined && settings.isRun) printNote(`The image was not started: ${notRun}.`);
  if (findings.some(({ severity }) => severity === 'error')) throw errorsFound();
}

/** What was found is on stdout. */
function errorsFound(): CliError {
  const found = new CliError(exitCode.conflict, { problem: 'Errors were found.', fix: '' });
  found.reported = true;
  return found;
}
