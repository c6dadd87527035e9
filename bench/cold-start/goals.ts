import type { Summary } from './summary.ts';

/** What is compared: ours by default, what people use today, and the least that the VM can do. */
export type Compared = { ours: Summary; stock: Summary; limit: Summary };

/** Something to reach: a value that is to be at most so much. */
export type Goal = {
  what: string;
  unit: '×' | 'ms' | 'MB';
  atMost: number;
  value: (compared: Compared) => number;
};

const coldToStock = (setting: '1' | '0.29', atMost: number): Goal => ({
  what: `first \`next\` at ${setting} vCPU, to stock`,
  unit: '×',
  atMost,
  value: ({ ours, stock }) => ours.cold[setting].median / stock.cold[setting].median,
});

const coldToLimit = (what: string, atMost: number): Goal => ({
  what: `first \`next\` at 1 vCPU, to ${what}`,
  unit: '×',
  atMost,
  value: ({ ours, limit }) => ours.cold['1'].median / limit.cold['1'].median,
});

const beam: Goal[] = [
  coldToStock('1', 0.1),
  coldToStock('0.29', 0.1),
  coldToLimit('a bare `erl` with tuned flags', 0.6),
  {
    what: 'first invocation',
    unit: 'ms',
    atMost: 0.3,
    value: ({ ours }) => ours.first.median,
  },
  { what: 'memory', unit: 'MB', atMost: 30, value: ({ ours }) => ours.memory.median },
  { what: 'image, compressed', unit: 'MB', atMost: 8, value: ({ ours }) => ours.gz },
];

/** What is to be reached in a language, and the id of the variant that is its limit. */
export const goals: Readonly<Record<string, { limit: string; goals: Goal[] }>> = {
  elixir: { limit: 'erlang-bare-tuned', goals: beam },
  erlang: { limit: 'erlang-bare-tuned', goals: beam },
  nodejs: {
    limit: 'nodejs-bare',
    goals: [
      coldToStock('1', 0.08),
      coldToLimit('a bare `node:net` loop', 1.25),
      {
        what: 'image, compressed, to stock',
        unit: '×',
        atMost: 0.48,
        value: ({ ours, stock }) => ours.gz / stock.gz,
      },
      {
        what: 'memory, to stock',
        unit: '×',
        atMost: 0.33,
        value: ({ ours, stock }) => ours.memory.median / stock.memory.median,
      },
    ],
  },
};
