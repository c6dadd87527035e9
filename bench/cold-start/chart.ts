import { number } from './format.ts';
import type { Spread } from './statistics.ts';
import type { Kind } from './language-bench.ts';

export interface Bar {
  label: string;
  kind: Kind;
  value: Spread;
}
export interface BarGroup {
  title: string;
  bars: Bar[];
}
export interface Chart {
  title: string;
  unit: string;
  groups: BarGroup[];
}

const width = 760;
const margin = 16;
const labelWidth = 270;
const valueWidth = 90;
const rowHeight = 24;
const barHeight = 14;
const groupGap = 12;

/** GitHub shows a chart as an image: only the style in it knows whether the page is light or dark. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .heading { font-weight: 600 }
  .ours { fill: #0969da } .stock { fill: #afb8c1 } .bare { fill: #d8dee4 }
  .spread { stroke: #1f2328; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ours { fill: #4493f8 } .stock { fill: #6e7681 } .bare { fill: #3d444d }
    .spread { stroke: #e6edf3 }
  }`;

/** Bars from left to right, each with a line from the lower to the upper quartile, as an SVG document. */
export function barChart({ title, unit, groups }: Chart): string {
  const bars = groups.flatMap((group) => group.bars);
  const longest = Math.max(...bars.map(({ value }) => value.upper));
  const scale = (width - 2 * margin - labelWidth - valueWidth) / longest;

  let y = margin + rowHeight;
  const parts = [text(margin, y - 8, title, 'heading')];
  for (const group of groups) {
    y += groupGap + rowHeight;
    parts.push(text(margin, y - 8, group.title, 'heading'));
    for (const each of group.bars) {
      parts.push(bar(each, y, scale, unit));
      y += rowHeight;
    }
  }
  const height = y + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escape(title)}</title>
<desc id="description">${escape(groups.map((group) => describe(group, unit)).join(' '))}</desc>
<style>${style}
</style>
${parts.join('\n')}
</svg>
`;
}

function bar({ label, kind, value }: Bar, y: number, scale: number, unit: string): string {
  const left = margin + labelWidth;
  function at(amount: number) {
    return round(left + amount * scale);
  }
  const top = y + (rowHeight - barHeight) / 2;
  const middle = top + barHeight / 2;
  const end = Math.max(at(value.median), at(value.upper));
  return [
    text(margin, middle + 4.5, label),
    `<rect class="${kind}" x="${left}" y="${top}" width="${round(value.median * scale)}" height="${barHeight}"/>`,
    `<path class="spread" d="M${at(value.lower)} ${middle}H${at(value.upper)}"/>`,
    text(end + 8, middle + 4.5, `${number(value.median)} ${unit}`),
  ].join('\n');
}

function describe({ title, bars }: BarGroup, unit: string): string {
  return `${title}: ${bars.map(({ label, value }) => `${label} ${number(value.median)} ${unit}`).join(', ')}.`;
}

function text(x: number, y: number, content: string, className?: string): string {
  return `<text x="${round(x)}" y="${round(y)}"${className === undefined ? '' : ` class="${className}"`}>${escape(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
