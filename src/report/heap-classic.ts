/**
 * A classic Go heap in rows: the reservation, the collector, processors, spans with their slots, lists of free spans, counters.
 *
 * Slots and pages have the symbols of `heap-go.ts`.
 */
import type { View } from '../../spec/invariant.ts';
import { CLASSIC_STATES, SPAN_FREE } from '../../spec/views/classic.ts';
import type {
  ClassicCacheView,
  ClassicSpanView,
  ClassicView,
  ReservationView,
} from '../../spec/views/classic.ts';
import { PAGE_BYTES, SPAN_DEAD, SPAN_IN_USE } from '../../spec/views/go.ts';
import { hex } from '../base/units.ts';
import { SLOTS, generation, slotSymbolsIn } from './heap-go.ts';
import { rowOf, runsText, someOf } from './heap-rows.ts';
import type { Row } from './heap-rows.ts';
import { byteSize, counted } from './words.ts';

export function classicRows({ classic }: View): readonly Row[] {
  if (classic === undefined) return [];
  return [
    ...classicWorkerRows(classic),
    ...liveSpans(classic).flatMap((span) => spanRows(span, classic)),
    ...classicListRows(classic),
  ];
}

/** That have pages, by address: descriptors are used again. */
export function liveSpans({ allspans }: ClassicView): readonly ClassicSpanView[] {
  return allspans
    .filter(({ state }) => state !== SPAN_DEAD)
    .toSorted((a, b) => a.startAddr - b.startAddr);
}

/** The reservation, the collector, and processors with their caches. */
export function classicWorkerRows(classic: ClassicView): readonly Row[] {
  const { reservation, sweepgen, sweepDone, cycles, mcaches } = classic;
  const swept = sweepDone ? 'all swept' : 'sweeping';
  return [
    ...rowOf('gc', `off, sweepgen ${sweepgen}, ${counted(cycles, 'cycle')}, ${swept}`),
    ...(reservation === undefined ? [] : rowOf('reservation', reservationText(reservation))),
    ...mcaches.flatMap((mcache, p) => rowOf(`P${p}`, cacheText(mcache))),
  ];
}

function reservationText(reservation: ReservationView): string {
  const { spansStart, spansBytes, spansMapped, bitmapBytes, bitmapMapped } = reservation;
  const { arenaStart, arenaUsed, arenaEnd } = reservation;
  return [
    `spans ${hex(spansStart)} ${byteSize(spansMapped)} of ${byteSize(spansBytes)}`,
    `bitmap to ${hex(arenaStart)} ${byteSize(bitmapMapped)} of ${byteSize(bitmapBytes)}`,
    `arena ${hex(arenaStart)} ${byteSize(arenaUsed - arenaStart)} of ${byteSize(arenaEnd - arenaStart)}`,
  ].join(', ');
}

/** Empty where it has nothing. */
function cacheText({ alloc, tiny, tinyoffset, reusable }: ClassicCacheView): string {
  const spans = alloc.filter(({ nelems }) => nelems > 0);
  const freed = reusable.flatMap((slots, c) =>
    slots.length === 0 ? [] : [`freed of ${classText(c)} ${someOf(slots, hex)}`],
  );
  return [
    ...(spans.length === 0 ? [] : [`spans ${someOf(spans, ({ startAddr }) => hex(startAddr))}`]),
    ...(tiny === 0 ? [] : [`tiny ${hex(tiny)} + ${tinyoffset}`]),
    ...freed,
  ].join(', ');
}

function classText(spanclass: number): string {
  return `class ${spanclass >>> 1}${spanclass % 2 === 1 ? ' noscan' : ''}`;
}

function spanRows(span: ClassicSpanView, classic: ClassicView): readonly Row[] {
  const label = `span ${hex(span.startAddr)}`;
  const text = `${counted(span.npages, 'page')}, ${classicSpanText(span, classic)}`;
  if (span.state !== SPAN_IN_USE) return rowOf(label, text);
  const symbols = slotSymbolsIn(span, classic.mcaches);
  const { freeindex } = span;
  const slots = `${runsText(symbols.slice(0, freeindex))}|${runsText(symbols.slice(freeindex))}`;
  return [...rowOf(label, text), ...rowOf(`${label} slots`, slots, SLOTS)];
}

/** What a span is, and where it can be found: on which lists, with which processor. */
export function classicSpanText(span: ClassicSpanView, classic: ClassicView): string {
  const { state, elemsize, spanclass, allocCount, npreleased, unusedsince, needzero } = span;
  const places = placesOf(span, classic);
  const parts = [CLASSIC_STATES[state] ?? String(state)];
  if (state === SPAN_IN_USE) {
    const size = byteSize(elemsize);
    parts.push(spanclass < 2 ? `large object of ${size}` : `${classText(spanclass)} of ${size}`);
    parts.push(generation(span.sweepgen - classic.sweepgen), `allocCount ${allocCount}`);
  }
  if (state === SPAN_FREE) parts.push(`since cycle ${unusedsince}`);
  if (npreleased > 0) parts.push(`${npreleased} given back`);
  if (needzero !== 0) parts.push('needzero');
  return [...parts, places === '' ? 'on no list' : `on ${places}`].join(', ');
}

function placesOf(span: ClassicSpanView, classic: ClassicView): string {
  const { central, free, freelarge, busy, busylarge, mcaches } = classic;
  const places: string[] = [];
  const look = (name: string, list: readonly ClassicSpanView[] = []): void => {
    for (const each of list) if (each === span) places.push(name);
  };
  look('nonempty', central[span.spanclass]?.nonempty);
  look('empty', central[span.spanclass]?.empty);
  for (const [npages, list] of free.entries()) look(`free[${npages}]`, list);
  look('freelarge', freelarge);
  for (const [npages, list] of busy.entries()) look(`busy[${npages}]`, list);
  look('busylarge', busylarge);
  for (const [p, { alloc }] of mcaches.entries()) look(`P${p}`, alloc);
  return places.join(' and ');
}

/** Lists of free spans, and what is counted. */
export function classicListRows(classic: ClassicView): readonly Row[] {
  const { free, freelarge, freeDescriptors, stats } = classic;
  const { heapInUse, heapIdle, heapReleased, pagesInUse } = stats;
  const lists = [...free.entries(), ['large', freelarge] as const];
  const told = lists
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${name}: ${someOf(list, ({ startAddr }) => hex(startAddr))}`);
  const counters = { heapInUse, heapIdle, heapReleased, pagesInUse };
  return [
    ...rowOf('free', told.join('; ')),
    ...rowOf('descriptors', freeDescriptors.length === 0 ? '' : `${freeDescriptors.length} unused`),
    ...rowOf(
      'counters',
      Object.entries(counters)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ),
  ];
}

/** One of `PAGES` for each page that is used of the arena. */
export function classicPageSymbols(classic: ClassicView): readonly string[] {
  const { arenaStart = 0, arenaUsed = 0 } = classic.reservation ?? {};
  const symbols = Array.from({ length: (arenaUsed - arenaStart) / PAGE_BYTES }, () => '?');
  for (const { startAddr, npages, state, npreleased } of liveSpans(classic)) {
    const first = (startAddr - arenaStart) / PAGE_BYTES;
    const symbol = state !== SPAN_FREE ? 's' : npreleased === npages ? '~' : '.';
    const end = Math.min(symbols.length, first + npages);
    for (let page = Math.max(0, first); page < end; page += 1)
      symbols[page] = symbols[page] === '?' ? symbol : '!';
  }
  return symbols;
}
