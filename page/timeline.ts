import { byId, element } from './element.ts';
import { clock, duration } from './format-time.ts';
import type { Build, Environment, Invocation, Model, Phase } from './model.ts';

export interface Timeline {
  /** `now` is the time of the server. */
  update(now: number): void;
}

const namespace = 'http://www.w3.org/2000/svg' as const;
const spans = [2000, 5000, 15_000, 60_000, 300_000, 1_800_000];
/** Between two times that are named. */
const steps = [250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000];
const rowHeight = 22;
const axisHeight = 20;
const mostRows = 60;
/** A bar that is narrower cannot be seen. */
const leastWidth = 2;

const legend: Readonly<Record<string, string>> = {
  build: 'build',
  init: 'init',
  invoke: 'invoke',
  error: 'error',
  idle: 'idle',
  frozen: 'frozen',
  shutdown: 'shutdown',
};

/** A bar of a row, in milliseconds since 1970. */
interface Bar {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly invocation?: Invocation | undefined;
}

interface Row {
  readonly name: string;
  readonly bars: readonly Bar[];
}

/** What was built, and what each execution environment was doing, on one clock. */
export function createTimeline(
  model: Model,
  getNow: () => number,
  onSelect: (invocation: Invocation) => void,
): Timeline {
  const chart = byId('chart');
  const live = byId('live');
  let spanIndex = 2;
  /** The right edge; undefined while it is now. */
  let fixedEnd: number | undefined;
  let drawn: readonly Bar[] = [];

  byId('legend').append(
    ...Object.entries(legend).map(([kind, name]) =>
      element('li', {}, element('span', { class: `key ${kind}` }), name),
    ),
  );

  function span(): number {
    return spans[spanIndex]!;
  }

  function zoom(step: number): void {
    spanIndex = Math.max(0, Math.min(spans.length - 1, spanIndex + step));
    draw(getNow());
  }

  function pan(ms: number): void {
    const now = getNow();
    const end = (fixedEnd ?? now) + ms;
    fixedEnd = end >= now ? undefined : end;
    draw(now);
  }

  function setLive(isLive: boolean): void {
    fixedEnd = isLive ? undefined : getNow();
    draw(getNow());
  }

  byId('zoom-in').addEventListener('click', () => zoom(-1));
  byId('zoom-out').addEventListener('click', () => zoom(1));
  live.addEventListener('click', () => setLive(fixedEnd !== undefined));
  chart.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') pan(-span() / 4);
    else if (key === 'ArrowRight') pan(span() / 4);
    else if (key === '+') zoom(-1);
    else if (key === '-') zoom(1);
    else if (key === 'End') setLive(true);
  });
  chart.addEventListener('click', ({ target }) => {
    const bar = drawn[Number((target as Element).getAttribute('data-bar') ?? -1)];
    if (bar?.invocation !== undefined) onSelect(bar.invocation);
  });
  chart.addEventListener('pointerdown', (down) => {
    let from = down.clientX;
    function move({ clientX }: PointerEvent): void {
      // A click moves a little.
      if (from === down.clientX && Math.abs(clientX - from) < 4) return;
      pan(((from - clientX) / plotWidth()) * span());
      from = clientX;
    }
    addEventListener('pointermove', move);
    addEventListener('pointerup', () => removeEventListener('pointermove', move), { once: true });
  });
  new ResizeObserver(() => draw(getNow())).observe(chart);

  function labelWidth(): number {
    return chart.clientWidth < 600 ? 90 : 160;
  }

  function plotWidth(): number {
    return Math.max(50, chart.clientWidth - labelWidth() - 8);
  }

  function draw(now: number): void {
    const to = fixedEnd ?? now;
    const from = to - span();
    byId('span').textContent = spanText(span());
    live.setAttribute('aria-pressed', String(fixedEnd === undefined));
    if (chart.clientWidth === 0) return;
    const rows = rowsOf(model, from, to, now);
    const left = labelWidth();
    const width = plotWidth();
    const height = axisHeight + rows.length * rowHeight + 4;
    const svg = node('svg', {
      width: chart.clientWidth,
      height,
      role: 'img',
      'aria-label': summary(rows),
    });
    function x(at: number): number {
      return left + Math.max(0, Math.min(1, (at - from) / span())) * width;
    }
    svg.append(...axis(from, to, x, height));
    const bars: Bar[] = [];
    for (const [index, row] of rows.entries()) {
      const y = axisHeight + index * rowHeight;
      const label = node('text', { x: 8, y: y + 15, class: 'label' });
      label.textContent = shortened(row.name, left);
      svg.append(label);
      const ends = new Map<string, number>();
      for (const bar of row.bars) {
        const start = x(bar.from);
        const barWidth = Math.max(leastWidth, x(bar.to) - start);
        // Thousands of short ones of a kind would be drawn over each other.
        if (start + barWidth < (ends.get(bar.kind) ?? -Infinity) + 0.5) continue;
        ends.set(bar.kind, start + barWidth);
        const isThin = bar.kind === 'idle' || bar.kind === 'frozen';
        const rect = node('rect', {
          class: bar.kind,
          x: start,
          y: y + (isThin ? 8 : 4),
          width: barWidth,
          height: rowHeight - (isThin ? 16 : 8),
          rx: isThin ? 0 : 2,
          'data-bar': bars.length,
        });
        const title = node('title');
        title.textContent = bar.title;
        rect.append(title);
        svg.append(rect);
        bars.push(bar);
      }
    }
    drawn = bars;
    const hint =
      rows.length === 0 ? [element('p', { class: 'empty' }, 'Nothing happened in this time.')] : [];
    chart.replaceChildren(svg, ...hint);
  }

  return {
    update(now) {
      if (fixedEnd === undefined) draw(now);
    },
  };
}

