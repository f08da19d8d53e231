/** Processors, their mcaches and the freed slots that these keep, as subjects. */
import type { Addr } from '../../src/base/units.ts';
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Block } from '../views/client.ts';
import type { CacheSlot } from '../views/go-touched.ts';
import { TINY_SPAN_CLASS } from '../views/go.ts';
import type { GoView, ProcView, SpanView } from '../views/go.ts';
import { NONE, only } from './only.ts';

/** How many entries at the end of a list are looked at when it changed. */
const NEIGHBOURS_MAX = 16;

/** An mcache that was not flushed since the last cycle ended serves nobody: what it has is of the cycle before. */
function isFlushed({ sweepgen }: GoView, { mcache }: ProcView): boolean {
  return mcache.flushGen === sweepgen;
}

function flushed(go: GoView): readonly ProcView[] {
  return only(go.procs, (proc) => isFlushed(go, proc));
}

/** For what is said of current tiny blocks: touched are all, or none when no slot of their class was. */
export const processors = defineQuantifier<'go', ProcView>({
  every: 'processor whose mcache is flushed',
  level: 'go',
  all: ({ go }) => flushed(go),
  touched({ go, goTouched }) {
    const { spans, cycles } = goTouched;
    let cut = cycles.length > 0;
    for (let i = 0; i < spans.length; i += 1)
      if (spans[i]!.spanclass === TINY_SPAN_CLASS) cut = true;
    return cut ? flushed(go) : NONE;
  },
});

/** Touched by a cycle that starts. */
export const currentTinyBlocks = defineQuantifier<'go', Addr>({
  every: 'current tiny block of an mcache',
  level: 'go',
  onEvents: true,
  all: tinyBlocksOf,
  touched: (view) => (view.goTouched.hasStarted ? tinyBlocksOf(view) : NONE),
});

function tinyBlocksOf({ go }: ViewOf<'go'>): readonly Addr[] {
  return go.procs.flatMap(({ mcache: { tiny } }) => (tiny === 0 ? [] : [tiny]));
}

/** Only a cycle touches them all. */
export const flushedProcessors = defineQuantifier<'go', ProcView>({
  every: 'processor after a cycle',
  level: 'go',
  onEvents: true,
  all: ({ go }) => go.procs,
  touched: ({ go, goTouched }) => (goTouched.cycles.length > 0 ? go.procs : NONE),
});

/** All: those that have a span. Touched ones may have lost theirs. */
export const cacheSlots = defineQuantifier<'go', CacheSlot>({
  every: 'current span of an mcache',
  level: 'go',
  onEvents: true,
  all: ({ go }) => go.procs.flatMap(({ mcache }, p) => cacheSlotsOf(mcache.alloc, p)),
  touched: ({ goTouched }) => goTouched.cacheSlots,
});

function cacheSlotsOf(alloc: readonly SpanView[], p: number): CacheSlot[] {
  const slots: CacheSlot[] = [];
  for (let spanclass = 0; spanclass < alloc.length; spanclass += 1)
    if (alloc[spanclass]!.nelems > 0) slots.push({ p, spanclass });
  return slots;
}

/** The current span of a class in a processor's mcache; none where the sentinel stands, which has no slots. */
export function cachedSpan(go: GoView, { p, spanclass }: CacheSlot): SpanView | undefined {
  const span = go.procs[p]?.mcache.alloc[spanclass];
  return span === undefined || span.nelems === 0 ? undefined : span;
}

export function nameOfCacheSlot({ p, spanclass }: CacheSlot): string {
  return `span class ${spanclass} of P${p}`;
}

/** A slot that was freed explicitly and waits on a list of an mcache to be handed out again. */
export interface ReusableSlot extends CacheSlot {
  readonly addr: Addr;
  /** Whether it stands before on this list, or on the list of a processor with a lower number. */
  readonly listedBefore: boolean;
  /** The block that the client has there all the same. */
  readonly holder: Block | undefined;
}

/** All: every entry of every list. Touched: the last entry of every list that changed, compared with its neighbours. */
export const reusableSlots = defineQuantifier<'go', ReusableSlot>({
  every: 'freed slot that waits for reuse',
  level: 'go',
  all: allReusable,
  touched: (view) => (view.goTouched.cacheSlots.length === 0 ? NONE : touchedReusable(view)),
});

function allReusable({ go, client }: ViewOf<'go'>): readonly ReusableSlot[] {
  const entries = go.procs.flatMap((proc, p) => (isFlushed(go, proc) ? entriesOf(proc, p) : []));
  if (entries.length === 0) return NONE;
  const listed = new Set<Addr>();
  const live = new Map(client.live.map((block) => [block.addr, block]));
  return entries.map((entry): ReusableSlot => {
    const listedBefore = listed.has(entry.addr);
    listed.add(entry.addr);
    return { ...entry, listedBefore, holder: live.get(entry.addr) };
  });
}

function entriesOf({ mcache }: ProcView, p: number): (CacheSlot & { readonly addr: Addr })[] {
  const entries: (CacheSlot & { readonly addr: Addr })[] = [];
  for (let spanclass = 0; spanclass < mcache.reusable.length; spanclass += 1)
    for (const addr of mcache.reusable[spanclass]!) entries.push({ p, spanclass, addr });
  return entries;
}

/** The slot pushed last on each list that changed. A loop that makes nothing: every free comes here. */
function touchedReusable({ go, client, goTouched }: ViewOf<'go'>): ReusableSlot[] {
  const slots: ReusableSlot[] = [];
  const { cacheSlots } = goTouched;
  for (let i = 0; i < cacheSlots.length; i += 1) {
    const { p, spanclass } = cacheSlots[i] as CacheSlot;
    const proc = go.procs[p];
    const list = proc?.mcache.reusable[spanclass] ?? NONE;
    const last = list.length - 1;
    if (proc === undefined || last < 0 || !isFlushed(go, proc)) continue;
    const addr = list[last] as Addr;
    slots.push({
      p,
      spanclass,
      addr,
      listedBefore: isNear(list, last, addr),
      holder: holderOf(client.placed, addr),
    });
  }
  return slots;
}

/** Whether `addr` is among the entries before `last`, the nearest NEIGHBOURS_MAX of them. */
function isNear(list: readonly Addr[], last: number, addr: Addr): boolean {
  for (let i = Math.max(0, last - NEIGHBOURS_MAX); i < last; i += 1)
    if (list[i] === addr) return true;
  return false;
}

function holderOf(blocks: readonly Block[], addr: Addr): Block | undefined {
  for (let i = 0; i < blocks.length; i += 1) if (blocks[i]!.addr === addr) return blocks[i];
  return undefined;
}
