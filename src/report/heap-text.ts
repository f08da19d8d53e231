/**
 * The state of a heap, drawn as text: a row for each thing that is there.
 *
 * A view is live, so a drawing is taken at once, and what is shown is chosen later, when the next one is there too: what
 * changed first, and of the rest as much as fits.
 */
import type { View } from '../../spec/invariant.ts';
import type { Block } from '../../spec/views/client.ts';
import { PAGE_PREPARED, PAGE_READY } from '../../spec/views/os.ts';
import type { OsView } from '../../spec/views/os.ts';
import { hex } from '../base/units.ts';
import type { Addr } from '../base/units.ts';
import { labelName } from '../program/program.ts';
import { classicRows } from './heap-classic.ts';
import { goRows } from './heap-go.ts';
import { NAMED_MAX, numberText, rowOf, someOf } from './heap-rows.ts';
import type { Row } from './heap-rows.ts';
import { tcmallocRows } from './heap-tcmalloc.ts';
import type { Paint } from './paint.ts';
import { byteSize, table } from './words.ts';

export type Drawing = readonly Row[];

/** Of a heap, around the command that broke it; what was before is empty for a new heap. */
export interface Drawings {
  readonly before: Drawing;
  readonly after: Drawing;
}

/** Most rows of one drawing. */
const ROWS_MAX = 20;
/**
 * What there is now: of a subject that shows nothing of its inside, the client's blocks.
 *
 * @param near  addresses: where there are too many blocks to name, those that lie near one are named
 */
export function drawingOf(view: View, near: readonly Addr[] = []): Drawing {
  const { client, os, own } = view;
  return [
    ...rowOf('blocks', blocksText(client.live, near)),
    ...goRows(view),
    ...tcmallocRows(view),
    ...classicRows(view),
    ...ownRows(own),
    ...(os === undefined ? [] : rowOf('system', someOf(os.runs(), runText))),
  ];
}

/** Two drawings, the first before a command and the second after it; what differs has a `>`. */
export function beforeAfterText(
  { before, after }: Drawings,
  command: string,
  paint: Paint,
): readonly string[] {
  const shown = shownLabels(before, after);
  const changed = changedLabels(before, after);
  const rows = (drawing: Drawing): readonly string[] => {
    const chosen = drawing.filter(({ label }) => shown.has(label));
    const lines = table(
      chosen.map(({ label, text }) => [changed.has(label) ? '>' : ' ', label, text]),
      '    ',
    );
    const left = drawing.length - chosen.length;
    return [
      ...lines.map((line, i) => (changed.has(chosen[i]?.label ?? '') ? paint.bold(line) : line)),
      ...(left === 0 ? [] : [paint.dim(`      … ${left} more, the same before and after`)]),
    ];
  };
  const legend = legendText(
    [...before, ...after].filter(({ label }) => shown.has(label)),
    paint,
  );
  if (changed.size === 0) return [`  before ${command} and after it:`, ...rows(after), ...legend];
  return [
    `  before ${command}:`,
    ...(before.length === 0 ? ['      a new heap'] : rows(before)),
    '',
    '  after it:',
    ...rows(after),
    ...legend,
  ];
}

function blocksText(live: readonly Block[], near: readonly Addr[]): string {
  const byNearness = near.length === 0 ? live.toSorted(byLabel) : nearestFirst(live, near);
  const named = byNearness.slice(0, NAMED_MAX).toSorted(byLabel);
  return someOf([...named, ...byNearness.slice(NAMED_MAX)], blockText);
}

/** By how far their first byte is from the nearest of the addresses. */
function nearestFirst(live: readonly Block[], near: readonly Addr[]): readonly Block[] {
  const distances = new Map(
    live.map((block) => [block, Math.min(...near.map((it) => Math.abs(it - block.addr)))]),
  );
  const distanceOf = (block: Block): number => distances.get(block) as number;
  return live.toSorted((a, b) => distanceOf(a) - distanceOf(b));
}

function blockText({ label, addr, size }: Block): string {
  return `${labelName(label)} ${hex(addr)} ${byteSize(size)}`;
}

function byLabel(a: Block, b: Block): number {
  return a.label - b.label;
}

const STATES = new Map<number, string>([
  [PAGE_PREPARED, 'prepared'],
  [PAGE_READY, 'ready'],
]);

function runText({ addr, bytes, state }: ReturnType<OsView['runs']>[number]): string {
  return `${hex(addr)} ${byteSize(bytes)} ${STATES.get(state) ?? 'reserved'}`;
}

/** What a project's own subject shows of itself: each of its properties. */
export function ownRows(own: unknown): readonly Row[] {
  if (typeof own !== 'object' || own === null) return [];
  return Object.entries(own).flatMap(([name, value]) => rowOf(name, ownText(value)));
}

const OWN_CHARS_MAX = 80;

function ownText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'function') return '';
  if (Array.isArray(value) || value instanceof Set || ArrayBuffer.isView(value)) {
    const items = [...(value as Iterable<unknown>)];
    return items.length === 0 ? 'none' : someOf(items, plainText);
  }
  if (value instanceof Map)
    return someOf([...value], ([key, of]) => `${plainText(key)}: ${plainText(of)}`);
  return plainText(value);
}

function plainText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > OWN_CHARS_MAX ? `${text.slice(0, OWN_CHARS_MAX)}…` : text;
}

/** Labels of the rows that differ, or are in one drawing alone. */
function changedLabels(before: Drawing, after: Drawing): ReadonlySet<string> {
  const old = new Map(before.map(({ label, text }) => [label, text]));
  const now = new Map(after.map(({ label, text }) => [label, text]));
  return new Set(
    [...old.keys(), ...now.keys()].filter((label) => old.get(label) !== now.get(label)),
  );
}

/** Those that are shown: what changed, and the rest while there is room, in both drawings the same. */
function shownLabels(before: Drawing, after: Drawing): ReadonlySet<string> {
  const changed = changedLabels(before, after);
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  const room = ROWS_MAX - changed.size;
  const others = labels.filter((label) => !changed.has(label)).slice(0, Math.max(0, room));
  return new Set([...labels.filter((label) => changed.has(label)).slice(0, ROWS_MAX), ...others]);
}

/** What the symbols of the rows stand for. */
function legendText(rows: Drawing, paint: Paint): readonly string[] {
  const legend = new Map<string, string>();
  for (const { text, symbols = {} } of rows)
    for (const [symbol, meaning] of Object.entries(symbols))
      if (text.includes(symbol)) legend.set(symbol, meaning);
  if (legend.size === 0) return [];
  const words = [...legend].map(([symbol, meaning]) => `${symbol} ${meaning}`);
  return ['', paint.dim(`      ${words.join('; ')}`)];
}
