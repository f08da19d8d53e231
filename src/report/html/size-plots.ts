/** How large a heap was over a program, and how much of it was no client's. */
import type { Sizes } from '../film/film.ts';
import type { FilmReport } from './data.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { byteSize } from '../words.ts';
import { lineChart } from './plot.ts';
import type { Line } from './plot.ts';

const NAMES: Readonly<Record<string, string>> = {
  live: 'asked for and live',
  usable: 'usable by the client',
  spans: 'in spans',
  committed: 'had of the system',
  released: 'given back',
};

export function sizePlots({ sizes, film: { omitted } }: FilmReport): Markup {
  const linesOf = (keys: readonly string[]): readonly Line[] =>
    keys
      .filter((key) => key in (sizes[0] ?? {}))
      .map((key) => ({ name: NAMES[key] ?? key, values: sizes.map((at) => at[key] ?? 0) }));
  const chartOf = (title: string, keys: readonly string[]): readonly Markup[] => {
    const lines = linesOf(keys);
    return lines.length === 0
      ? []
      : [lineChart({ title, lines, text: byteSize, least: 1 }, omitted)];
  };
  const lost = sizes.map(lostShare);
  const fragmentation = {
    title: 'Fragmentation: share of what is in use that no client asked for',
    lines: [{ name: 'fragmentation', values: lost }],
    text: (share: number) => `${Math.round(share * 100)} %`,
    least: 1,
  };
  return html`<h3>Size over time</h3>
    <div class="plots">
      ${chartOf('In use', ['live', 'usable', 'spans'])}${lineChart(fragmentation, omitted)}${chartOf('Of the system', ['committed', 'released'])}
    </div>`;
}

/** 0 where nothing is in use. */
function lostShare({ live = 0, spans, usable = 0 }: Sizes): number {
  const inUse = spans ?? usable;
  return inUse === 0 ? 0 : Math.max(0, 1 - live / inUse);
}
