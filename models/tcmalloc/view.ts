import type { PageNumber, TcSpanView } from '../../spec/views/tc-span.ts';
import type {
  CentralListView,
  PageHeapView,
  RegionView,
  SizeMapView,
  TcmallocGeometryView,
  TcmallocView,
  ThreadCacheView,
} from '../../spec/views/tcmalloc.ts';
import type { TcmallocLog } from '../../spec/views/tcmalloc-log.ts';
import type { Tcmalloc } from './tcmalloc.ts';

/** TCMalloc as observers see it: its own structures, nothing copied but lists of spans. */
export class HeapView implements TcmallocView {
  readonly geometry: TcmallocGeometryView;
  readonly sizeMap: SizeMapView;
  readonly heap: PageHeapView;
  readonly regions: readonly RegionView[];
  readonly metadataRegions: readonly RegionView[];
  readonly central: readonly CentralListView[];
  readonly log: TcmallocLog;
  readonly #heap: Tcmalloc;

  constructor(heap: Tcmalloc, log: TcmallocLog) {
    this.#heap = heap;
    this.geometry = heap.geometry;
    this.sizeMap = heap.sizeMap;
    this.heap = heap.pageHeap;
    this.regions = heap.pageHeap.regions;
    this.metadataRegions = heap.metadata.regions;
    this.central = heap.central;
    this.log = log;
  }

  get metadataBytes(): number {
    return this.#heap.metadata.bytes;
  }

  get metadataUsed(): number {
    return this.#heap.metadata.used;
  }

  get metadataLeft(): readonly number[] {
    return this.#heap.metadata.left;
  }

  get evictTurn(): number {
    return this.#heap.trade.turn;
  }

  get spans(): readonly TcSpanView[] {
    return [...this.#heap.pageHeap.spans];
  }

  get caches(): readonly ThreadCacheView[] {
    return this.#heap.caches;
  }

  get stealCursor(): number {
    return this.#heap.budget.next?.thread ?? -1;
  }

  get unclaimedBytes(): number {
    return this.#heap.budget.unclaimed;
  }

  get suspended(): number {
    return this.#heap.slow.suspended;
  }

  spanAt(page: PageNumber): TcSpanView | undefined {
    return this.#heap.pageMap.get(page);
  }

  cachedClass(page: PageNumber): number {
    return this.#heap.pageMap.cachedClass(page);
  }
}
