/**
 * Measures cold starts side by side with common alternatives: see --help.
 *
 *     npm run build && npm run bench:cold-start
 */
import { mkdtempSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { CliError, exitCode } from '../terminal/cli-error.ts';
import type { Language } from '../scaffold/catalog/language.ts';
import { loadCatalog } from '../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../scaffold/package-root.ts';
import { reportErrors } from '../terminal/report-errors.ts';
import { suggest } from '../terminal/suggest.ts';
import { coldStartChart } from './cold-start/cold-start-chart.ts';
import { type Image, prepareImage } from './cold-start/images.ts';
import { ownName, removeLeftovers, temporaryRoot } from './cold-start/leftovers.ts';
import { machineFacts } from './cold-start/machine.ts';
import { measureInOwnNetwork } from './cold-start/measure-in-own-network.ts';
import { help, type Options, parseOptions } from './cold-start/options.ts';
import { page } from './cold-start/page.ts';
import { requireMachine } from './cold-start/requirements.ts';
import type { Measured } from './cold-start/results.ts';
import { summarize } from './cold-start/summary.ts';
import { variantsOf } from './cold-start/variants.ts';

async function main(args: string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.help) {
    console.log(help);
    return;
  }
  const { languages: known } = loadCatalog(path.join(options.checkout, 'templates'));
  const languages = chooseLanguages(known, options.languages);
  requireMachine(options.checkout);
  const [load] = os.loadavg();
  if (load! > quietLoad)
    console.error(`Warning: the machine is busy, with a load of ${load!.toFixed(2)}.`);

  removeLeftovers();
  process.on('exit', removeLeftovers);
  for (const [signal, code] of signals) process.on(signal, () => process.exit(code));

  const all = await measure(known, languages, options);
  const command = ['npm run bench:cold-start --', ...args].join(' ');
  const text = page(languages, all, await machineFacts(languages, load!), command);
  console.log(text);
  if (options.write) await write(text, coldStartChart(languages, all));
}

/** More than what a machine without work has: what else it does is then in the results. */
const quietLoad = 0.5;

/** What is left is removed when the process ends; a signal by itself would end it before. */
const signals = [
  ['SIGINT', exitCode.interrupted],
  ['SIGTERM', exitCode.terminated],
  ['SIGHUP', exitCode.terminated],
] as const;

async function measure(
  known: readonly Language[],
  languages: readonly Language[],
  { checkout, rounds }: Options,
): Promise<Measured[]> {
  const temporary = mkdtempSync(path.join(temporaryRoot, `${ownName()}-`));
  const variants = variantsOf(languages);
  const images: Record<string, Image> = {};
  for (const variant of variants) {
    const language = known.find(({ id }) => id === variant.languages[0])!;
    const image = await prepareImage(variant, language, { checkout, temporary });
    if (image !== undefined) images[variant.id] = image;
    console.error(image === undefined ? `${variant.id}: not in this checkout` : variant.id);
  }
  const samples = await measureInOwnNetwork({ images, rounds }, temporary);
  return variants
    .filter(({ id }) => id in images)
    .map((variant) => {
      const image = images[variant.id]!;
      const own = samples.filter((sample) => sample.variant === variant.id);
      return { variant, summary: summarize(own, image), boot: image.boot };
    });
}

function chooseLanguages(known: readonly Language[], ids: string[]): readonly Language[] {
  for (const id of ids) {
    if (known.some((language) => language.id === id)) continue;
    const all = known.map((language) => language.id);
    const nearest = suggest(id, all);
    throw new CliError(exitCode.usage, {
      problem: `--language: expected one of ${all.join(', ')}, found "${id}".`,
      fix: nearest === undefined ? 'Choose one of them.' : `Did you mean "${nearest}"?`,
    });
  }
  return ids.length === 0 ? known : known.filter(({ id }) => ids.includes(id));
}

async function write(text: string, chart: string): Promise<void> {
  const directory = path.join(packageRoot, 'docs');
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'cold-start.svg'), chart);
  await writeFile(path.join(directory, 'performance.md'), text);
  console.error(`Written: ${directory}/performance.md and cold-start.svg`);
}

try {
  await reportErrors(false, () => main(process.argv.slice(2)));
} catch (error) {
  const { code, message } = error as CliError;
  console.error(message);
  process.exitCode = code;
}
