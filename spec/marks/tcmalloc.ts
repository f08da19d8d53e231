/** Marks of TCMalloc: which tier serves, which tier takes back, and what is traded between them. */
import { defineMarks, marksOf } from '../mark.ts';
import type { IdOf, Mark } from '../mark.ts';
import { tcmalloc } from '../sources.ts';

const THREADS = defineMarks(tcmalloc('thread_cache.cc', 'FetchFromCentralCache, ListTooLong'), {
  'tcmalloc/cache-became-idle': 'a thread gives its whole cache back',
  'tcmalloc/cache-claimed-budget': 'a thread cache gets budget that nobody had',
  'tcmalloc/cache-over-budget-scavenged': 'a cache holds more than its budget and scavenges',
  'tcmalloc/cache-stole-budget': 'a thread cache gets budget of another one',
  'tcmalloc/cache-given-least-budget':
    'a new thread cache gets the least budget though nothing is left',
  'tcmalloc/list-cut-at-slow-start': 'a list that is cut is still below a batch',
  'tcmalloc/list-cut-four-times': 'a list is cut for the fourth time and has to become shorter',
  'tcmalloc/list-fetched-batch': 'an empty list gets a whole batch',
  'tcmalloc/list-fetched-in-part': 'an empty list gets less than it wanted',
  'tcmalloc/list-grown-by-batch': 'the most that a list may hold grows by a batch',
  'tcmalloc/list-scavenged': 'a scavenge takes objects that a list did not need',
});

const CENTRAL = defineMarks(tcmalloc('central_freelist.cc', 'CentralFreeList'), {
  'tcmalloc/batch-taken-whole': 'a batch leaves the transfer cache as it came',
  'tcmalloc/batch-kept': 'a batch stays in the transfer cache',
  'tcmalloc/batch-released': 'a batch that finds no slot goes back to its spans',
  'tcmalloc/populate-failed': 'a class gets no new span',
  'tcmalloc/slot-taken-by-force': 'a class gives up a slot that holds a batch',
  'tcmalloc/slot-traded': 'a class gives up a slot that it does not use',
  'tcmalloc/span-exhausted': 'the last object of a span is handed out',
  'tcmalloc/span-gone-home': 'all objects of a span are back, and it is freed',
  'tcmalloc/span-refilled': 'a span without free objects gets one back',
});

const PAGES = defineMarks(tcmalloc('page_heap.cc', 'PageHeap'), {
  'tcmalloc/growth-coalesced-first': 'all is given back before the heap grows, so that it joins',
  'tcmalloc/growth-exact': 'the system refuses the least growth and grants what is needed',
  'tcmalloc/growth-failed': 'the heap does not grow',
  'tcmalloc/growth-longer': 'the system gives more than was asked for',
  'tcmalloc/large-from-normal': 'a span comes from the set of normal spans',
  'tcmalloc/large-from-returned': 'a span comes from the set of returned spans',
  'tcmalloc/limit-refused': 'the limit leaves no room, even with all given back',
  'tcmalloc/limit-released': 'spans are given back so that the limit is kept',
  'tcmalloc/list-from-normal': 'a span comes from a list of normal spans',
  'tcmalloc/list-from-returned': 'a span comes from a list of returned spans',
  'tcmalloc/merged-left': 'a span joins the one below it',
  'tcmalloc/merged-right': 'a span joins the one above it',
  'tcmalloc/metadata-refused': 'there is no memory for bookkeeping',
  'tcmalloc/neighbours-differ': 'a free span stays apart from one at the other location',
  'tcmalloc/release-refused': 'the system does not take a span back',
  'tcmalloc/released-by-rate': 'so much was freed that spans are given back by themselves',
  'tcmalloc/released-from-list': 'the oldest span of a list is given back',
  'tcmalloc/released-from-set': 'the smallest span of the set is given back',
});

export type TcmallocMarkId = IdOf<typeof THREADS> | IdOf<typeof CENTRAL> | IdOf<typeof PAGES>;

export const tcmallocMarks: readonly Mark[] = marksOf([THREADS, CENTRAL, PAGES]);
