/** What can be quantified over with a view of a proc. */
import { defineQuantifier, defineStepQuantifier } from '../invariant.ts';
import type { Addr } from '../../src/base/units.ts';
import { HUGE_PAGE, PAGE, PTE, PROT } from '../views/process.ts';
import type {
  ByteReading,
  FrameView,
  ProcessView,
  PteView,
  RegionView,
  StepView,
  TableView,
  TlbEntryView,
  Touch,
} from '../views/process.ts';

/** A translation, with the region that it lies in and the first frame that it leads to. */
export interface Translation {
  readonly pte: PteView;
  readonly region: RegionView | undefined;
  readonly frame: FrameView | undefined;
}

/** A frame, and the translations that lead to it, as a walk of the tables counts them. */
export interface LedFrame {
  readonly frame: FrameView;
  readonly leading: number;
}

export interface CachedTranslation {
  readonly entry: TlbEntryView;
  /** What the tables have of its page. */
  readonly pte: PteView | undefined;
}

/** What is kept as a counter, and counted again. */
export interface Recount {
  readonly kept: number;
  readonly counted: number;
}

export interface NeighbourRegions {
  readonly lower: RegionView;
  readonly upper: RegionView;
}

/** The regions at one place of the list: as they are, and as promised. */
export interface PromisedRegion {
  readonly actual: RegionView | undefined;
  readonly promised: RegionView | undefined;
}

/** What was accessed, and its translation. */
export interface Touched {
  readonly touch: Touch;
  readonly pte: PteView | undefined;
}

/** A range of addresses, and what still translates something of it. */
export interface ClearedRange {
  readonly command: string;
  readonly ptes: readonly PteView[];
  readonly tlb: readonly TlbEntryView[];
}

/** What a refused command must leave alone. */
interface State {
  readonly regions: readonly RegionView[];
  readonly translations: number;
  readonly resident: number;
  readonly committed: number;
  readonly brk: Addr;
}

/** A command that was refused, with what it changed: empty where it left all as it was. */
export interface RefusedCommand {
  readonly command: string;
  readonly changed: readonly string[];
}

/** A region that a move of the break changed, and that lies outside of what it moved over. */
export interface MovedBreak {
  readonly command: string;
  readonly changed: RegionView | undefined;
}

/** Own frames that there are, before a command and after it. */
export interface FrameTotals {
  readonly before: number;
  readonly after: number;
}

/** A stack that a command made longer, and what lies below it. */
export interface StackGrowth {
  readonly stack: RegionView;
  readonly below: RegionView | undefined;
  readonly gap: number;
  readonly most: number;
}

const every = 'process';

export const translations = defineQuantifier({
  every: 'translation in the page tables',
  level: every,
  all: ({ proc }) => translationsOf(proc),
});

export const unwrittenText = defineQuantifier({
  every: 'translated page of text that was not written since it was mapped',
  level: every,
  all: ({ proc }) =>
    translationsOf(proc).filter(({ pte, region }) => {
      const page = proc.pageAt(pte.addr);
      return region?.kind === 'text' && page?.wasWritten === false;
    }),
});

export const hugeTranslations = defineQuantifier({
  every: 'translation of 2 MiB',
  level: every,
  all: ({ proc }) => translationsOf(proc).filter(({ pte }) => has(pte, PTE.HUGE)),
});

export const lazyTranslations = defineQuantifier({
  every: 'page that was given back by MADV_FREE and not yet taken',
  level: every,
  all: ({ proc }) => translationsOf(proc).filter(({ pte }) => has(pte, PTE.LAZY)),
});

/** A huge page, and what one was split to, tell of their 2 MiB and not of a page. */
export const smallPages = defineQuantifier({
  every: 'translated page that was never part of a huge one',
  level: every,
  all: ({ proc }) => translationsOf(proc).filter(({ frame }) => frame?.isOfHuge === false),
});

export const guardPages = defineQuantifier({
  every: 'guard region without rights',
  level: every,
  all: ({ proc: { regions, ptes } }) =>
    regions
      .filter(({ kind, prot }) => kind === 'guard' && prot === PROT.NONE)
      .map((region) => ({ region, present: presentIn(ptes, region) })),
});

function presentIn(ptes: readonly PteView[], { start, end }: RegionView): PteView | undefined {
  return ptes.find(
    (pte) => pte.addr < end && pte.addr + pte.bytes > start && has(pte, PTE.PRESENT),
  );
}

