/**
 * Marks of Go's memory: the states of spans, pages and the operating system's calls, and who sweeps.
 *
 * Left out: sysAlloc and sysFault, which a heap never calls; sweepgen sg-1, which is gone before anybody can look.
 */
import { defineMarks } from '../mark.ts';
import { go119 } from '../sources.ts';

/** Dead, InUse, Manual. */
export const SPAN_STATES = defineMarks(go119('mheap.go', 'mSpanState, allocSpan, freeSpanLocked'), {
  'go/span-dead-to-in-use': 'the page heap makes a span for objects',
  'go/span-dead-to-in-use-while-marking':
    'the page heap makes a span for objects while marking runs',
  'go/span-dead-to-manual': 'the page heap makes a span for a stack or for work buffers',
  'go/span-dead-to-manual-while-marking':
    'the page heap makes a span for a stack or for work buffers while marking runs',
  'go/span-descriptor-reused': 'a descriptor that was given up becomes a span again',
  'go/span-in-use-to-dead-by-free': 'a large block is freed, and its span goes back at once',
  'go/span-in-use-to-dead-by-sweep': 'a sweep finds no object in a span, which goes back',
  'go/span-manual-kept-while-marking':
    'a stack span becomes empty while marking runs, and has to stay until that is over',
  'go/span-manual-to-dead': 'a span of a stack or of work buffers goes back',
});

/**
 * Free or not, given back to the operating system (released) or not (retained), in a processor's cache or not. The
 * last but one is no state of its own in a sequential model: the pages are hidden while their memory is given back.
 */
export const PAGE_STATES = defineMarks(
  go119('mpagealloc.go', 'pageAlloc, mpagecache.go pageCache'),
  {
    'go/page-cached-released-to-heap-span':
      'a span for objects gets cached pages that are released',
    'go/page-cached-released-to-manual-span': 'a manual span gets cached pages that are released',
    'go/page-cached-released-to-released':
      'a flushed page cache gives back pages that are released',
    'go/page-cached-retained-to-heap-span':
      'a span for objects gets cached pages that are retained',
    'go/page-cached-retained-to-manual-span': 'a manual span gets cached pages that are retained',
    'go/page-cached-retained-to-retained':
      'a flushed page cache gives back pages that are retained',
    'go/page-heap-span-to-retained': 'the pages of a span for objects are free again',
    'go/page-manual-span-to-retained': 'the pages of a manual span are free again',
    'go/page-released-to-cache': 'a page cache takes pages that are released',
    'go/page-released-to-heap-span': 'a span for objects gets pages of the heap that are released',
    'go/page-released-to-manual-span': 'a manual span gets pages of the heap that are released',
    'go/page-retained-to-cache': 'a page cache takes pages that are retained',
    'go/page-retained-to-heap-span': 'a span for objects gets pages of the heap that are retained',
    'go/page-retained-to-manual-span': 'a manual span gets pages of the heap that are retained',
    'go/page-scavenged-to-released':
      'free pages are hidden, their memory given back, and free again',
    'go/page-unmapped-to-released': 'the heap grows: new pages are free and released',
  },
);

/** The calls of a heap: None, Reserved, Prepared, Ready. */
export const OS_CALLS = defineMarks(go119('mem.go', 'sysReserve, sysMap, sysUsed, sysUnused'), {
  'go/os-free': 'address space is given up: Reserved to None',
  'go/os-map': 'Reserved to Prepared',
  'go/os-map-refused': 'the operating system refuses to map',
  'go/os-reserve': 'None to Reserved',
  'go/os-reserve-refused': 'the operating system refuses to reserve',
  'go/os-unused': 'Ready to Prepared',
  'go/os-used': 'Prepared to Ready, all of it',
  'go/os-used-mixed': 'Prepared to Ready, on a range that is Ready in part',
});

/** What a span's sweepgen says beside the heap's, sg, which grows by 2 a cycle. */
export const SWEEP_GENERATIONS = defineMarks(go119('mheap.go', 'mspan.sweepgen'), {
  'go/sweepgen-aged': 'a cycle ends, by which an uncached span needs sweeping: sg to sg-2',
  'go/sweepgen-cached': 'an mcache gets a span: sg to sg+3',
  'go/sweepgen-dead-kept':
    'a new span has a descriptor that died in an older generation and kept its number until now',
  'go/sweepgen-stale-uncached':
    'a span that was cached before the cycle ended is taken back, and swept: sg+1 to sg',
  'go/sweepgen-uncached': 'an mcache gives back a full span: sg+3 to sg',
  'go/swept-before-cycle': 'a span is swept at the start of a cycle: sg-2 to sg',
  'go/swept-by-allocation': 'an allocation pays for itself by a sweep: sg-2 to sg',
  'go/swept-by-mcentral-full': 'an mcentral sweeps a full span, and it has room: sg-2 to sg',
  'go/swept-by-mcentral-partial': 'an mcentral sweeps a partial span: sg-2 to sg',
  'go/swept-by-mcentral-still-full': 'an mcentral sweeps a full span in vain: sg-2 to sg',
  'go/swept-by-reclaimer': 'the page heap sweeps a span for its pages: sg-2 to sg',
  'go/swept-by-sweeper': 'the background sweeper sweeps a span: sg-2 to sg',
  'go/swept-on-demand': 'a span is swept since somebody comes to an object of it: sg-2 to sg',
  'go/swept-out-of-turn': 'a span on an unswept list has been swept by somebody else',
});

/** The word that counts active sweepers; its highest bit says that the unswept lists are drained. */
export const ACTIVE_SWEEP = defineMarks(go119('mgcsweep.go', 'activeSweep'), {
  'go/sweepers-begun': 'a sweeper registers',
  'go/sweepers-done': 'the last sweeper leaves when the lists are drained',
  'go/sweepers-drained': 'a sweeper finds nothing left',
  'go/sweepers-drained-while-others-sweep':
    'a sweeper finds nothing left while others are registered',
  'go/sweepers-ended': 'a sweeper leaves while there may be something left',
  'go/sweepers-refused': 'somebody comes to sweep when all is swept',
  'go/sweepers-refused-before-first-cycle': 'somebody comes to sweep before there was any cycle',
  'go/sweepers-reset': 'a cycle ends, by which there is something to sweep again',
});
