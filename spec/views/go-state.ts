/**
 * The state of a Go heap as one list of numbers: equal lists, equal futures, as far as malloc, free, whole collections
 * and scavenging go.
 *
 * What only counts (statistics, generations as such) is left out, and so are numbers of descriptors, names of blocks and the
 * contents of memory: states that differ in these alone are alike. Processors are told apart by their numbers: a
 * collection flushes them in this order, and so it decides about the order of the mcentrals' lists.
 */
import type { View } from '../invariant.ts';
import { SPAN_IN_USE } from './go.ts';
import type { GoView, MCentralView, ProcView, SpanSetView, SpanView } from './go.ts';
import type { GStatus, PStatus, RuntimeView } from './runtime.ts';

/** Generations that lie further back than any comparison reaches. */
const OLD = -4;
/** Stands before each list, so that where one ends is part of the whole. */
const LIST = -1000;

const G_STATUSES: readonly GStatus[] = ['runnable', 'running', 'syscall', 'waiting', 'dead'];
const P_STATUSES: readonly PStatus[] = ['idle', 'running', 'syscall', 'dead'];

/** @param view  of a subject that offers 'go', and perhaps 'runtime' */
export function goState({
  go,
  client,
  runtime,
}: View & { readonly go: GoView }): readonly number[] {
  const words: number[] = [go.gcphase, go.pages.searchAddr, go.curArena.base, go.curArena.limit];
  spansOf(go, words);
  for (let spanclass = 0; spanclass < go.central.length; spanclass += 1) {
    setsOf(go, go.central[spanclass] as MCentralView, words);
  }
  pagesOf(go, words);
  for (const proc of go.procs) procOf(go, proc, words);
  const { full, empty } = go.collector.lists;
  words.push(LIST, full.length, empty.length);
  if (runtime !== undefined) runtimeOf(runtime, words);
  const blocks = client.live.toSorted((a, b) => a.addr - b.addr);
  for (const { addr, size } of blocks) words.push(LIST, addr, size);
  return words;
}

function runtimeOf({ gs, ms, ps, runq }: RuntimeView, words: number[]): void {
  for (const { status, m, stack } of gs) words.push(LIST, G_STATUSES.indexOf(status), m, stack);
  for (const { p, oldp, curg } of ms) words.push(LIST, p, oldp, curg);
  for (const { status, m, runq: own } of ps)
    words.push(LIST, P_STATUSES.indexOf(status), m, ...own);
  words.push(LIST, ...runq);
}

/** In order of address; then of those that are dead how old they are. */
function spansOf(go: GoView, words: number[]): void {
  const used: SpanView[] = [];
  const ages: number[] = [];
  for (const span of go.allspans) {
    if (span.state >= SPAN_IN_USE) used.push(span);
    else ages.push(ageOf(go, span));
  }
  used.sort((a, b) => a.startAddr - b.startAddr);
  for (const span of used) spanOf(go, span, words);
  ages.sort((a, b) => a - b);
  words.push(LIST, ...ages);
}

function spanOf(go: GoView, span: SpanView, words: number[]): void {
  const { startAddr, npages, state, spanclass, freeindex, allocCount, needzero, limit } = span;
  words.push(LIST, startAddr, npages, state, spanclass, freeindex, allocCount, needzero, limit);
  words.push(ageOf(go, span), span.allocCacheLo, span.allocCacheHi);
  for (const bits of span.allocBits) words.push(bits);
  for (const bits of span.gcmarkBits) words.push(bits);
}

function ageOf({ sweepgen }: GoView, span: SpanView): number {
  return Math.max(OLD, span.sweepgen - sweepgen);
}

/** Those that are not empty: partial and full, of both generations. */
function setsOf(go: GoView, { spanclass, partial, full }: MCentralView, words: number[]): void {
  const swept = (go.sweepgen / 2) % 2 === 0 ? 0 : 1;
  const unswept = swept === 0 ? 1 : 0;
  setOf(go, partial[swept], spanclass * 4, words);
  setOf(go, partial[unswept], spanclass * 4 + 1, words);
  setOf(go, full[swept], spanclass * 4 + 2, words);
  setOf(go, full[unswept], spanclass * 4 + 3, words);
}

function setOf(go: GoView, set: SpanSetView, name: number, words: number[]): void {
  if (set.length === 0) return;
  words.push(LIST, name);
  for (let i = 0; i < set.length; i += 1) {
    const span = set.at(i);
    words.push(span.startAddr, span.state, ageOf(go, span));
  }
}

function pagesOf({ pages, arenas }: GoView, words: number[]): void {
  for (const { index, alloc, scavenged } of pages.chunks) {
    words.push(LIST, index, pages.scavengeIndex.isMarked(index) ? 1 : 0);
    for (const bits of alloc) words.push(bits);
    for (const bits of scavenged) words.push(bits);
  }
  for (const { index, zeroedBase } of arenas) words.push(LIST, index, zeroedBase);
}

function procOf({ sweepgen }: GoView, { mcache, pcache }: ProcView, words: number[]): void {
  const { alloc, reusable, tiny, tinyoffset, flushGen } = mcache;
  const { base, cacheLo, cacheHi, scavLo, scavHi } = pcache;
  words.push(LIST, tiny, tinyoffset, flushGen - sweepgen, base, cacheLo, cacheHi, scavLo, scavHi);
  for (let spanclass = 0; spanclass < alloc.length; spanclass += 1) {
    const span = alloc[spanclass] as SpanView;
    if (span.nelems > 0) words.push(spanclass, span.startAddr);
    const freed = reusable[spanclass] as readonly number[];
    if (freed.length > 0) words.push(-1 - spanclass, ...freed);
  }
}