function rowsOf(model: Model, from: number, to: number, now: number): Row[] {
  function isSeen(each: { from: number; to: number | undefined }): boolean {
    return each.from < to && (each.to ?? now) > from;
  }
  const builds = model.builds.filter(isSeen).map((build) => buildBar(build, now));
  const rows = model.environments
    .map((environment) => ({
      name: `${environment.function} ${environment.number}`,
      bars: environment.phases.filter(isSeen).map((phase) => phaseBar(environment, phase, now)),
    }))
    .filter(({ bars }) => bars.length > 0)
    // The newest are of most interest, and have to be in sight.
    .toReversed()
    .slice(0, mostRows);
  return builds.length === 0 ? rows : [{ name: 'build', bars: builds }, ...rows];
}

function buildBar({ from, to, files, outcome }: Build, now: number): Bar {
  const end = to ?? now;
  const what = { running: 'runs', updated: 'reloaded', built: 'built the image', failed: 'failed' };
  return {
    kind: outcome === 'failed' ? 'build error' : 'build',
    from,
    to: end,
    title: `build: ${files.slice(0, 5).join(', ')}: ${what[outcome]}, ${duration(end - from)}`,
  };
}

function phaseBar({ function: name, number }: Environment, phase: Phase, now: number): Bar {
  const { state, from, to = now, invocation } = phase;
  const isThawed = state === 'frozen' && phase.to !== undefined;
  const isError = invocation?.status === 'failed' || invocation?.status === 'lost';
  return {
    kind: isError ? 'invoke error' : state,
    from,
    to,
    title: [
      `${name} ${number}: ${state} ${duration(to - from)}, from ${clock(from, 3)}${isThawed ? ', then thawed' : ''}`,
      ...(invocation === undefined ? [] : [`${invocation.source}, ${invocation.status}`]),
    ].join('\n'),
    invocation,
  };
}

function axis(from: number, to: number, x: (at: number) => number, height: number): SVGElement[] {
  const most = Math.max(1, (x(to) - x(from)) / 90);
  const step = steps.find((each) => (to - from) / each <= most) ?? steps.at(-1)!;
  const marks: SVGElement[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const line = node('line', {
      x1: x(at),
      x2: x(at),
      y1: axisHeight - 4,
      y2: height,
      class: 'grid',
    });
    const label = node('text', { x: x(at) + 3, y: 12, class: 'tick' });
    label.textContent = step < 1000 ? clock(at, 3).slice(6, 10) : clock(at);
    marks.push(line);
    // The last one would be cut.
    if (x(to) - x(at) > 50) marks.push(label);
  }
  return marks;
}

function summary(rows: readonly Row[]): string {
  const last = rows.map(({ name, bars }) => `${name}: ${bars.at(-1)!.kind}`);
  return last.length === 0 ? 'Nothing happened in this time.' : last.join('; ');
}

function shortened(name: string, width: number): string {
  const most = Math.floor((width - 12) / 6.7);
  // The number at the end is what tells them apart.
  return name.length <= most
    ? name
    : `${name.slice(0, Math.floor(most / 2) - 1)}…${name.slice(-Math.ceil(most / 2))}`;
}

function spanText(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} min`;
}

function node(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
