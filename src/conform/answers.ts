import type { Addr, Pages } from '../base/units.ts';
import type { GoEvents, SpanView } from '../../spec/views/go.ts';

/** The model's events that tell what it did for a request. */
export class Answers implements GoEvents {
  readonly spans: { base: Addr; npages: Pages }[] = [];
  /** The first span swept since `clear`; 0 for none. */
  swept: Addr = 0;

  clear(): void {
    this.spans.length = 0;
    this.swept = 0;
  }

  spanAllocated({ startAddr, npages }: SpanView): void {
    this.spans.push({ base: startAddr, npages });
  }

  spanSwept({ startAddr }: SpanView): void {
    if (this.swept === 0) this.swept = startAddr;
  }

  spanFreed(): void {}
  spanCached(): void {}
  spanUncached(): void {}
  spanFiled(): void {}
  pagesAllocated(): void {}
  pagesFreed(): void {}
  pageCacheFilled(): void {}
  pageCacheUsed(): void {}
  pagesScavenged(): void {}
  heapGrown(): void {}
  slotFreed(): void {}
  cycleStarted(): void {}
  cycleEnded(): void {}
  paced(): void {}
}
