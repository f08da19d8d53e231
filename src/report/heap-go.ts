/** A Go heap in rows: who runs, the collector, processors and their caches, spans and their slots, pages, counters. */
import type { View } from '../../spec/invariant.ts';
import {
  CHUNK_BYTES,
  GC_MARK,
  GC_OFF,
  PAGE_BYTES,
  PALLOC_CHUNK_PAGES,
  SPAN_DEAD,
  SPAN_MANUAL,
} from '../../spec/views/go.ts';
import type {
  ChunkView,
  GoView,
  MCacheView,
  MCentralView,
  ProcView,
  SpanView,
} from '../../spec/views/go.ts';
import { NOBODY } from '../../spec/views/runtime.ts';
import type { PView, RuntimeView } from '../../spec/views/runtime.ts';
import { bitAt, popcount32 } from '../base/bits.ts';
import { hex } from '../base/units.ts';
import type { Addr } from '../base/units.ts';
import { SLOTS_MAX, numberText, rowOf, runsText, someOf } from './heap-rows.ts';
import type { Row } from './heap-rows.ts';
import { stackRows } from './heap-stacks.ts';
import { byteSize, counted } from './words.ts';

/** What the symbols of slots stand for. */
export const SLOTS = {
  '|': 'freeindex',
  '#': 'taken',
  '@': 'taken and marked',
  '.': 'free',
  '*': 'free and marked',
  r: 'freed, to be reused',
};

/** What the symbols of pages stand for. */
export const PAGES = {
  s: 'in a span',
  m: 'in a manual span',
  c: 'in a page cache',
  '?': "taken, nobody's",
  '.': 'free',
  '~': 'free, given back',
  '!': 'free, but in a span',
};

export function goRows(view: View): readonly Row[] {
  const { go, runtime } = view;
  if (go === undefined) return [];
  return [
    ...goWorkerRows(view),
    ...go.allspans
      .filter(({ state }) => state !== SPAN_DEAD)
      .flatMap((span) => spanRows(span, go, runtime)),
    ...go.pages.chunks.map((chunk) => chunkRow(chunk, go)),
    ...goCounterRows(go),
  ];
}

/** Who works on the heap: the collector, and processors with their caches. */
export function goWorkerRows(view: View): readonly Row[] {
  const { go, runtime } = view;
  if (go === undefined) return [];
  return [
    ...cycleRows(go),
    ...(runtime === undefined ? [] : schedRows(runtime)),
    ...[...go.procs, ...go.stoppedProcs].flatMap((proc, p) => rowOf(`P${p}`, procText(proc))),
    ...stackRows(view),
  ];
}

function cycleRows({ gcphase, sweepgen, sweepDone, collector, suspended }: GoView): readonly Row[] {
  const { markrootNext, markrootJobs, gcws, lists, wbBufs, assists, finq } = collector;
  const phase = gcphase === GC_OFF ? 'off' : gcphase === GC_MARK ? 'marking' : 'terminating';
  const grey = [...gcws.flatMap(({ wbuf1, wbuf2 }) => [wbuf1, wbuf2]), ...lists.full].flatMap(
    (buffer) => buffer?.objects ?? [],
  );
  const isOn = gcphase !== GC_OFF;
  return [
    ...rowOf(
      'gc',
      joined([
        phase,
        `sweepgen ${sweepgen}`,
        isOn
          ? `${markrootNext} of ${markrootJobs} root jobs`
          : sweepDone
            ? 'all swept'
            : 'sweeping',
        suspended === 0 ? '' : `${counted(suspended, 'call')} half-way`,
      ]),
    ),
    ...rowOf('grey', someOf(grey, hex)),
    ...wbBufs.flatMap((buffer, p) => rowOf(`barrier P${p}`, someOf(buffer, hex))),
    ...rowOf('finalizers', someOf(finq, hex)),
    ...(isOn
      ? rowOf(
          'debts',
          someOf(creditsOf(assists.assistBytes), ([g, bytes]) => `G${g} ${numberText(bytes)}`),
        )
      : []),
  ];
}

/** By goroutine; those that allocated nothing since the cycle began have none. */
function creditsOf(
  assistBytes: readonly (number | undefined)[],
): readonly (readonly [g: number, bytes: number])[] {
  return [...assistBytes.entries()].flatMap(([g, bytes]) =>
    bytes === undefined ? [] : [[g, bytes] as const],
  );
}

