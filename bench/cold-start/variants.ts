import type { Language } from '../../scaffold/catalog/language.ts';
import { type Kind, kinds, languageBenches, type Written } from './language-bench.ts';

/** One image to measure. */
export type Variant = {
  /** Also its image name: `bench-<id>`. */
  id: string;
  title: string;
  kind: Kind;
  /** Ids of the languages that it is compared in; it is built on the image of the first. */
  languages: string[];
} & (Generated | Written);

/** An image of a project that the generator makes. */
export interface Generated {
  language: string;
  base: string;
  boot?: 'standard';
  /** Whether it is an application of the size of real ones, or a greeting: see ../applications. */
  isApplication?: true;
  /** The event source of a second function, for what that function adds to all starts. */
  secondEvent?: string;
}

/** Those of ../languages: the alternatives, then the bare VMs. */
const written: readonly Variant[] = languageBenches
  .flatMap(({ language, variants = [] }) =>
    variants.map((variant) => ({ languages: [language], ...variant })),
  )
  .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));

/** All variants of some languages: ours first, then the alternatives, then the bare VMs. */
export function variantsOf(languages: readonly Language[]): Variant[] {
  const ids = new Set(languages.map(({ id }) => id));
  const theirs = written.filter((variant) =>
    variant.languages.some((language) => ids.has(language)),
  );
  return [...languages.flatMap(oursIn), ...theirs];
}

/** Our default, which the goals are for. */
export function defaultOf({ id, bases }: Language): string {
  return `${id}-${bases[0]}`;
}

/** What ratios refer to: the first alternative. */
export function stockOf({ id }: Language): string | undefined {
  return written.find(({ kind, languages }) => kind === 'stock' && languages.includes(id))?.id;
}

/** Our application of the size of real ones, with our boot, and with the standard one. */
export function applicationOf({ id }: Language): { ours: string; standard: string } {
  return { ours: `${id}-application`, standard: `${id}-application-standard` };
}

function oursIn(language: Language): Variant[] {
  const { id, bases, families } = language;
  function variant(base: string): Variant & Generated {
    const title = `lambda-container, ${base}`;
    return { id: `${id}-${base}`, title, kind: 'ours', languages: [id], language: id, base };
  }
  const ours = bases.map(variant);
  if (!families.includes('beam')) return ours;

  // How the VM starts does not depend on the base: one is enough.
  const { title, ...rest } = variant(bases[0]);
  const standard = { title: `${title}, standard boot`, boot: 'standard' } as const;
  const application = applicationOf(language);
  // Its requests to AWS need TLS.
  const secondEvent = 'websocket';
  const titleOfApplication = `lambda-container, application, ${bases[0]}`;
  return [
    ...ours,
    { ...rest, ...standard, id: `${defaultOf(language)}-standard` },
    {
      ...rest,
      id: `${id}-${secondEvent}`,
      title: `lambda-container, second function for ${secondEvent}, ${bases[0]}`,
      secondEvent,
    },
    { ...rest, id: application.ours, title: titleOfApplication, isApplication: true },
    {
      ...rest,
      ...standard,
      id: application.standard,
      title: `${titleOfApplication}, standard boot`,
      isApplication: true,
    },
  ];
}
