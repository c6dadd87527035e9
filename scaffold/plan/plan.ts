import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesOf, type Layer, layersOf } from './layers.ts';
import type { Language } from '../catalog/language.ts';
import type { Answers } from '../options/options.ts';
import { render, type View } from './render.ts';
import { pascalCase, replaceTokens } from './tokens.ts';

export type Owner = 'user' | 'generator';

export interface PlannedFile {
  /** Inside the project, with slashes. */
  readonly path: string;
  readonly contents: Buffer;
  readonly executable: boolean;
  /** Whose edits count: an update must not undo those of the user in a file of the user. */
  readonly owner: Owner;
}

const userFilesOfEveryProject = ['README.md', 'events/'];

const platforms: Readonly<Record<string, string>> = {
  x86_64: 'linux/amd64',
  arm64: 'linux/arm64',
};

/** Every file of a project but .yo-rc.json, in the order of their paths. Writes nothing. */
export function plan(
  templates: string,
  language: Language,
  answers: Answers,
  generatorVersion: string,
): PlannedFile[] {
  const layers = layersOf(templates, language, answers);
  const view = viewOf(layers, withTokens(language, answers.name), answers, generatorVersion);
  const userFiles = [...userFilesOfEveryProject, ...language.userFiles].map((file) =>
    replaceTokens(file, answers.name),
  );
  const layerOfPath = new Map<string, string>();
  const planned = layers.flatMap((layer) =>
    filesOf(layer).map((file) => {
      const target = replaceTokens(file.replace(/\.ejs$/, ''), answers.name);
      refuseSecondSource(layerOfPath, target, layer.name);
      const contents = contentsOf(path.join(layer.folder, 'project', file), view);
      return {
        path: target,
        contents,
        executable: contents.subarray(0, 2).toString('latin1') === '#!',
        owner: ownerOf(target, userFiles),
      };
    }),
  );
  return planned.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** No layer overrides another: where a file comes from must be plain to see. */
function refuseSecondSource(layerOfPath: Map<string, string>, target: string, layer: string): void {
  const other = layerOfPath.get(target);
  if (other !== undefined) {
    throw new Error(`templates/${other} and templates/${layer} both produce ${target}`);
  }
  layerOfPath.set(target, layer);
}

function contentsOf(file: string, view: View): Buffer {
  return file.endsWith('.ejs') ? Buffer.from(render(file, view)) : readFileSync(file);
}

function ownerOf(file: string, userFiles: readonly string[]): Owner {
  const isUsers = userFiles.some((mine) =>
    mine.endsWith('/') ? file.startsWith(mine) : file === mine,
  );
  return isUsers ? 'user' : 'generator';
}

/** The variables and the one function that templates can use. */
function viewOf(
  layers: readonly Layer[],
  language: Language,
  answers: Answers,
  generatorVersion: string,
): View {
  const version = language.versions.find((each) => each.version === answers.languageVersion);
  const view = {
    ...answers,
    Name: pascalCase(answers.name),
    title: language.title,
    language,
    version,
    platform: platforms[answers.architecture],
    handler: language.handler,
    generatorVersion,
    part: (name: string): string =>
      layers
        .map(({ folder }) => path.join(folder, 'parts', `${name}.ejs`))
        .filter((file) => existsSync(file))
        .map((file) => render(file, view))
        .join(''),
  };
  return view;
}

function withTokens(language: Language, name: string): Language {
  return JSON.parse(JSON.stringify(language), (_, value: unknown) =>
    typeof value === 'string' ? replaceTokens(value, name) : value,
  ) as Language;
}
