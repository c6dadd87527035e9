import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
// zod/v3: the main entry imports 50 locales, which takes as long as making a project.
import { z } from 'zod/v3';
import { templatesRoot } from '../package-root.ts';
import type { Base, Catalog, CiProvider, DeployTool, Event, StateStore, Style } from './catalog.ts';
import { refuseStrayDirectories } from './cell-directories.ts';
import type { Language } from './language.ts';
import { languageStyles } from './language-styles.ts';
import { derivedValuesSchema } from './derived-values-schema.ts';
import { manifestFile, type ManifestKind, readManifests } from './manifests.ts';
import { brokenManifest, parseManifest } from './parse-manifest.ts';

const text = z.string().min(1);
const id = text.regex(/^[a-z][a-z0-9]*$/, 'must be lower-case letters and digits');
const projectPath = text.regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))/, 'must stay inside the project');

const version = z.object({ version: text, buildImage: text, debian: text }).strict();
const imageDirectory = text.regex(/^(\/[\w.-]+)+$/, 'must be an absolute path');
const functionNames = z.object({ path: projectPath, module: text }).strict();

const styled = z
  .object({
    function: z
      .object({
        first: functionNames,
        further: functionNames.optional(),
        handler: text,
        handlerFile: projectPath,
        testFile: projectPath,
      })
      .strict(),
    userFiles: z.array(projectPath),
    silentCommands: z.array(text),
    reload: z
      .object({
        isCopied: z.boolean(),
        directories: z.tuple([imageDirectory]).rest(imageDirectory),
        command: z.string(),
        isStartedAhead: z.boolean().optional(),
        needs: projectPath.optional(),
        except: z.array(text),
      })
      .strict()
      .optional(),
  })
  .strict();

const language: z.ZodType<Language> = z
  .object({
    id,
    title: text,
    aliases: z.array(text),
    versions: z.tuple([version]).rest(version),
    bases: z.tuple([text]).rest(text),
    families: z.array(text),
    packages: z.object({ manifest: projectPath, lock: projectPath }).strict().optional(),
    sizeLimits: z.record(z.number().positive()),
    styles: z.record(styled).optional(),
  })
  .merge(styled);

const base: z.ZodType<Base> = z.object({ id, title: text }).strict();
const style: z.ZodType<Style> = z.object({ id, title: text }).strict();
const event: z.ZodType<Event, z.ZodTypeDef, unknown> = z
  .object({
    id,
    title: text,
    sample: text,
    derived: derivedValuesSchema.optional(),
    facts: z.record(z.union([text, z.number(), z.array(text)])).default({}),
  })
  .strict();
const deployTool: z.ZodType<DeployTool> = z
  .object({ id, title: text, families: z.array(text), userFiles: z.array(projectPath) })
  .strict();
const stateStore: z.ZodType<StateStore> = z
  .object({ id, title: text, refusedEvents: z.record(text).optional() })
  .strict();
const ciProvider: z.ZodType<CiProvider> = z
  .object({
    id,
    title: text,
    userFiles: z.array(projectPath),
    runners: z.record(text).optional(),
  })
  .strict();

/** Everything to choose from. Throws a ScaffoldError that names the file and the field that is wrong. */
export function loadCatalog(templates: string = templatesRoot): Catalog {
  const bases = load(templates, 'base', base);
  const styles = load(templates, 'style', style);
  const events = load(templates, 'event', event);
  const languages = load(templates, 'language', language);
  refuseSharedNames(templates, languages);
  const deployTools = load(templates, 'deploy', deployTool);
  const stateStores = load(templates, 'state', stateStore);
  const ciProviders = load(templates, 'ci', ciProvider);
  const families = directoriesIn(templates, 'families');
  for (const each of languages) {
    const file = manifestFile(templates, 'language', each.id);
    refuseUnknown(file, 'bases', each.bases, ids(bases));
    refuseUnknown(file, 'styles', languageStyles(each), ids(styles));
    refuseUnknown(file, 'families', each.families, families);
  }
  for (const { id, families: own } of deployTools) {
    refuseUnknown(manifestFile(templates, 'deploy', id), 'families', own, families);
  }
  refuseStrayDirectories(templates, {
    base: ids(bases),
    family: families,
    language: ids(languages),
    style: ids(styles),
    event: ids(events),
    deploy: ids(deployTools),
    state: ids(stateStores),
    ci: ids(ciProviders),
    agentsMd: ['yes'],
  });
  return {
    templates,
    languages,
    bases,
    styles,
    events,
    deployTools,
    stateStores,
    ciProviders,
  };
}

function ids(values: readonly { id: string }[]): string[] {
  return values.map(({ id }) => id);
}

function directoriesIn(templates: string, name: string): string[] {
  const directory = path.join(templates, name);
  return existsSync(directory) ? readdirSync(directory) : [];
}

function refuseUnknown(
  file: string,
  field: 'bases' | 'families' | 'styles',
  names: readonly string[],
  known: readonly string[],
): void {
  for (const [index, name] of names.entries()) {
    if (known.includes(name)) continue;
    throw brokenManifest(
      file,
      `${field}[${index}]: "${name}" has no directory templates/${field}/${name}`,
    );
  }
}

function load<T extends { id: string }>(
  templates: string,
  kind: ManifestKind,
  schema: z.ZodType<T, z.ZodTypeDef, unknown>,
): T[] {
  return readManifests(templates, kind).map((manifest) => parseManifest(manifest, schema));
}

/** `--language ex` must mean one language. */
function refuseSharedNames(templates: string, languages: readonly Language[]): void {
  const owners = new Map(languages.map(({ id }) => [id, id]));
  for (const { id, aliases } of languages) {
    for (const alias of aliases) {
      const owner = owners.get(alias);
      if (owner !== undefined) {
        const file = manifestFile(templates, 'language', id);
        throw brokenManifest(file, `aliases: "${alias}" already stands for ${owner}`);
      }
      owners.set(alias, id);
    }
  }
}