export const cachedTranslations = defineQuantifier({
  every: 'translation in the TLB',
  level: every,
  all: ({ proc: { tlb, ptes } }): readonly CachedTranslation[] => {
    const byAddr = byAddress(ptes);
    return tlb.map((entry) => ({ entry, pte: byAddr.get(entry.addr) }));
  },
});

export const framesInUse = defineQuantifier({
  every: 'physical frame in use',
  level: every,
  all: ({ proc }) => ledFrames(proc),
});

export const ownFrames = defineQuantifier({
  every: 'frame in use of the process itself',
  level: every,
  all: ({ proc }) => ledFrames(proc).filter(({ frame }) => frame.kind === 'own'),
});

export const pageTables = defineQuantifier({
  every: 'page table below the root',
  level: every,
  all: ({ proc }): readonly TableView[] => proc.tables.filter(({ level }) => level < 4),
});

export const residentCounter = defineQuantifier({
  every: 'count of resident frames',
  level: every,
  all: ({ proc }): readonly Recount[] => {
    const led = ledFrames(proc).filter(({ frame, leading }) => {
      return frame.kind !== 'zero' && leading > 0;
    });
    return [{ kept: proc.residentFrames, counted: led.length }];
  },
});

export const commitCounter = defineQuantifier({
  every: 'count of committed pages',
  level: every,
  all: ({ proc: { regions, committedPages } }): readonly Recount[] => {
    const committed = regions.filter(({ isCommitted }) => isCommitted);
    const counted = committed.reduce((sum, { start, end }) => sum + (end - start) / PAGE, 0);
    return [{ kept: committedPages, counted }];
  },
});

export const commitLimits = defineQuantifier({
  every: 'system that never promises more than its limit',
  level: every,
  all: ({ proc }): readonly ProcessView[] => (proc.commitLimit < Infinity ? [proc] : []),
});

export const neighbourRegions = defineQuantifier({
  every: 'pair of neighbouring regions',
  level: every,
  all: ({ proc: { regions } }): readonly NeighbourRegions[] =>
    regions.slice(1).map((upper, i) => ({ lower: regions[i] as RegionView, upper })),
});

export const promisedRegions = defineQuantifier({
  every: 'region, and the one that is promised in its place',
  level: every,
  all: ({ proc: { regions, promisedRegions: promised } }): readonly PromisedRegion[] =>
    Array.from({ length: Math.max(regions.length, promised.length) }, (_, i) => {
      return { actual: regions[i], promised: promised[i] };
    }),
});

export const heldPages = defineQuantifier({
  every: 'mapped page that holds anything',
  level: every,
  all: ({ proc }): readonly ByteReading[] => proc.contents,
});

export const bssPages = defineQuantifier({
  every: 'page of bss when the process begins',
  level: every,
  all: ({ proc }): readonly ByteReading[] => proc.bss,
});

export const commandsDone = defineQuantifier({
  every: 'command',
  level: every,
  all: ({ proc: { step } }): readonly StepView[] => (step === undefined ? [] : [step]),
});

export const bytesRead = defineQuantifier({
  every: 'page of which a command read',
  level: every,
  all: ({ proc: { step } }): readonly ByteReading[] => step?.readings ?? [],
});

export const accesses = defineQuantifier({
  every: 'page that a command accessed, and was let',
  level: every,
  all: ({ proc: { step, ptes } }): readonly Touched[] => {
    if (step === undefined || step.touches.length === 0) return [];
    const byAddr = byAddress(ptes);
    const find = (addr: Addr): PteView | undefined =>
      byAddr.get(addr - (addr % PAGE)) ?? byAddr.get(addr - (addr % HUGE_PAGE));
    return step.touches.map((touch) => ({ touch, pte: find(touch.addr) }));
  },
});

export const unmappedRanges = defineQuantifier({
  every: 'range that a command unmapped',
  level: every,
  all: ({ proc }) => clearedRanges(proc, proc.step?.unmapped),
});

export const forgottenRanges = defineQuantifier({
  every: 'range whose contents a command gave up',
  level: every,
  all: ({ proc }) => clearedRanges(proc, proc.step?.forgotten),
});

export const refusedCommands = defineStepQuantifier({
  every: 'system call that was refused',
  level: every,
  remember: ({ proc }): State => stateOf(proc),
  between: (before, { proc }): readonly RefusedCommand[] => {
    const { step } = proc;
    if (step === undefined || !isRefused(step)) return [];
    const after = stateOf(proc);
    const changed = (Object.keys(after) as (keyof State)[]).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    return [{ command: step.command, changed }];
  },
});

