import type { Catalog } from '../catalog/catalog.ts';
import type { Language } from '../catalog/language.ts';
import { type Reservation, reservationsFor } from '../catalog/reserved-names.ts';
import { flatCase, pascalCase, snakeCase } from '../plan/tokens.ts';
import type { Problem } from '../scaffold-error.ts';

const maxLength = 64;

interface Rule {
  readonly rule: string;
  /** What would refuse the name otherwise. */
  readonly by: string;
  isBrokenBy(name: string): boolean;
}

/** The rules that image repositories, packages and Lambda functions have in common. */
const rules: readonly Rule[] = [
  {
    rule: 'it must not be empty',
    by: 'Docker',
    isBrokenBy: (name) => name === '',
  },
  {
    rule: `it must have at most ${maxLength} characters`,
    by: 'Lambda',
    isBrokenBy: (name) => name.length > maxLength,
  },
  {
    rule: 'it must be in lower case',
    by: 'Docker',
    isBrokenBy: (name) => /[A-Z]/.test(name),
  },
  {
    rule: 'it may only contain letters from a to z, digits, hyphens and underscores',
    by: 'Docker and Lambda',
    isBrokenBy: (name) => /[^a-zA-Z0-9_-]/.test(name),
  },
  {
    rule: 'it must start with a letter',
    by: 'identifiers derived from it',
    isBrokenBy: (name) => /^[^a-zA-Z]/.test(name),
  },
  {
    rule: 'it must not end with a hyphen or an underscore, or have two of them in a row',
    by: 'Docker',
    isBrokenBy: (name) => /[_-]$|[_-]{2}/.test(name),
  },
];

/**
 * What is wrong with the name of a project, if anything. Every language accepts what Docker and Lambda accept,
 * because identifiers are derived from it. Each language has reserved names of its own.
 */
export function checkName(
  name: string,
  catalog: Catalog,
  language: Language | undefined,
): Problem | undefined {
  return checkNameOf('project', name, catalog, language, (each) => isReserved(name, each));
}

/**
 * What is wrong with the name of a further function of a project, if anything. Of reserved names it must avoid those
 * that would be the name of its `module`: orders_api_timer is no module of Erlang, although timer is.
 */
export function checkFunctionName(
  name: string,
  module: string,
  catalog: Catalog,
  language: Language,
): Problem | undefined {
  return checkNameOf(
    'function',
    name,
    catalog,
    language,
    (each) => !each.onlyOfProjects && each.names.has(module),
  );
}

function checkNameOf(
  what: 'project' | 'function',
  name: string,
  catalog: Catalog,
  language: Language | undefined,
  isTaken: (reservation: Reservation) => boolean,
): Problem | undefined {
  const reservations = reservationsFor(catalog, language);
  const broken = rules.filter((rule) => rule.isBrokenBy(name));
  if (broken.length > 0) {
    const reasons = broken.map(({ rule, by }) => `${rule} (${by})`).join('; ');
    return problemWith(name, `cannot be the name of a ${what}: ${reasons}.`, reservations);
  }
  const reservation = reservations.find(isTaken);
  if (reservation === undefined) return undefined;
  const inLanguage = language === undefined ? '' : ` in ${language.title}`;
  const why = `cannot be the name of a ${what}${inLanguage}: it is ${reservation.by}.`;
  return problemWith(name, why, reservations);
}

/** A valid name that is similar to what was typed. */
export function nearestName(name: string, reservations: readonly Reservation[]): string {
  const separator = name.includes('_') && !name.includes('-') ? '_' : '-';
  const words = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (/^[0-9]/.test(words[0] ?? '')) words.unshift('fn');
  const fit = trimmed(words.join(separator).slice(0, maxLength)) || 'hello';
  if (!reservations.some((each) => isReserved(fit, each))) return fit;
  const suffix = `${separator}function`;
  return `${trimmed(fit.slice(0, maxLength - suffix.length))}${suffix}`;
}

function trimmed(name: string): string {
  return name.replace(/[_-]+$/, '');
}

const forms: Readonly<Record<Reservation['form'], (name: string) => string>> = {
  'as it is': (name) => name,
  snake_case: snakeCase,
  PascalCase: pascalCase,
  flatcase: flatCase,
};

function isReserved(name: string, { form, names }: Reservation): boolean {
  return names.has(forms[form](name));
}

function problemWith(name: string, what: string, reservations: readonly Reservation[]): Problem {
  return { problem: `"${name}" ${what}`, fix: `Try "${nearestName(name, reservations)}".` };
}
