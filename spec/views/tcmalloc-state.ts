/**
 * The state of a TCMalloc heap as one list of numbers: equal lists, equal futures, as far as malloc, free, releases and
 * threads that end go.
 *
 * What only counts is left out, and so are names of blocks and the contents of memory. Order stays wherever something is
 * taken from an end: of lists of objects, of spans, of batches, of caches.
 */
import type { View } from '../invariant.ts';
import type { StateWords } from './state-words.ts';
import type { TcSpanView } from './tc-span.ts';
import type { CentralListView, TcmallocView, ThreadCacheView } from './tcmalloc.ts';

/** Stands before each list, so that where one ends is part of the whole. */
const LIST = -1000;

/** @param view  of a subject that offers 'tcmalloc' */
export function pushTcmallocState(
  { tcmalloc, client }: View & { readonly tcmalloc: TcmallocView },
  words: StateWords,
): void {
  heapOf(tcmalloc, words);
  for (const span of tcmalloc.spans.toSorted((a, b) => a.page - b.page))
    spanOf(tcmalloc, span, words);
  for (const list of tcmalloc.central) centralOf(list, words);
  for (const cache of tcmalloc.caches) cacheOf(cache, words);
  for (const { addr, size } of client.live.toSorted((a, b) => a.addr - b.addr))
    listOf([addr, size], words);
}

function listOf(numbers: readonly number[], words: StateWords): void {
  words.push(LIST);
  for (const number of numbers) words.push(number);
}

function heapOf(tcmalloc: TcmallocView, words: StateWords): void {
  const { heap, regions, metadataRegions } = tcmalloc;
  words.push(heap.scavengeCounter);
  words.push(heap.releaseAt);
  words.push(tcmalloc.stealCursor);
  words.push(tcmalloc.unclaimedBytes);
  words.push(tcmalloc.evictTurn);
  listOf(tcmalloc.metadataLeft, words);
  for (const { page, npages } of [...regions, ...metadataRegions]) listOf([page, npages], words);
  // Spans of the sets are in an order of their own, which their lengths and places say.
  for (const { lists } of [heap.normal, heap.returned])
    for (const list of lists) listOf(pagesOf(list), words);
}

function pagesOf(spans: readonly TcSpanView[]): readonly number[] {
  return spans.map(({ page }) => page);
}

function spanOf(tcmalloc: TcmallocView, span: TcSpanView, words: StateWords): void {
  const { page, npages, location, sizeClass, refcount, objects } = span;
  words.push(LIST);
  words.push(page);
  words.push(npages);
  words.push(location);
  words.push(sizeClass);
  words.push(refcount);
  listOf(objects, words);
  // What the class cache says of a page whose span is gone is read by nobody before it is written.
  words.push(tcmalloc.cachedClass(page));
}

function centralOf(list: CentralListView, words: StateWords): void {
  const { sizeClass, nonempty, empty, slots, capacity } = list;
  if (nonempty.length + empty.length + slots.length + capacity === 0) return;
  words.push(LIST);
  words.push(sizeClass);
  words.push(capacity);
  listOf(pagesOf(nonempty), words);
  listOf(pagesOf(empty), words);
  for (const slot of slots) listOf(slot, words);
}

function cacheOf({ thread, maxBytes, lists }: ThreadCacheView, words: StateWords): void {
  words.push(LIST);
  words.push(thread);
  words.push(maxBytes);
  for (const [sizeClass, list] of lists.entries()) {
    const { objects, maxLength, lowWater, overages } = list;
    if (objects.length === 0 && maxLength === 1 && lowWater === 0) continue;
    words.push(sizeClass);
    words.push(maxLength);
    words.push(lowWater);
    words.push(overages);
    listOf(objects, words);
  }
}