export const breakMoves = defineStepQuantifier({
  every: 'move of the break',
  level: every,
  remember: ({ proc }) => proc.regions,
  between: (before, { proc: { step, regions } }): readonly MovedBreak[] => {
    if (step?.broke === undefined) return [];
    const [from, to] = step.broke;
    const low = pageUp(Math.min(from, to));
    const high = pageUp(Math.max(from, to));
    const outside = (list: readonly RegionView[]): readonly RegionView[] =>
      list.flatMap((region) => outsideOf(region, low, high));
    const was = new Set(outside(before).map((region) => JSON.stringify(region)));
    const changed = outside(regions).find((region) => !was.delete(JSON.stringify(region)));
    const lost = [...was][0];
    const gone = lost === undefined ? undefined : (JSON.parse(lost) as RegionView);
    return [{ command: step.command, changed: changed ?? gone }];
  },
});

export const frameTotals = defineStepQuantifier({
  every: 'command',
  level: every,
  remember: ({ proc }) => totalOf(proc),
  between: (before, { proc }): readonly FrameTotals[] => [{ before, after: totalOf(proc) }],
});

export const stackGrowths = defineStepQuantifier({
  every: 'access that made a stack longer',
  level: every,
  remember: ({ proc }) => proc.regions,
  between: (before, { proc: { regions, stack, step } }): readonly StackGrowth[] => {
    if (step?.outcome.is !== 'ok') return [];
    return regions.flatMap((region, i) => {
      const wasThere = before.some(({ start, end }) => start <= region.start && region.start < end);
      if (!region.grows || wasThere) return [];
      const { gap, top, lowest } = stack;
      return [{ stack: region, below: regions[i - 1], gap, most: top - lowest }];
    });
  },
});

function translationsOf({ ptes, regions, frames }: ProcessView): readonly Translation[] {
  const byFrame = new Map(frames.map((frame) => [frame.frame, frame]));
  let at = 0;
  return ptes.map((pte) => {
    // Both are ascending.
    while (at < regions.length && (regions[at] as RegionView).end <= pte.addr) at += 1;
    const found = regions[at];
    const region = found !== undefined && found.start <= pte.addr ? found : undefined;
    return { pte, region, frame: byFrame.get(pte.frame) };
  });
}

function ledFrames({ ptes, frames }: ProcessView): readonly LedFrame[] {
  const leading = new Map<number, number>();
  for (const { frame, bytes } of ptes) {
    for (let i = 0; i < bytes / PAGE; i += 1) {
      leading.set(frame + i, (leading.get(frame + i) ?? 0) + 1);
    }
  }
  return frames.map((frame) => ({ frame, leading: leading.get(frame.frame) ?? 0 }));
}

function clearedRanges(
  { ptes, tlb, step }: ProcessView,
  range: readonly [Addr, Addr] | undefined,
): readonly ClearedRange[] {
  if (step === undefined || range === undefined) return [];
  const [from, to] = range;
  const isIn = ({ addr, bytes }: PteView): boolean => addr < to && addr + bytes > from;
  return [{ command: step.command, ptes: ptes.filter(isIn), tlb: tlb.filter(isIn) }];
}

function isRefused({ outcome, broke }: StepView): boolean {
  const isBreakKept = outcome.is === 'address' && outcome.addr === broke?.[0];
  return outcome.is === 'refused' || isBreakKept;
}

function stateOf({ regions, ptes, residentFrames, committedPages, heap }: ProcessView): State {
  return {
    regions,
    translations: ptes.length,
    resident: residentFrames,
    committed: committedPages,
    brk: heap.brk,
  };
}

/** The parts of a region outside of a range. */
function outsideOf(region: RegionView, low: Addr, high: Addr): readonly RegionView[] {
  const { start, end, fileOffset } = region;
  if (end <= low || start >= high) return [region];
  const parts: RegionView[] = [];
  if (start < low) parts.push({ ...region, end: low });
  const moved = fileOffset < 0 ? fileOffset : fileOffset + high - start;
  if (end > high) parts.push({ ...region, start: high, fileOffset: moved });
  return parts;
}

function totalOf({ frames, freeFrames }: ProcessView): number {
  return freeFrames + frames.filter(({ kind }) => kind === 'own').length;
}

function byAddress(ptes: readonly PteView[]): ReadonlyMap<Addr, PteView> {
  return new Map(ptes.map((pte) => [pte.addr, pte]));
}

function has({ bits }: PteView, bit: number): boolean {
  return (bits & bit) !== 0;
}

function pageUp(addr: Addr): Addr {
  return Math.ceil(addr / PAGE) * PAGE;
}
