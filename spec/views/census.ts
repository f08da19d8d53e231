/** What a Go heap has, counted from its spans, and what its own books say: for comparing one heap with another. */
import type { Counts } from '../trace.ts';
import { SPAN_IN_USE, TINY_SPAN_CLASS } from './go.ts';
import type { GoView } from './go.ts';
import type { CollectorView } from './go-collector.ts';

/** Name of the count of slots taken, but for those that tiny objects may share. */
export const OBJECTS = 'objects of more than 16 bytes, or with pointers';
/** Of these there are as many as the order of the objects makes. */
export const SHARED_SLOTS = classText(TINY_SPAN_CLASS);

/** Names of the books of a heap. What is counted from its spans has other names. */
export const BOOK = 'the books: ';

/** With all swept, so that a slot is taken only for what lives. */
export function censusOf({ allspans, stats }: GoView): Counts {
  const counts: Record<string, number> = { [OBJECTS]: 0 };
  for (const { state, spanclass, allocCount } of allspans) {
    if (state !== SPAN_IN_USE) continue;
    const name = classText(spanclass);
    counts[name] = (counts[name] ?? 0) + allocCount;
    if (spanclass !== TINY_SPAN_CLASS) counts[OBJECTS] = (counts[OBJECTS] as number) + allocCount;
  }
  const { heapLive, totalAlloc, totalFree, pagesInUse } = stats;
  for (const [name, count] of Object.entries({ heapLive, totalAlloc, totalFree, pagesInUse }))
    counts[BOOK + name] = count;
  return counts;
}

/** Objects and root jobs that a cycle has still to scan. */
export function unscannedOf({ lists, gcws, markrootJobs, markrootNext }: CollectorView): number {
  let objects = 0;
  for (const buf of lists.full) objects += buf.objects.length;
  for (const { wbuf1, wbuf2 } of gcws)
    objects += (wbuf1?.objects.length ?? 0) + (wbuf2?.objects.length ?? 0);
  return objects + markrootJobs - markrootNext;
}

/** Whether a count is of slots. */
export function isOfObjects(name: string): boolean {
  return name.startsWith('objects');
}

function classText(spanclass: number): string {
  return `objects of span class ${spanclass}`;
}
