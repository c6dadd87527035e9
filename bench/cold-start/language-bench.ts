import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A generated project, a common alternative, or the bare VM of the language with a loop that takes events. */
export type Kind = (typeof kinds)[number];

export const kinds = ['ours', 'stock', 'bare'] as const;

/** An image from a directory of ../stock. */
export interface Written {
  directory: string;
  target?: string;
  contexts?: Record<string, string>;
}

/** What ../languages/<language>.json says: what a language is compared with. All of it is optional. */
export interface LanguageBench {
  /** The id of the language. */
  language: string;
  /** A command that prints the version of what is in the build image. */
  version?: string;
  variants?: (Written & {
    id: string;
    title: string;
    kind: Kind;
    /** The languages that it is compared in; this one unless given. */
    languages?: string[];
  })[];
  /** The variant that goals relative to the bare VM refer to, and its name in the text. */
  bare?: { id: string; name: string };
  goals?: {
    measure: Measure;
    /** An alternative, the bare VM, or the standard boot of our application. Absolute unless given. */
    relativeTo?: 'stock' | 'bare' | 'application';
    atMost: number;
  }[];
}

/** What a goal limits; see goals.ts. */
export type Measure =
  | 'cold start at 1 vCPU'
  | 'cold start at 0.29 vCPU'
  | 'first invocation'
  | 'warm invocation'
  | 'memory'
  | 'image, compressed';

const directory = path.join(import.meta.dirname, '../languages');

/** Of all languages that have such a file. */
export const languageBenches: readonly LanguageBench[] = readdirSync(directory)
  .toSorted()
  .map((file) => ({
    language: path.basename(file, '.json'),
    ...(JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as object),
  }));

/** That of one language, if it has one. */
export function languageBench(id: string): LanguageBench | undefined {
  return languageBenches.find(({ language }) => language === id);
}
