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
import type { StateWords } from './state-words.ts';

/** Generations that lie further back than any comparison reaches. */
const OLD = -4;
/** Stands before each list, so that where one ends is part of the whole. */
const LIST = -1000;

const G_STATUSES: readonly GStatus[] = ['runnable', 'running', 'syscall', 'waiting', 'dead'];
const P_STATUSES: readonly PStatus[] = ['idle', 'running', 'syscall', 'dead'];

/** @param view  of a subject that offers 'go', and perhaps 'runtime' */
export function pushGoState(
  { go, client, runtime }: View & { readonly go: GoView },
  words: StateWords,
): void {
  words.push(go.gcphase);
  words.push(go.pages.searchAddr);
  words.push(go.curArena.base);
  words.push(go.curArena.limit);
  spansOf(go, words);
  for (let spanclass = 0; spanclass < go.central.length; spanclass += 1) {
    setsOf(go, go.central[spanclass] as MCentralView, words);
  }
  pagesOf(go, words);
  for (const proc of go.procs) procOf(go, proc, words);
  const { full, empty } = go.collector.lists;
  words.push(LIST);
  words.push(full.length);
  words.push(empty.length);
  if (runtime !== undefined) runtimeOf(runtime, words);
  const blocks = client.live.toSorted((a, b) => a.addr - b.addr);
  for (const { addr, size } of blocks) {
    words.push(LIST);
    words.push(addr);
    words.push(size);
  }
}

function pushAll(numbers: ArrayLike<number>, words: StateWords): void {
  for (let i = 0; i < numbers.length; i += 1) words.push(numbers[i] as number);
}

function runtimeOf({ gs, ms, ps, runq }: RuntimeView, words: StateWords): void {
  for (const { status, m, stack } of gs) {
    words.push(LIST);
    words.push(G_STATUSES.indexOf(status));
    words.push(m);
    words.push(stack);
  }
  for (const { p, oldp, curg } of ms) {
    words.push(LIST);
    words.push(p);
    words.push(oldp);
    words.push(curg);
  }
  for (const { status, m, runq: own } of ps) {
    words.push(LIST);
    words.push(P_STATUSES.indexOf(status));
    words.push(m);
    pushAll(own, words);
  }
  words.push(LIST);
  pushAll(runq, words);
}

/** In order of address; then of those that are dead how old they are. */
function spansOf(go: GoView, words: StateWords): void {
  const used: SpanView[] = [];
  const ages: number[] = [];
  for (const span of go.allspans) {
    if (span.state >= SPAN_IN_USE) used.push(span);
    else ages.push(ageOf(go, span));
  }
  used.sort((a, b) => a.startAddr - b.startAddr);
  for (const span of used) spanOf(go, span, words);
  ages.sort((a, b) => a - b);
  words.push(LIST);
  pushAll(ages, words);
}

function spanOf(go: GoView, span: SpanView, words: StateWords): void {
  words.push(LIST);
  words.push(span.startAddr);
  words.push(span.npages);
  words.push(span.state);
  words.push(span.spanclass);
  words.push(span.freeindex);
  words.push(span.allocCount);
  words.push(span.needzero);
  words.push(span.limit);
  words.push(ageOf(go, span));
  words.push(span.allocCacheLo);
  words.push(span.allocCacheHi);
  pushAll(span.allocBits, words);
  pushAll(span.gcmarkBits, words);
}

function ageOf({ sweepgen }: GoView, span: SpanView): number {
  return Math.max(OLD, span.sweepgen - sweepgen);
}

/** Those that are not empty: partial and full, of both generations. */
function setsOf(go: GoView, { spanclass, partial, full }: MCentralView, words: StateWords): void {
  const swept = (go.sweepgen / 2) % 2 === 0 ? 0 : 1;
  const unswept = swept === 0 ? 1 : 0;
  setOf(go, partial[swept], spanclass * 4, words);
  setOf(go, partial[unswept], spanclass * 4 + 1, words);
  setOf(go, full[swept], spanclass * 4 + 2, words);
  setOf(go, full[unswept], spanclass * 4 + 3, words);
}

function setOf(go: GoView, set: SpanSetView, name: number, words: StateWords): void {
  if (set.length === 0) return;
  words.push(LIST);
  words.push(name);
  for (let i = 0; i < set.length; i += 1) {
    const span = set.at(i);
    words.push(span.startAddr);
    words.push(span.state);
    words.push(ageOf(go, span));
  }
}

function pagesOf({ pages, arenas }: GoView, words: StateWords): void {
  for (const { index, alloc, scavenged } of pages.chunks) {
    words.push(LIST);
    words.push(index);
    words.push(pages.scavengeIndex.isMarked(index) ? 1 : 0);
    pushAll(alloc, words);
    pushAll(scavenged, words);
  }
  for (const { index, zeroedBase } of arenas) {
    words.push(LIST);
    words.push(index);
    words.push(zeroedBase);
  }
}

function procOf({ sweepgen }: GoView, { mcache, pcache }: ProcView, words: StateWords): void {
  const { alloc, reusable } = mcache;
  words.push(LIST);
  words.push(mcache.tiny);
  words.push(mcache.tinyoffset);
  words.push(mcache.flushGen - sweepgen);
  words.push(pcache.base);
  words.push(pcache.cacheLo);
  words.push(pcache.cacheHi);
  words.push(pcache.scavLo);
  words.push(pcache.scavHi);
  for (let spanclass = 0; spanclass < alloc.length; spanclass += 1) {
    const span = alloc[spanclass] as SpanView;
    if (span.nelems > 0) {
      words.push(spanclass);
      words.push(span.startAddr);
    }
    const freed = reusable[spanclass] as readonly number[];
    if (freed.length > 0) {
      words.push(-1 - spanclass);
      pushAll(freed, words);
    }
  }
}
