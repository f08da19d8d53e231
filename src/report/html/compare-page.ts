/** Comparisons as one page that needs nothing else, and runs nothing. */
import { externalOf, internalOf } from '../../compare/compared.ts';
import type { Compared, Point } from '../../compare/compared.ts';
import { TIER_NAMES, rowGroups } from '../compare-rows.ts';
import { inputText } from '../comparison.ts';
import type { Comparison } from '../comparison.ts';
import { amount, byteSize, listed } from '../words.ts';
import { digest, html, raw } from './markup.ts';
import type { Markup } from './markup.ts';
import { barChart, lineChart } from './plot.ts';
import type { Line, LineChart } from './plot.ts';
import { STYLE } from './style.ts';

/** Allocators whose lines one plot can tell apart, beside that of what is live. */
const LINES_MAX = 3;

export function comparePage(comparisons: readonly Comparison[]): string {
  const subjects = comparisons[0]?.compared.map(({ subject }) => subject) ?? [];
  const title = `${listed(subjects)} side by side`;
  const policy = [
    "default-src 'none'",
    `style-src '${digest(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>allocheck: ${title}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>allocheck: ${title}</h1>
          <nav aria-label="programs">
            <ul>
              ${comparisons.map(({ name }, i) => html`<li><a href="#${idOf(i)}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${comparisons.map((comparison, i) => comparisonSection(comparison, idOf(i)))}
          ${measuresSection()}
        </main>
      </body>
    </html> `.text;
}

function idOf(index: number): string {
  return `program-${index + 1}`;
}

function comparisonSection(comparison: Comparison, id: string): Markup {
  const { name, compared } = comparison;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${name}</h2>
    <p>${inputText(comparison)}</p>
    ${compared.flatMap(brokenPart)}
    <div class="plots">
      ${footprintCharts(comparison)} ${fragmentationCharts(comparison)}
      ${compared.flatMap(tierChart)}
    </div>
    ${tablePart(name, compared)}
  </section>`;
}

function brokenPart({ subject, brokeDown }: Compared): readonly Markup[] {
  if (brokeDown === undefined) return [];
  const text = html`<p class="bad">
    ${subject} broke down at step ${brokeDown.step}: ${brokeDown.message}
  </p>`;
  return [text];
}

function axisOf({ commands }: Comparison): NonNullable<LineChart['axis']> {
  return { ends: ['0', amount(commands)], unit: 'commands' };
}

/** Some allocators to a plot, each with what is live. */
function footprintCharts(comparison: Comparison): readonly Markup[] {
  const { compared } = comparison;
  const longest = compared.toSorted((a, b) => b.points.length - a.points.length)[0];
  if (longest === undefined || longest.points.length === 0) return [];
  const live = { name: 'live, as asked for', values: longest.points.map((point) => point.live) };
  const lines = linesOf(compared, ({ footprint }) => footprint);
  return inGroups(lines).map((group) =>
    lineChart(
      {
        title: 'Footprint: bytes of the system',
        lines: [...group, live],
        text: byteSize,
        least: 1,
        axis: axisOf(comparison),
      },
      0,
    ),
  );
}

function fragmentationCharts(comparison: Comparison): readonly Markup[] {
  const share = (point: Point): number | undefined => {
    const { footprint } = point;
    if (footprint === undefined) return undefined;
    const lost = internalOf(point) + (externalOf(point) ?? 0);
    return footprint === 0 ? 0 : Math.max(0, lost / footprint);
  };
  return inGroups(linesOf(comparison.compared, share)).map((group) =>
    lineChart(
      {
        title: 'Fragmentation: share of the footprint that nobody asked for',
        lines: group,
        text: (part) => `${Math.round(part * 100)} %`,
        least: 1,
        axis: axisOf(comparison),
      },
      0,
    ),
  );
}

/** Of those that tell it. */
function linesOf(
  compared: readonly Compared[],
  valueOf: (point: Point) => number | undefined,
): readonly Line[] {
  return compared.flatMap(({ subject, points }) => {
    const values = points.flatMap((point) => valueOf(point) ?? []);
    return values.length === 0 ? [] : [{ name: subject, values }];
  });
}

function inGroups(lines: readonly Line[]): readonly (readonly Line[])[] {
  const groups: Line[][] = [];
  for (let from = 0; from < lines.length; from += LINES_MAX)
    groups.push(lines.slice(from, from + LINES_MAX));
  return groups;
}

function tierChart({ subject, tiers }: Compared): readonly Markup[] {
  if (tiers === undefined) return [];
  const bars = (Object.keys(TIER_NAMES) as (keyof typeof TIER_NAMES)[]).flatMap((tier) => {
    const count = tiers[tier];
    return count === undefined ? [] : [{ name: TIER_NAMES[tier], count }];
  });
  return [barChart(`Requests by tier: ${subject}`, bars, 'requests')];
}

function tablePart(name: string, compared: readonly Compared[]): Markup {
  return html`<div class="wide" tabindex="0" role="region" aria-label="numbers of ${name}">
    <table>
      <thead>
        <tr>
          <th scope="col">measure</th>
          ${compared.map(({ subject }) => html`<th scope="col" class="number">${subject}</th>`)}
        </tr>
      </thead>
      ${rowGroups(compared).map(
        ({ title, rows }) =>
          html`<tbody>
            <tr>
              <th scope="rowgroup" class="group" colspan="${compared.length + 1}">${title}</th>
            </tr>
            ${rows.map(
              ({ label, cells }) =>
                html`<tr>
                  <th scope="row">${label}</th>
                  ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
                </tr>`,
            )}
          </tbody>`,
      )}
    </table>
  </div>`;
}

const MEASURES: readonly (readonly [what: string, is: string])[] = [
  [
    'footprint',
    'bytes of the system that are backed by memory, without what the allocator tells of as bookkeeping',
  ],
  ['internal fragmentation', 'bytes of live blocks that nobody asked for: usable less asked'],
  ['external fragmentation', 'bytes of the footprint in no live block: footprint less usable'],
  ['distance', 'allocations between the free of an address and the one that returned it'],
  ['tier', 'the farthest that a request came to'],
  ['–', 'the allocator does not tell'],
];

function measuresSection(): Markup {
  return html`<section aria-labelledby="measures">
    <h2 id="measures">What is measured</h2>
    <dl class="values">
      ${MEASURES.map(
        ([what, is]) =>
          html`<dt>${what}</dt>
            <dd>${is}</dd>`,
      )}
    </dl>
  </section>`;
}
