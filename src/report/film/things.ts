/** The things of a heap as they are now, for a film. */
import type { View } from '../../../spec/invariant.ts';
import { CHUNK_BYTES, PAGE_BYTES, SPAN_DEAD, SPAN_IN_USE } from '../../../spec/views/go.ts';
import type { GoView, SpanView } from '../../../spec/views/go.ts';
import type { Block } from '../../../spec/views/client.ts';
import { PAGE_PREPARED, PAGE_READY } from '../../../spec/views/os.ts';
import type { OsView } from '../../../spec/views/os.ts';
import { hex } from '../../base/units.ts';
import { labelName } from '../../program/program.ts';
import {
  generation,
  goCounterRows,
  goWorkerRows,
  pageSymbols,
  placesOf,
  slotSymbols,
} from '../heap-go.ts';
import { ownRows } from '../heap-text.ts';
import { someOf } from '../heap-rows.ts';
import type { Row } from '../heap-rows.ts';
import { classicListRows, classicWorkerRows } from '../heap-classic.ts';
import { tcCacheRows, tcHeapRows } from '../heap-tcmalloc.ts';
import { byteSize, counted } from '../words.ts';
import { FIELD, SPAN_STATES } from './film.ts';
import type { Sizes, Thing } from './film.ts';
import { encodeRuns } from './runs.ts';
import { classicThings } from './things-classic.ts';
import { tcmallocThings } from './things-tcmalloc.ts';

/** Of one run: remembers the spans that it drew, since most stay as they are. */
export class Camera {
  readonly #drawn = new Map<SpanView, Drawn>();

  *things(view: View): Generator<Thing, void, undefined> {
    const { client, go, tcmalloc, classic, os, own } = view;
    yield ['row:blocks', liveText(client.live)];
    for (const { label, text } of wordRows(view)) yield [`row:${label}`, text];
    for (const { label, text } of ownRows(own)) yield [`row:own.${label}`, text];
    if (os !== undefined) yield ['row:system', systemText(os)];
    if (go !== undefined) yield* this.#goThings(go);
    if (tcmalloc !== undefined) yield* tcmallocThings(tcmalloc, client.live);
    if (classic !== undefined) yield* classicThings(classic);
    for (const { label, addr, size, usable } of client.live)
      yield [`block:${labelName(label)}`, [0, addr, size, usable].join(FIELD)];
  }

  *#goThings(go: GoView): Generator<Thing, void, undefined> {
    yield ['row:arenas', arenasText(go)];
    for (const span of go.allspans)
      if (span.state !== SPAN_DEAD) yield [`span:${span.index}`, this.#spanText(span, go)];
    for (const chunk of go.pages.chunks) {
      const pages = encodeRuns(pageSymbols(chunk, go));
      yield [`pages:${chunk.index * CHUNK_BYTES}`, [PAGE_BYTES, pages].join(FIELD)];
    }
  }

  #spanText(span: SpanView, go: GoView): string {
    const { startAddr, npages, state, elemsize, spanclass, nelems, freeindex, allocCount } = span;
    const isInUse = state === SPAN_IN_USE;
    const where = isInUse
      ? `${placesOf(span, go)}, ${generation(span.sweepgen - go.sweepgen)}`
      : 'manual';
    const slots = isInUse ? this.#slotsText(span, go) : '';
    return [
      startAddr,
      npages,
      PAGE_BYTES,
      isInUse ? SPAN_STATES.slots : SPAN_STATES.manual,
      elemsize,
      spanclass % 2,
      nelems,
      freeindex,
      allocCount,
      where,
      slots,
    ].join(FIELD);
  }

  #slotsText(span: SpanView, go: GoView): string {
    const made = madeOf(span, go);
    const drawn = this.#drawn.get(span);
    if (drawn !== undefined && isEqual(drawn.made, made)) return drawn.text;
    const text = encodeRuns(slotSymbols(span, go));
    this.#drawn.set(span, { made, text });
    return text;
  }
}

/** What is told of a heap in words alone. */
function wordRows(view: View): readonly Row[] {
  const { go, tcmalloc, classic } = view;
  return [
    ...(go === undefined ? [] : [...goWorkerRows(view), ...goCounterRows(go)]),
    ...(tcmalloc === undefined ? [] : [...tcCacheRows(tcmalloc), ...tcHeapRows(tcmalloc)]),
    ...(classic === undefined ? [] : [...classicWorkerRows(classic), ...classicListRows(classic)]),
  ];
}

interface Drawn {
  readonly made: readonly number[];
  readonly text: string;
}

/** All that a drawing of slots is made of. */
function madeOf(span: SpanView, { procs, stoppedProcs }: GoView): readonly number[] {
  const { startAddr, elemsize, nelems, freeindex, spanclass, allocBits, gcmarkBits } = span;
  const freed = [...procs, ...stoppedProcs].flatMap(
    ({ mcache }) => mcache.reusable[spanclass] ?? [],
  );
  return [startAddr, elemsize, nelems, freeindex, ...allocBits, ...gcmarkBits, ...freed];
}

function isEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** In the order in which they were made. */
function arenasText({ arenas, geometry: { heapArenaBytes: bytes } }: GoView): string {
  return `${arenas.length} of ${byteSize(bytes)}: ${someOf(arenas, ({ index }) => hex(index * bytes))}`;
}

function liveText(live: readonly Block[]): string {
  return `${counted(live.length, 'block')}, ${byteSize(bytesOf(live))} asked for`;
}

function bytesOf(live: readonly Block[]): number {
  let bytes = 0;
  for (const { size } of live) bytes += size;
  return bytes;
}

const STATES = new Map<number, string>([
  [PAGE_PREPARED, 'prepared'],
  [PAGE_READY, 'ready'],
]);

/** Most runs of pages that are named. */
const RUNS_MAX = 12;

function systemText(os: OsView): string {
  const runs = os.runs();
  const named = runs
    .slice(0, RUNS_MAX)
    .map(
      ({ addr, bytes, state }) =>
        `${hex(addr)} ${byteSize(bytes)} ${STATES.get(state) ?? 'reserved'}`,
    );
  const left = runs.length > RUNS_MAX ? [`${runs.length - RUNS_MAX} more`] : [];
  return [...named, ...left].join(', ');
}

/**
 * How large the heap is, as far as the subject shows it: what the client asked for; where there are spans, what those take
 * that are in use, what the heap has of the system, and what it gave back; else how far its blocks reach.
 */
export function sizesOf({ client: { live }, go, tcmalloc, classic, os }: View): Sizes {
  const asked = bytesOf(live);
  const committed = os === undefined ? {} : { committed: os.committedBytes };
  if (go !== undefined) {
    const { heapInUse, heapReleased } = go.stats;
    return { live: asked, spans: heapInUse, ...committed, released: heapReleased };
  }
  if (tcmalloc !== undefined) {
    const { systemBytes, freeBytes, unmappedBytes } = tcmalloc.heap;
    const spans = systemBytes - freeBytes - unmappedBytes;
    return { live: asked, spans, ...committed, released: unmappedBytes };
  }
  if (classic !== undefined) {
    const { heapInUse, heapReleased } = classic.stats;
    return { live: asked, spans: heapInUse, ...committed, released: heapReleased };
  }
  let usable = 0;
  for (const block of live) usable += block.usable;
  return { live: asked, usable };
}
