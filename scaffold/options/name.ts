import type { Problem } from '../../terminal/cli-error.ts';
import { type Reservation, reservations } from './reserved-names.ts';

const maxLength = 64;

interface Rule {
  readonly rule: string;
  /** The tool that would refuse the name otherwise. */
  readonly tool: string;
  isBrokenBy(name: string): boolean;
}

const rules: readonly Rule[] = [
  {
    rule: 'it must not be empty',
    tool: 'Docker',
    isBrokenBy: (name) => name === '',
  },
  {
    rule: `it must have at most ${maxLength} characters`,
    tool: 'Lambda',
    isBrokenBy: (name) => name.length > maxLength,
  },
  {
    rule: 'it must not have upper-case letters',
    tool: 'Docker and npm',
    isBrokenBy: (name) => /[A-Z]/.test(name),
  },
  {
    rule: 'words must be separated by one underscore, not by a hyphen',
    tool: 'Mix and OTP',
    isBrokenBy: (name) => name.includes('-'),
  },
  {
    rule: 'it must be made of letters of a to z, digits and underscores',
    tool: 'Docker, npm, Mix and OTP',
    isBrokenBy: (name) => /[^a-zA-Z0-9_-]/.test(name),
  },
  {
    rule: 'it must start with a letter',
    tool: 'Mix and OTP',
    isBrokenBy: (name) => /^[^a-zA-Z]/.test(name),
  },
  {
    rule: 'it must not end with an underscore or have two in a row',
    tool: 'Docker',
    isBrokenBy: (name) => /_$|__/.test(name),
  },
];

/**
 * What is wrong with the name of a function, if anything. The name becomes a Docker repository, a
 * Mix or OTP application, an npm package and a Lambda function, so it must suit all of them.
 */
export function checkName(name: string): Problem | undefined {
  const broken = rules.filter((rule) => rule.isBrokenBy(name));
  if (broken.length > 0) {
    const reasons = broken.map(({ rule, tool }) => `${rule} (${tool})`).join('; ');
    return problemWith(name, `cannot be the name of a function: ${reasons}.`);
  }
  const reservation = findReservation(name);
  if (reservation !== undefined) {
    return problemWith(name, `cannot be the name of a function: it is ${reservation.by}.`);
  }
  return undefined;
}

/** The good name that is nearest to what the user typed. */
export function nearestName(name: string): string {
  const snake = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
  const words = /^[0-9]/.test(snake.replace(/^_+/, '')) ? `fn_${snake}` : snake;
  const fit = tidy(words).slice(0, maxLength);
  const candidate = tidy(fit) || 'hello';
  const suffix = '_function';
  return findReservation(candidate) === undefined
    ? candidate
    : `${candidate.slice(0, maxLength - suffix.length)}${suffix}`;
}

function tidy(name: string): string {
  return name.replaceAll(/_{2,}/g, '_').replaceAll(/^_|_$/g, '');
}

function findReservation(name: string): Reservation | undefined {
  return reservations.find(({ names }) => names.has(name));
}

function problemWith(name: string, what: string): Problem {
  return { problem: `"${name}" ${what}`, fix: `Try "${nearestName(name)}".` };
}
