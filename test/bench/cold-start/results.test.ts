import { expect, test } from 'vitest';
import { coldStartChart } from '../../../bench/cold-start/cold-start-chart.ts';
import { page } from '../../../bench/cold-start/page.ts';
import { type Measured, reachedIn } from '../../../bench/cold-start/results.ts';
import { round } from '../../../bench/cold-start/rounds.ts';
import { summarize } from '../../../bench/cold-start/summary.ts';
import { variantsOf } from '../../../bench/cold-start/variants.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';

const image = { rawMb: 20, gzMb: 7, root: '/', argv: [], env: {}, cwd: '/' };
const work = { firstMs: 0.2, memoryMb: 25, smallMs: [0.1, 0.1], largeMs: [2, 3] };
const coldMs = { ours: 50, stock: 640, bare: 90 };
const standardMs = 100;

const languages = loadCatalog().languages;
const elixir = languages.find(({ id }) => id === 'elixir')!;

const measured = variantsOf(languages).map((variant): Measured => {
  const samples = round([variant.id]).map(({ setting }) => {
    const isStandard = 'boot' in variant;
    const start = {
      coldMs: isStandard ? standardMs : coldMs[variant.kind],
      cpuMs: 60,
      readMb: 20,
    };
    return { variant: variant.id, setting: setting.id, ...start, work };
  });
  return { variant, summary: summarize(samples, image) };
});

test('goals are met by the default of a language', () => {
  const reached = reachedIn(elixir, measured);
  expect(reached).toContainEqual({
    what: 'cold start at 1 vCPU, relative to stock',
    unit: '×',
    atMost: 0.083,
    value: 50 / 640,
    isMet: true,
  });
  expect(reached).toContainEqual({
    what: 'application: cold start at 1 vCPU, relative to the standard boot',
    unit: '×',
    atMost: 0.6,
    value: 0.5,
    isMet: true,
  });
  expect(reached.map(({ isMet }) => isMet)).not.toContain(false);
});

test('a goal is not met by less', () => {
  const slow = measured.map((each) =>
    each.variant.id === 'elixir-scratch'
      ? { ...each, summary: { ...each.summary, gz: 8.1 } }
      : each,
  );
  const missed = reachedIn(elixir, slow).filter(({ isMet }) => !isMet);
  expect(missed).toMatchObject([{ what: 'image, compressed', atMost: 8, value: 8.1 }]);
});

test('a language without goals has results only', () => {
  const other = { ...elixir, id: 'other', title: 'Other' };
  expect(reachedIn(other, measured)).toStrictEqual([]);
  expect(page([other], measured, [], '')).toContain('## Other');
});

test('the page has every language, what was measured, and where', () => {
  const text = page(languages, measured, [['Kernel', 'Linux 6.1']], 'make bench');
  for (const { title } of languages) expect(text).toContain(`\n## ${title}\n`);
  for (const { variant } of measured) expect(text).toContain(variant.title);
  expect(text).toContain('- Kernel: Linux 6.1\n- Command: `make bench`');
});

test('the page says which boot a build has chosen', () => {
  const lean = measured.map((each) => ({ ...each, boot: 'lean: 64 modules' }));
  expect(page([elixir], lean, [], '')).toContain(
    '- boot of *lambda-container, scratch*: lean: 64 modules',
  );
});

test('the chart can be read without seeing it, and in the dark', () => {
  const svg = coldStartChart(languages, measured);
  expect(svg).toContain('<title id="title">');
  expect(svg).toMatch(
    /<desc id="description">.*Elixir: lambda-container, scratch 50.0 ms, .*<\/desc>/,
  );
  expect(svg).toContain('@media (prefers-color-scheme: dark)');
});
