/** A comparison, for people: a table, and the footprints over time. */
import type { Compared } from '../compare/compared.ts';
import { rowGroups } from './compare-rows.ts';
import { inputText } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import type { Paint } from './paint.ts';
import { textPlot } from './text-plot.ts';
import { amount, byteSize } from './words.ts';

/** Columns of the labels, and of each allocator at least. */
const LABEL = 32;
const CELL = 20;
/** Of a line of the message with which an allocator broke down. */
const MESSAGE_MAX = 200;

export function compareText(comparison: Comparison, paint: Paint): string {
  const { name, compared } = comparison;
  const lines = [
    `${paint.bold(name)}, ${inputText(comparison)}`,
    '',
    ...tableLines(compared, paint),
    '',
    ...plotLines(comparison),
    ...brokenLines(comparison, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function tableLines(compared: readonly Compared[], paint: Paint): readonly string[] {
  const widths = compared.map(({ subject }) => Math.max(CELL, subject.length + 2));
  const line = (label: string, cells: readonly string[]): string =>
    label.padEnd(LABEL) + cells.map((cell, i) => cell.padStart(widths[i] as number)).join('');
  const head = line(
    '',
    compared.map(({ subject }) => subject),
  );
  return [
    paint.bold(head),
    ...rowGroups(compared).flatMap(({ title, rows }) => [
      paint.bold(title),
      ...rows.map(({ label, cells }) => line(`  ${label}`, cells)),
    ]),
  ];
}

/** Nothing is drawn of an empty program. */
function plotLines({ commands, compared }: Comparison): readonly string[] {
  const drawn = compared
    .map(({ subject, points }, i) => ({ subject, points, mark: String((i + 1) % 10) }))
    .filter(({ points }) => points.some(({ footprint }) => footprint !== undefined));
  const longest = compared.toSorted((a, b) => b.points.length - a.points.length)[0];
  if (longest === undefined || longest.points.length === 0) return [];
  const keys = [...drawn.map(({ mark, subject }) => `${mark} ${subject}`), '. live, as asked for'];
  const live = { mark: '.', values: longest.points.map((point) => point.live) };
  const footprints = drawn.map(({ mark, points }) => ({
    mark,
    values: points.map(({ footprint }) => footprint),
  }));
  return [
    `footprint over time: ${keys.join(', ')}; * where lines meet`,
    ...textPlot(
      [...footprints, live],
      longest.points.length,
      ['0', `${amount(commands)} commands`],
      byteSize,
    ),
  ];
}

function brokenLines({ name, format, compared }: Comparison, paint: Paint): readonly string[] {
  return compared.flatMap(({ subject, brokeDown }) => {
    if (brokeDown === undefined) return [];
    const { step, message } = brokeDown;
    const [first = ''] = message.split('\n');
    const told = `${subject} broke down at step ${step}: ${first.slice(0, MESSAGE_MAX)}`;
    const next =
      format === 'profile'
        ? `why: allocheck run ${subject} --profile ${name}`
        : `why: allocheck replay ${name} --subject ${subject}`;
    return ['', paint.red(told), 'all that is told of it ends there', next];
  });
}
