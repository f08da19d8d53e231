/** MemStats of a recorded process: what must hold between them, and what the model says at the same point. */
import type { GoHeap } from '../../models/go/go-heap.ts';
import { PAGE_BYTES, SPAN_IN_USE } from '../../spec/views/go.ts';
import type { RecordedStats } from './trace.ts';

/** What a program has done so far, by its recording. */
export interface Deeds {
  /** Objects allocated, tiny ones too. */
  readonly mallocs: number;
  /** Cycles ended. */
  readonly cycles: number;
}

interface Identity {
  readonly says: string;
  readonly holds: (stats: RecordedStats) => boolean;
}

const IDENTITIES: readonly Identity[] = [
  { says: 'HeapInuse + HeapIdle = HeapSys', holds: (s) => s.HeapInuse + s.HeapIdle === s.HeapSys },
  { says: 'Mallocs - Frees = HeapObjects', holds: (s) => s.Mallocs - s.Frees === s.HeapObjects },
  { says: 'HeapReleased <= HeapIdle', holds: (s) => s.HeapReleased <= s.HeapIdle },
  { says: 'HeapAlloc <= HeapInuse', holds: (s) => s.HeapAlloc <= s.HeapInuse },
  { says: 'HeapAlloc <= TotalAlloc', holds: (s) => s.HeapAlloc <= s.TotalAlloc },
  {
    says: 'HeapSys + manual spans = what the page allocator knows',
    holds: (s) => s.HeapSys + s.manualInUse === s.mapped,
  },
  {
    says: 'the pages in use are those of HeapInuse',
    holds: (s) => s.pagesInUse * PAGE_BYTES === s.HeapInuse,
  },
];

export const IDENTITY_COUNT = IDENTITIES.length;

/** The identity that does not hold; undefined when all do. */
export function brokenIdentity(stats: RecordedStats): string | undefined {
  return IDENTITIES.find(({ holds }) => !holds(stats))?.says;
}

/** The model's own, when its caches are flushed. */
export function statsOf({ heap }: GoHeap, { mallocs, cycles }: Deeds): RecordedStats {
  const { stats, controller, pages } = heap;
  const heapIdle = stats.heapFree + stats.heapReleased;
  let objects = 0;
  for (const span of heap.allspans) if (span.state === SPAN_IN_USE) objects += span.allocCount;
  return {
    Mallocs: mallocs,
    Frees: mallocs - objects,
    TotalAlloc: stats.totalAlloc,
    HeapAlloc: stats.totalAlloc - stats.totalFree,
    HeapObjects: objects,
    HeapSys: stats.heapInUse + heapIdle,
    HeapIdle: heapIdle,
    HeapInuse: stats.heapInUse,
    HeapReleased: stats.heapReleased,
    manualInUse: stats.manualInUse,
    pagesInUse: stats.pagesInUse,
    mapped: pages.inUse.totalBytes,
    heapLive: controller.heapLive,
    heapMarked: controller.heapMarked,
    NumGC: cycles,
  };
}

/** The names of those that differ. */
export function unlike<N extends string>(
  go: Readonly<Record<N, number>>,
  model: Readonly<Record<N, number>>,
): readonly N[] {
  return (Object.keys(go) as N[]).filter((name) => go[name] !== model[name]);
}
