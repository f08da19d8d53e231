/** Charts as SVG: lines over steps, and bars. With axes, units, and a dash of its own for each line beside its colour. */
import { html } from './markup.ts';
import type { Markup } from './markup.ts';

export interface Line {
  readonly name: string;
  /** One for each place, 0 or more. */
  readonly values: readonly number[];
}

export interface LineChart {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Of the vertical axis, whose highest value is at least `least`. */
  readonly text: (value: number) => string;
  readonly least: number;
  /** What the horizontal axis says at its ends and below; steps from the first place on where not given. */
  readonly axis?: { readonly ends: readonly [string, string]; readonly unit: string };
}

const WIDTH = 460;
const HEIGHT = 200;
const LEFT = 72;
const RIGHT = 448;
const TOP = 12;
const BOTTOM = 168;

/** More points are no finer on paper: of those that fall together, the highest is drawn. */
const POINTS_MAX = 300;

/** @param first  step of the first place, for the horizontal axis */
export function lineChart({ title, lines, text, least, axis }: LineChart, first: number): Markup {
  const places = Math.max(...lines.map(({ values }) => values.length));
  const most = Math.max(least, ...lines.map(({ values }) => highest(values)));
  const ticks = [0, most / 2, most];
  const y = (value: number): number => rounded(BOTTOM - (value / most) * (BOTTOM - TOP));
  const x = (place: number): number => rounded(LEFT + (place / places) * (RIGHT - LEFT));
  const { ends, unit } = axis ?? {
    ends: [placeText(0, first), placeText(places - 1, first)],
    unit: 'step',
  };
  return html`<figure class="plot">
    <figcaption>
      ${title}<span class="keys">${lines.map(({ name }, i) => key(name, i))}</span>
    </figcaption>
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="${title} ${summary(lines, text)}"
      data-left="${LEFT}"
      data-right="${RIGHT}"
    >
      ${ticks.map((value) => tick(value, y(value), text))}
      <path class="axis" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}" />
      ${ends.map((end, i) => html`<text class="tick${i === 0 ? '' : ' end'}" x="${i === 0 ? LEFT : RIGHT}" y="${BOTTOM + 16}">${end}</text>`)}
      <text class="unit" x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 28}">${unit}</text>
      ${lines.map(({ values }, i) => html`<path class="line line-${i + 1}" d="${pathOf(values, x, y)}" />`)}
      <path class="cursor" d="" />
    </svg>
  </figure>`;
}

function placeText(place: number, first: number): string {
  return place === 0 && first === 0 ? 'start' : String(first + place - 1);
}

function key(name: string, i: number): Markup {
  return html`<span class="key"
    ><svg width="28" height="10" aria-hidden="true">
      <path class="line line-${i + 1}" d="M0 5H28" /></svg
    >${name}</span
  >`;
}

/** For who does not see it. */
function summary(lines: readonly Line[], text: (value: number) => string): string {
  const of = ({ name, values }: Line): string =>
    `${name} from ${text(values[0] ?? 0)} to ${text(values.at(-1) ?? 0)}, at most ${text(highest(values))}`;
  return lines.map(of).join('; ');
}

function tick(value: number, at: number, text: (value: number) => string): Markup {
  return html`<path class="grid" d="M${LEFT} ${at}H${RIGHT}" /><text
      class="tick end"
      x="${LEFT - 6}"
      y="${at + 4}"
      >${text(value)}</text
    >`;
}

function pathOf(
  values: readonly number[],
  x: (place: number) => number,
  y: (value: number) => number,
): string {
  const apart = Math.ceil(values.length / POINTS_MAX);
  let path = '';
  for (let from = 0; from < values.length; from += apart) {
    const value = highest(values.slice(from, from + apart));
    path += path === '' ? `M${x(from)} ${y(value)}` : `H${x(from)}V${y(value)}`;
  }
  return `${path}H${x(values.length)}`;
}

function highest(values: readonly number[]): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** One bar. */
export interface Bar {
  readonly name: string;
  readonly count: number;
}

const BAR_HEIGHT = 20;
const NAME_WIDTH = 160;
const BARS_RIGHT = 390;

/** @param unit  what is counted */
export function barChart(title: string, bars: readonly Bar[], unit: string): Markup {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const height = bars.length * BAR_HEIGHT + 24;
  const width = (count: number): number => rounded((count / most) * (BARS_RIGHT - NAME_WIDTH));
  const names = bars.map(({ name, count }) => `${name} ${count}`).join(', ');
  return html`<figure class="plot">
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}: ${names}">
      ${bars.map(({ name, count }, i) => {
        const at = i * BAR_HEIGHT;
        return html`<text class="tick end" x="${NAME_WIDTH - 6}" y="${at + 14}">${name}</text
          ><rect
            class="bar"
            x="${NAME_WIDTH}"
            y="${at + 3}"
            width="${width(count)}"
            height="${BAR_HEIGHT - 6}"
          /><text class="tick" x="${NAME_WIDTH + width(count) + 6}" y="${at + 14}"
            >${amountText(count)}</text
          >`;
      })}
      <path class="axis" d="M${NAME_WIDTH} 0V${height - 24}H${BARS_RIGHT}" />
      <text class="unit" x="${(NAME_WIDTH + BARS_RIGHT) / 2}" y="${height - 6}">${unit}</text>
    </svg>
  </figure>`;
}

function amountText(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
