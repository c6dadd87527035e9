import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Application, applications } from './applications.ts';
import { elixirApplication } from './elixir.ts';
import { erlangApplication } from './erlang.ts';

interface Sources {
  of: (app: Application) => Record<string, string>;
  /** Makes them a part of the project, as its user would. */
  add: (directory: string) => Promise<void>;
}

const sources: Readonly<Record<string, Sources>> = {
  elixir: { of: elixirApplication, add: addToMix },
  erlang: { of: erlangApplication, add: addToRebar },
};

/** Makes of a new project an application of the size of real ones: see applications.ts. */
export async function writeApplication(directory: string, language: string): Promise<void> {
  const { of, add } = sources[language]!;
  await cp(fileURLToPath(new URL(language, import.meta.url)), directory, { recursive: true });
  for (const app of applications) {
    for (const [name, text] of Object.entries(of(app))) {
      const file = path.join(directory, 'vendor', app.name, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  await add(directory);
}

async function addToMix(directory: string) {
  const all = applications.map(({ name }) => `      {:${name}, path: "vendor/${name}"}`);
  await edit(
    path.join(directory, 'mix.exs'),
    /( +\{:lambda_runtime, .*\})\n/,
    `$1,\n${all.join(',\n')}\n`,
  );
}

async function addToRebar(directory: string) {
  const all = applications.map(({ name }) => `"vendor/${name}"`);
  const names = applications.map(({ name }) => name);
  await edit(
    path.join(directory, 'rebar.config'),
    /"vendor\/lambda_runtime"/,
    ['$&', '"vendor/bus"', '"vendor/settings"', ...all].join(', '),
  );
  await edit(
    path.join(directory, 'src/hello.app.src'),
    /lambda_runtime(?=\])/,
    ['$&', ...names].join(', '),
  );
}

async function edit(file: string, pattern: RegExp, replacement: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const edited = text.replace(pattern, replacement);
  if (edited === text) throw new Error(`Expected ${pattern} in ${file}, found:\n${text}`);
  await writeFile(file, edited);
}
