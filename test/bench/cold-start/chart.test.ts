import { expect, test } from 'vitest';
import { barChart } from '../../../bench/cold-start/chart.ts';

function exact(value: number) {
  return { median: value, lower: value, upper: value };
}

const svg = barChart({
  title: 'Time & <space>',
  unit: 'ms',
  groups: [
    {
      title: 'One',
      bars: [
        { label: 'ours', kind: 'ours', value: exact(10) },
        { label: 'stock', kind: 'stock', value: { median: 100, lower: 90, upper: 120 } },
      ],
    },
  ],
});

test('bars are as long as their values', () => {
  const widths = [...svg.matchAll(/<rect class="\w+" [^>]*? width="([\d.]+)"/g)];
  const [ours, stock] = widths.map(([, width]) => Number(width));
  expect(stock! / ours!).toBeCloseTo(10, 1);
});

test('nothing is outside of the picture', () => {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
  const xs = [...svg.matchAll(/ x="([\d.]+)"/g)].map(([, x]) => Number(x));
  const ys = [...svg.matchAll(/ y="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(Math.max(...xs)).toBeLessThan(width!);
  expect(Math.max(...ys)).toBeLessThan(height!);
});

test('text is text', () => {
  expect(svg).toContain('<title id="title">Time &amp; &lt;space&gt;</title>');
  expect(svg).toContain('>100 ms</text>');
});
