import type { Language } from '../../generators/support/languages.ts';

/** Ours, what people use today, or what no program in the language can beat by much. */
export type Kind = 'ours' | 'stock' | 'limit';

/** One image to measure. */
export type Variant = {
  /** Also its image name: `bench-<id>`. */
  id: string;
  title: string;
  kind: Kind;
  /** Ids of the languages that it is compared in. */
  languages: string[];
} & (
  | { language: string; base: string }
  | { folder: string; target?: string; contexts?: Record<string, string> }
);

const stock: Variant[] = [
  {
    id: 'elixir-stock',
    title: 'mix release and httpc, Debian slim',
    kind: 'stock',
    languages: ['elixir'],
    folder: 'elixir',
  },
  {
    id: 'elixir-single-stage',
    title: 'mix release and httpc, single stage',
    kind: 'stock',
    languages: ['elixir'],
    folder: 'elixir-single-stage',
    contexts: { release: 'elixir' },
  },
  {
    id: 'erlang-stock',
    title: 'relx release and httpc, Debian slim',
    kind: 'stock',
    languages: ['erlang'],
    folder: 'erlang',
  },
  {
    id: 'nodejs-stock',
    title: 'the AWS docs’ image, npx aws-lambda-ric',
    kind: 'stock',
    languages: ['nodejs'],
    folder: 'nodejs',
  },
];

const limits: Variant[] = [
  {
    id: 'erlang-bare',
    title: 'bare erl, gen_tcp loop',
    kind: 'limit',
    languages: ['elixir', 'erlang'],
    folder: 'bare-erlang',
    target: 'bare',
  },
  {
    id: 'erlang-bare-tuned',
    title: 'bare erl, gen_tcp loop, tuned flags',
    kind: 'limit',
    languages: ['elixir', 'erlang'],
    folder: 'bare-erlang',
    target: 'tuned',
  },
  {
    id: 'nodejs-bare',
    title: 'bare node, node:net loop',
    kind: 'limit',
    languages: ['nodejs'],
    folder: 'bare-nodejs',
  },
];

/** All variants of some languages, ours first. The first stock one is what ratios refer to. */
export const variantsOf = (languages: Language[]): Variant[] => {
  const ids = new Set(languages.map(({ id }) => id));
  const ours = languages.flatMap(({ id, title, bases }) =>
    bases.map(
      (base): Variant => ({
        id: `${id}-${base}`,
        title: `ours, ${title} on ${base}`,
        kind: 'ours',
        languages: [id],
        language: id,
        base,
      }),
    ),
  );
  const theirs = [...stock, ...limits].filter((variant) =>
    variant.languages.some((language) => ids.has(language)),
  );
  return [...ours, ...theirs];
};
