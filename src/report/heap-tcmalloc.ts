/**
 * A TCMalloc in rows: threads and their caches, spans and their objects, central lists with their transfer caches, lists of free
 * spans, counters.
 */
import type { View } from '../../spec/invariant.ts';
import type { Block } from '../../spec/views/client.ts';
import { IN_USE, LOCATION_NAMES, NORMAL, RETURNED } from '../../spec/views/tc-span.ts';
import type { TcSpanView } from '../../spec/views/tc-span.ts';
import type {
  CentralListView,
  SpanListsView,
  TcmallocView,
  ThreadCacheView,
} from '../../spec/views/tcmalloc.ts';
import { hex } from '../base/units.ts';
import type { Addr, Bytes } from '../base/units.ts';
import { SLOTS_MAX, numberText, rowOf, runsText, someOf } from './heap-rows.ts';
import type { Row } from './heap-rows.ts';
import { byteSize, counted } from './words.ts';

/** What the symbols of objects stand for. */
const OBJECTS = {
  '#': 'with the client',
  t: 'with a thread',
  b: 'in a batch of the transfer cache',
  '.': 'free in its span',
  '?': "taken, nobody's",
  x: 'of two at once',
};

/** Where all is, looked up once for all spans. */
export interface Found {
  /** By object, one of `OBJECTS`. */
  readonly holders: ReadonlyMap<Addr, string>;
  /** By span, the lists that it is on. */
  readonly lists: ReadonlyMap<TcSpanView, readonly string[]>;
}

export function tcmallocRows(view: View): readonly Row[] {
  const { tcmalloc: tc, client } = view;
  if (tc === undefined) return [];
  const found = foundIn(tc, client.live);
  return [
    ...tcCacheRows(tc),
    ...byAddress(tc).flatMap((span) => spanRows(span, tc, found)),
    ...tcHeapRows(tc),
  ];
}

/** By their first page: the rows of a heap are to be the same for the same heap. */
function byAddress({ spans }: TcmallocView): readonly TcSpanView[] {
  return spans.toSorted((a, b) => a.page - b.page);
}

/** Whoever keeps free objects: threads, and the central lists of classes. */
export function tcCacheRows(tc: TcmallocView): readonly Row[] {
  return [
    ...tc.caches
      .toSorted((a, b) => a.thread - b.thread)
      .flatMap((cache) => rowOf(`thread ${cache.thread}`, cacheText(cache))),
    ...tc.central.flatMap((central) =>
      rowOf(`class ${central.sizeClass}`, centralText(central, tc)),
    ),
  ];
}

function cacheText({ bytes, maxBytes, lists }: ThreadCacheView): string {
  // A list that nothing was ever fetched for says nothing.
  const told = [...lists.entries()].filter(([, { length, objects, maxLength }]) => {
    return length > 0 || objects.length > 0 || maxLength > 1;
  });
  const of = someOf(told, ([c, { length, maxLength, lowWater, overages }]) => {
    const more = overages === 0 ? '' : `, ${counted(overages, 'overage')}`;
    return `class ${c} ${length} of ${maxLength} (low ${lowWater}${more})`;
  });
  return `${bytes} of ${maxBytes} B${of === '' ? '' : `: ${of}`}`;
}

/** Empty for a class that nobody asked for yet. */
function centralText(
  { sizeClass, counter, nonempty, empty, slots, capacity, capacityMax }: CentralListView,
  { sizeMap: { sizes, batches } }: TcmallocView,
): string {
  if (counter === 0 && nonempty.length + empty.length + slots.length === 0) return '';
  const held = slots.length === 0 ? '' : `: ${someOf(slots, (batch) => String(batch.length))}`;
  return [
    byteSize(sizes[sizeClass] ?? 0),
    `${counter} free in ${counted(nonempty.length + empty.length, 'span')}`,
    `${slots.length} of ${capacity} slots (at most ${capacityMax}) of ${batches[sizeClass] ?? 0}${held}`,
  ].join(', ');
}

function spanRows(span: TcSpanView, tc: TcmallocView, found: Found): readonly Row[] {
  const { page, npages, sizeClass, refcount } = span;
  const label = `span ${hex(page * tc.geometry.pageBytes)}`;
  const where = `${counted(npages, 'page')}, ${tcPlacesOf(span, tc, found)}`;
  if (sizeClass === 0) return rowOf(label, where);
  const taken = `${refcount} of ${objectCount(span, tc)} handed out`;
  const objects = runsText(objectSymbols(span, tc, found));
  return [...rowOf(label, `${where}, ${taken}`), ...rowOf(`${label} objects`, objects, OBJECTS)];
}

/** Objects that lie in a span of a class; of any other, one that is all of it. */
export function objectCount(span: TcSpanView, tc: TcmallocView): number {
  const bytes = span.npages * tc.geometry.pageBytes;
  return Math.min(SLOTS_MAX, Math.floor(bytes / objectBytes(span, tc)));
}

/** Of an object of its class; the whole span where it is of none. */
export function objectBytes({ npages, sizeClass }: TcSpanView, tc: TcmallocView): Bytes {
  const size = sizeClass === 0 ? 0 : (tc.sizeMap.sizes[sizeClass] ?? 0);
  return size > 0 ? size : npages * tc.geometry.pageBytes;
}