/** Only where there is more than one goroutine that runs. */
function schedRows({ ps, gs, runq }: RuntimeView): readonly Row[] {
  if (ps.length < 2 && gs.length < 2 && runq.length === 0) return [];
  const text = ({ id, status, m, runq: own }: PView): string => {
    const g = gs.find((each) => each.m === m && m !== NOBODY);
    const runs = g === undefined ? '' : ` G${g.id}`;
    return `P${id} ${status}${runs}${own.length === 0 ? '' : `, then ${own.map((id) => `G${id}`).join(' ')}`}`;
  };
  const waiting = runq.length === 0 ? '' : `; for any ${runq.map((id) => `G${id}`).join(' ')}`;
  return rowOf('sched', `${ps.map(text).join('; ')}${waiting}`);
}

function procText({ mcache, pcache }: ProcView): string {
  const { tiny, tinyoffset, reusable, flushGen, scanAlloc } = mcache;
  const free = popcount32(pcache.cacheLo) + popcount32(pcache.cacheHi);
  const back = popcount32(pcache.scavLo) + popcount32(pcache.scavHi);
  return joined([
    `flushGen ${flushGen}`,
    tiny === 0 ? '' : `tiny ${hex(tiny)} + ${tinyoffset}`,
    ...reusable.map((slots, c) =>
      slots.length === 0 ? '' : `freed of ${classText(c)} ${someOf(slots, hex)}`,
    ),
    free + back === 0 ? '' : `pages from ${hex(pcache.base)}: ${free} free, ${back} given back`,
    scanAlloc === 0 ? '' : `scanAlloc ${scanAlloc}`,
  ]);
}

function spanRows(span: SpanView, go: GoView, runtime?: RuntimeView): readonly Row[] {
  const { index, startAddr, npages, state, elemsize, spanclass, nelems, specials } = span;
  const label = `span ${index}`;
  const where = `${hex(startAddr)} ${counted(npages, 'page')}`;
  if (state === SPAN_MANUAL) {
    const isLarge = runtime?.gs.some(({ stack }) => stack === startAddr) === true;
    const isStack = isLarge || runtime?.stackSpans.includes(span) === true;
    return rowOf(label, `${where}, manual, ${isStack ? 'stacks' : 'no stacks'}`);
  }
  const cache =
    nelems > 1 ? `, cache ${hex(span.allocCacheHi >>> 0)}:${hex(span.allocCacheLo >>> 0)}` : '';
  return [
    ...rowOf(
      label,
      joined([
        where,
        `${byteSize(elemsize)}${spanclass % 2 === 1 ? ' noscan' : ''}`,
        placesOf(span, go),
        generation(span.sweepgen - go.sweepgen),
        `allocCount ${span.allocCount}`,
        span.needzero === 0 ? '' : 'needzero',
        specials.length === 0 ? '' : counted(specials.length, 'special'),
      ]),
    ),
    ...rowOf(`${label} slots`, `${slotsText(span, go)}${cache}`, SLOTS),
  ];
}

/** Where a span can be found: in whose cache, on which list. */
export function placesOf(
  span: SpanView,
  { procs, stoppedProcs, central, sweepgen }: GoView,
): string {
  const cached = [...procs, ...stoppedProcs].flatMap(({ mcache }, p) =>
    mcache.alloc.includes(span) ? [`in P${p}`] : [],
  );
  const swept = (sweepgen / 2) % 2;
  const lists = central[span.spanclass];
  const filed = (['partial', 'full'] as const).flatMap((kind) =>
    [0, 1].flatMap((i) =>
      lists !== undefined && isListed(lists[kind][i as 0 | 1], span)
        ? [`${kind}${i === swept ? '' : ' unswept'}`]
        : [],
    ),
  );
  const places = [...cached, ...filed];
  return places.length === 0 ? 'nowhere' : places.join(' and ');
}

function isListed(list: MCentralView['full'][0], span: SpanView): boolean {
  for (let i = 0; i < list.length; i += 1) if (list.at(i) === span) return true;
  return false;
}

/** What a span's sweepgen says, as the difference from the heap's: see mheap.go. */
export function generation(difference: number): string {
  const sign = difference > 0 ? '+' : '';
  return difference === 0 ? 'sweepgen h' : `sweepgen h${sign}${difference}`;
}

