import type { Summary } from './summary.ts';

/** What is compared: our default, the first alternative, the bare VM, and our large application. */
export interface Compared {
  ours: Summary;
  stock: Summary;
  bare: Summary;
  /** Our application of the size of real ones with our boot and the standard one, if the language has it. */
  application: { ours: Summary | undefined; standard: Summary | undefined };
}

/** A value and its upper limit. */
export interface Goal {
  what: string;
  unit: '×' | 'ms' | 'MB';
  atMost: number;
  value: (compared: Compared) => number;
}

function coldToStock(setting: '1' | '0.29', atMost: number): Goal {
  return {
    what: `cold start at ${setting} vCPU, relative to stock`,
    unit: '×',
    atMost,
    value: ({ ours, stock }) => ours.cold[setting].median / stock.cold[setting].median,
  };
}

function coldToBare(what: string, atMost: number): Goal {
  return {
    what: `cold start at 1 vCPU, relative to ${what}`,
    unit: '×',
    atMost,
    value: ({ ours, bare }) => ours.cold['1'].median / bare.cold['1'].median,
  };
}

function applicationToStandard(
  what: string,
  atMost: number,
  of: (summary: Summary) => { median: number },
): Goal {
  return {
    what: `application: ${what}, relative to the standard boot`,
    unit: '×',
    atMost,
    value: ({ application: { ours, standard } }) => of(ours!).median / of(standard!).median,
  };
}

const beam: Goal[] = [
  coldToStock('1', 0.083),
  coldToStock('0.29', 0.1),
  coldToBare('a bare `erl` with tuned flags', 0.6),
  {
    what: 'first invocation',
    unit: 'ms',
    atMost: 0.3,
    value: ({ ours }) => ours.first.median,
  },
  { what: 'memory', unit: 'MB', atMost: 30, value: ({ ours }) => ours.memory.median },
  { what: 'image, compressed', unit: 'MB', atMost: 8, value: ({ ours }) => ours.gz },
  applicationToStandard('cold start at 1 vCPU', 0.6, ({ cold }) => cold['1']),
  applicationToStandard('cold start at 0.29 vCPU', 0.6, ({ cold }) => cold['0.29']),
  applicationToStandard('memory', 1.15, ({ memory }) => memory),
];

const node: Goal[] = [
  coldToStock('1', 0.095),
  coldToBare('a bare `node:net` loop', 1.25),
  {
    what: 'image, compressed, relative to stock',
    unit: '×',
    atMost: 0.505,
    value: ({ ours, stock }) => ours.gz / stock.gz,
  },
  {
    what: 'memory, relative to stock',
    unit: '×',
    atMost: 0.47,
    value: ({ ours, stock }) => ours.memory.median / stock.memory.median,
  },
];

/** The goals of a language, and the id of the bare VM to compare with. */
export const goals: Readonly<Record<string, { bare: string; goals: Goal[] }>> = {
  elixir: { bare: 'erlang-bare-tuned', goals: beam },
  erlang: { bare: 'erlang-bare-tuned', goals: beam },
  nodejs: { bare: 'nodejs-bare', goals: node },
  typescript: { bare: 'nodejs-bare', goals: node },
};
