import type { Addr, Pages } from '../base/units.ts';
import type { GoEvents, SpanView } from '../../spec/views/go.ts';

/** The model's events that tell what it did for a request. */
export class Answers implements GoEvents {
  readonly spans: { base: Addr; npages: Pages }[] = [];
  /** Spans swept, in order. */
  readonly swept: Addr[] = [];
  /** Called once, when the pacer has computed its goals. */
  whenPaced: (() => void) | undefined;

  spanAllocated({ startAddr, npages }: SpanView): void {
    this.spans.push({ base: startAddr, npages });
  }

  spanSwept({ startAddr }: SpanView): void {
    this.swept.push(startAddr);
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

  paced(): void {
    const { whenPaced } = this;
    this.whenPaced = undefined;
    whenPaced?.();
  }
}