function slotsText(span: SpanView, go: GoView): string {
  const { freeindex } = span;
  const symbols = slotSymbols(span, go);
  return `${runsText(symbols.slice(0, freeindex))}|${runsText(symbols.slice(freeindex))}`;
}

/** One of `SLOTS` for each slot. */
export function slotSymbols(span: SpanView, { procs, stoppedProcs }: GoView): readonly string[] {
  return slotSymbolsIn(
    span,
    [...procs, ...stoppedProcs].map(({ mcache }) => mcache),
  );
}

/** The same, where these are the caches. */
export function slotSymbolsIn(
  span: SpanView,
  mcaches: readonly Pick<MCacheView, 'reusable'>[],
): readonly string[] {
  const { nelems, freeindex, allocBits, gcmarkBits, startAddr, elemsize, spanclass } = span;
  const freed = new Set<Addr>(mcaches.flatMap(({ reusable }) => reusable[spanclass] ?? []));
  const symbol = (slot: number): string => {
    const isTaken = slot < freeindex || bitAt(allocBits, slot);
    const isMarked = bitAt(gcmarkBits, slot);
    if (freed.has(startAddr + slot * elemsize)) return 'r';
    if (isTaken) return isMarked ? '@' : '#';
    return isMarked ? '*' : '.';
  };
  const count = Math.min(nelems, SLOTS_MAX);
  return Array.from({ length: count }, (_, slot) => symbol(slot));
}

function chunkRow(chunk: ChunkView, go: GoView): Row {
  const label = `pages ${hex(chunk.index * CHUNK_BYTES)}`;
  return { label, text: runsText(pageSymbols(chunk, go)), symbols: PAGES };
}

/** One of `PAGES` for each page. */
export function pageSymbols({ index, alloc, scavenged }: ChunkView, go: GoView): readonly string[] {
  const base = index * CHUNK_BYTES;
  const symbol = (_: unknown, page: number): string => {
    const addr = base + page * PAGE_BYTES;
    const span = go.spanOf(addr);
    const isIn =
      span !== undefined &&
      span.state !== SPAN_DEAD &&
      span.startAddr <= addr &&
      addr < span.startAddr + span.npages * PAGE_BYTES;
    if (!bitAt(alloc, page)) return isIn ? '!' : bitAt(scavenged, page) ? '~' : '.';
    if (isIn) return span.state === SPAN_MANUAL ? 'm' : 's';
    return cachedSymbol(addr, go);
  };
  return Array.from({ length: PALLOC_CHUNK_PAGES }, symbol);
}

/** Of a page that is taken and in no span. */
function cachedSymbol(addr: Addr, { procs, stoppedProcs }: GoView): string {
  for (const { pcache } of [...procs, ...stoppedProcs]) {
    const i = (addr - pcache.base) / PAGE_BYTES;
    if (pcache.base === 0 || i < 0 || i >= 64) continue;
    if (bitAt(Int32Array.of(pcache.cacheLo, pcache.cacheHi), i)) return 'c';
  }
  return '?';
}

export function goCounterRows({ stats, pages, pacer }: GoView): readonly Row[] {
  const { heapLive, heapInUse, heapFree, heapReleased, mappedReady, pagesInUse } = stats;
  const { controller, scavenger } = pacer;
  const counters = { heapLive, heapInUse, heapFree, heapReleased, mappedReady, pagesInUse };
  const isNone = pages.searchAddr >= pages.maxSearchAddr;
  return [
    ...rowOf(
      'counters',
      Object.entries(counters)
        .map(([name, value]) => `${name} ${numberText(value)}`)
        .join(', '),
    ),
    ...rowOf(
      'pacer',
      joined([
        `goal ${numberText(controller.heapGoal())}`,
        `trigger ${numberText(controller.trigger())}`,
        `heapMarked ${numberText(controller.heapMarked)}`,
        `scavenger ${scavenger.state}`,
        `searchAddr ${isNone ? 'none' : hex(pages.searchAddr)}`,
      ]),
    ),
  ];
}

function classText(spanclass: number): string {
  return `class ${spanclass >>> 1}${spanclass % 2 === 1 ? ' noscan' : ''}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