/** What a span is and where it can be found: on which lists. */
export function tcPlacesOf(span: TcSpanView, tc: TcmallocView, { lists }: Found): string {
  const { location, sizeClass } = span;
  const isUsed = location === IN_USE;
  const size = byteSize(tc.sizeMap.sizes[sizeClass] ?? 0);
  const what = sizeClass === 0 ? 'large block' : `class ${sizeClass} of ${size}`;
  const on = lists.get(span);
  const isLost = on === undefined && !(isUsed && sizeClass === 0);
  const parts = [
    LOCATION_NAMES[location],
    ...(isUsed || sizeClass !== 0 ? [what] : []),
    ...(on === undefined ? [] : [`on ${on.join(' and ')}`]),
    ...(isLost ? ['on no list'] : []),
  ];
  return parts.join(', ');
}

/** Who holds each object, and which lists each span is on. */
export function foundIn(tc: TcmallocView, live: readonly Block[]): Found {
  return { holders: holdersOf(tc, live), lists: listsBySpan(tc) };
}

function holdersOf(tc: TcmallocView, live: readonly Block[]): Found['holders'] {
  const holders = new Map<Addr, string>();
  const hold = (addr: Addr, symbol: string): void => {
    holders.set(addr, holders.has(addr) ? 'x' : symbol);
  };
  for (const { addr } of live) hold(addr, '#');
  for (const { lists } of tc.caches)
    for (const { objects } of lists) for (const addr of objects) hold(addr, 't');
  for (const { slots } of tc.central)
    for (const batch of slots) for (const addr of batch) hold(addr, 'b');
  for (const { objects } of tc.spans) for (const addr of objects) hold(addr, '.');
  return holders;
}

function listsBySpan({ central, heap }: TcmallocView): Found['lists'] {
  const found = new Map<TcSpanView, string[]>();
  const add = (spans: readonly TcSpanView[], list: (span: TcSpanView) => string): void => {
    for (const span of spans) {
      const known = found.get(span);
      if (known === undefined) found.set(span, [list(span)]);
      else known.push(list(span));
    }
  };
  for (const { sizeClass, nonempty, empty } of central) {
    const of = (span: TcSpanView): string =>
      span.sizeClass === sizeClass ? '' : ` of class ${sizeClass}`;
    add(nonempty, (span) => `nonempty${of(span)}`);
    add(empty, (span) => `empty${of(span)}`);
  }
  for (const location of [NORMAL, RETURNED] as const) {
    const name = LOCATION_NAMES[location];
    const { lists, set } = heap[name];
    const of = (span: TcSpanView): string => (span.location === location ? '' : `${name} `);
    for (const [npages, list] of lists.entries()) add(list, (span) => `${of(span)}list ${npages}`);
    add(set, (span) => `${of(span)}set`);
  }
  return found;
}

/** One of `OBJECTS` for each object of a span. */
export function objectSymbols(
  span: TcSpanView,
  tc: TcmallocView,
  { holders }: Found,
): readonly string[] {
  const [base, size] = [span.page * tc.geometry.pageBytes, objectBytes(span, tc)];
  const length = objectCount(span, tc);
  return Array.from({ length }, (_, i) => holders.get(base + i * size) ?? '?');
}

/** Lists of free spans, and what is counted. */
export function tcHeapRows(tc: TcmallocView): readonly Row[] {
  const { heap, metadataBytes, metadataUsed, unclaimedBytes, stealCursor, suspended } = tc;
  const { systemBytes, committedBytes, freeBytes, unmappedBytes, memoryLimit } = heap;
  const counters = { systemBytes, committedBytes, freeBytes, unmappedBytes };
  return [
    ...rowOf('normal', listsText(heap.normal, tc)),
    ...rowOf('returned', listsText(heap.returned, tc)),
    ...rowOf(
      'page heap',
      Object.entries(counters)
        .map(([name, value]) => `${name} ${numberText(value)}`)
        .join(', '),
    ),
    ...rowOf(
      'release',
      [
        `rate ${numberText(heap.releaseRate)}`,
        `scavengeCounter ${numberText(heap.scavengeCounter)}`,
        ...(memoryLimit === undefined ? [] : [`limit ${byteSize(memoryLimit)}`]),
      ].join(', '),
    ),
    ...rowOf(
      'budget',
      [
        `${unclaimedBytes} B unclaimed`,
        ...(stealCursor === -1 ? [] : [`thread ${stealCursor} is stolen from next`]),
        ...(suspended === 0 ? [] : [`${counted(suspended, 'call')} half-way`]),
      ].join(', '),
    ),
    ...rowOf('metadata', `${metadataUsed} of ${metadataBytes} B`),
  ];
}

/** `1: 0x1ac0, 0x1a00; set: 0x2000`: each list in its order. */
function listsText(
  { lists, set }: SpanListsView,
  { geometry: { pageBytes } }: TcmallocView,
): string {
  const told = [...lists.entries(), ['set', set] as const].filter(([, list]) => list.length > 0);
  return told
    .map(([name, list]) => `${name}: ${someOf(list, ({ page }) => hex(page * pageBytes))}`)
    .join('; ');
}

/** What the symbols of pages are: in a span, free, given back, of nobody, free but in a span. */
export function tcPageSymbol(owners: readonly TcSpanView[]): string {
  const [first] = owners;
  if (first === undefined) return '?';
  if (owners.some(({ location }) => location === IN_USE)) return owners.length > 1 ? '!' : 's';
  return first.location === NORMAL ? '.' : '~';
}
