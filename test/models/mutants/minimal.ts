/**
 * The smallest program of each mutant, as the shrinker comes to it. A mutant may have several: that of one seed is here.
 */
export interface Minimal {
  readonly id: string;
  /** The lines behind `heap go`. */
  readonly lines: readonly string[];
  /** What follows `heap go` in its line, where that matters. */
  readonly heap?: string;
  /** The seed whose campaign comes to this one; 1 when not given. */
  readonly seed?: number;
}

export const MINIMAL: readonly Minimal[] = [
  {
    id: 'go/allocation-ignores-memory-limit',
    lines: ['a = malloc 32769 noscan', 'b = realloc a 1', 'c = malloc 212993 noscan'],
    heap: 'limit=256KiB',
  },
  {
    id: 'go/assist-ratio-reaches-zero',
    lines: [],
  },
  {
    id: 'go/barrier-notes-one-pointer',
    lines: ['a = malloc 8', 'gcStart', 'a[0] -> nil'],
  },
  {
    id: 'go/barrier-skips-page-mark',
    lines: ['a = malloc 16 noscan', 'gcStart', 'b = malloc 8', 'b[0] -> a', 'assist'],
  },
  {
    id: 'go/born-white',
    lines: ['gcStart', 'mark 1', 'a = malloc 1 noscan', 'gc'],
  },
  {
    id: 'go/checkmark-shared-by-arena',
    lines: ['a = malloc 1 noscan', 'gc'],
    heap: 'checkmark',
  },
  {
    id: 'go/cons-mark-from-pi',
    lines: ['a = malloc 516097', 'gc', 'b = malloc 1 noscan', 'gc'],
    heap: 'limit=256KiB',
    seed: 2,
  },
  {
    id: 'go/double-free-accepted',
    lines: ['a = malloc 1 noscan', 'b = malloc 16 noscan', 'free b', 'badfree b'],
  },
  {
    id: 'go/finalizer-not-resurrecting',
    lines: ['a = malloc 8', 'finalizer a'],
    seed: 3,
  },
  {
    id: 'go/free-all-before-sweep',
    lines: ['freeOSMemory'],
  },
  {
    id: 'go/full-span-unfiled',
    lines: ['a = malloc 6913 noscan', 'b = malloc 6913 noscan', 'gc', 'c = malloc 6913 noscan'],
    seed: 3,
  },
  {
    id: 'go/global-store-without-barrier',
    lines: ['a = malloc 16 noscan', 'gcStart', 'global a', 'gc'],
  },
  {
    id: 'go/globals-not-scanned',
    lines: ['a = malloc 16 noscan', 'global a', 'gc'],
  },
  {
    id: 'go/growth-keeps-fragments',
    lines: ['a = malloc 524289 noscan', 'free a', 'gc', 'b = malloc 4194305 noscan'],
    seed: 2,
  },
  {
    id: 'go/heap-bits-rounded-down',
    lines: ['a = malloc 9'],
  },
  {
    id: 'go/idle-workers-on-all-procs',
    lines: ['gcStart'],
    heap: 'procs=4',
  },
  {
    id: 'go/last-object-taken-for-none',
    lines: [
      'a = malloc 8',
      'b = malloc 16 noscan',
      'a[0] -> b',
      'drop b',
      'gcStart',
      'mark 2',
      'terminate on P1',
      'terminate on P1',
    ],
    heap: 'procs=2',
    seed: 4,
  },
  {
    id: 'go/limit-forgets-own-pages',
    lines: ['a = malloc 32769 noscan', 'b = realloc a 1', 'c = malloc 212993 noscan'],
    heap: 'limit=256KiB',
  },
  {
    id: 'go/limiter-bucket-of-one-proc',
    lines: [],
    heap: 'procs=2',
  },
  {
    id: 'go/mcache-not-flushed',
    lines: ['a = malloc 1 noscan', 'gc'],
    heap: 'gogc=0',
  },
  {
    id: 'go/mspan-hands-out-twice',
    lines: ['a = malloc 8 noscan', 'b = malloc 9 noscan'],
  },
  {
    id: 'go/no-deletion-barrier',
    lines: [
      'a = malloc 8',
      'b = malloc 16 noscan',
      'a[0] -> b',
      'drop b',
      'gcStart',
      'mark 1',
      'root a[0]',
      'a[0] -> nil',
      'gc',
    ],
  },
  {
    id: 'go/no-insertion-barrier',
    lines: ['a = malloc 16 noscan', 'gcStart', 'b = malloc 8', 'b[0] -> a', 'drop a', 'gc'],
  },
  {
    id: 'go/noscan-objects-queued',
    lines: ['a = malloc 1 noscan', 'gcStart'],
  },
  {
    id: 'go/pacer-forgets-heap-minimum',
    lines: [],
  },
  {
    id: 'go/pacer-multiplies-first',
    lines: ['a = malloc 1 noscan', 'gc'],
  },
  {
    id: 'go/pacer-sweeper-delays-limit',
    lines: [],
    heap: 'limit=2MiB',
  },
  {
    id: 'go/page-cache-flush-unindexed',
    lines: [
      'a = malloc 32769 noscan',
      'free a',
      'b = malloc 1 noscan on P1',
      'scavenge 1',
      'procs 1',
    ],
    heap: 'procs=2',
  },
  {
    id: 'go/page-cache-kept-by-stopped-p',
    lines: ['a = malloc 1 noscan', 'b = malloc 1 noscan on P1', 'procs 1'],
    heap: 'procs=2',
  },
  {
    id: 'go/page-cache-loses-pages',
    lines: ['a = malloc 1 noscan'],
  },
  {
    id: 'go/page-cache-memory-unmapped',
    lines: [],
  },
  {
    id: 'go/paid-assist-waits',
    lines: ['gcStart', 'a = malloc 1 noscan', 'assist'],
  },
  {
    id: 'go/processor-acquired-unflushed',
    lines: ['gcStart', 'mark 1', 'terminate', 'terminate', 'a = malloc 1 noscan'],
  },
  {
    id: 'go/processor-taken-back-unasked',
    lines: ['syscall', 'a = malloc 1 noscan', 'sysexit'],
    seed: 2,
  },
  {
    id: 'go/refused-map-counted',
    lines: ['fault map#1 refuse'],
  },
  {
    id: 'go/released-reduced-by-whole-run',
    lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 1281 noscan'],
  },
  {
    id: 'go/released-stays-ready',
    lines: ['gc', 'sweep 1', 'scavenge 1'],
  },
  {
    id: 'go/reused-slot-not-cleared',
    lines: ['a = malloc 9', 'b = realloc a 1', 'c = malloc 9'],
  },
  {
    id: 'go/run-queue-lost',
    lines: ['go on P1', 'procs 1'],
    heap: 'procs=2',
  },
  {
    id: 'go/scan-alloc-survives-marking',
    lines: ['a = malloc 8', 'gc'],
  },
  {
    id: 'go/scan-misses-last-word',
    lines: ['a = malloc 8', 'b = malloc 256', 'b[31] -> a', 'drop a', 'gc'],
    seed: 3,
  },
  {
    id: 'go/scavenge-counted-twice',
    lines: ['gc', 'sweep 1', 'scavenge 1'],
  },
  {
    id: 'go/scavenge-limit-goal-in-percent',
    lines: ['a = malloc 212993 noscan'],
    heap: 'limit=256KiB',
  },
  {
    id: 'go/scavenged-bit-survives-allocation',
    lines: ['a = malloc 1 noscan'],
  },
  {
    id: 'go/scavenger-ignores-goals',
    lines: ['a = malloc 16 noscan', 'free a', 'gc', 'gcStart', 'bgscavenge 1'],
    seed: 3,
  },
  {
    id: 'go/scavenger-ignores-limiter',
    lines: [
      'a = malloc 32769 noscan',
      'b = realloc a 1',
      'gcStart',
      'wait 4000',
      'c = malloc 212993 noscan',
    ],
    heap: 'limit=256KiB',
  },
  {
    id: 'go/scavenger-parks-at-one-goal',
    lines: ['a = malloc 32769 noscan', 'gc', 'free a', 'gc', 'bgscavenge 1'],
    seed: 2,
  },
  {
    id: 'go/scavenger-runs-past-goal',
    lines: [
      'a = malloc 6785 noscan',
      'b = malloc 16385 noscan',
      'free b',
      'gc',
      'gc',
      'bgscavenge 2',
    ],
    seed: 2,
  },
  {
    id: 'go/search-addr-past-chunk',
    lines: ['a = malloc 1 noscan', 'gc'],
    seed: 3,
  },
  {
    id: 'go/small-spans-sweep-for-free',
    lines: ['a = malloc 1 noscan', 'gc', 'b = malloc 17 noscan'],
    heap: 'gogc=0',
  },
  {
    id: 'go/span-freed-behind',
    lines: ['a = malloc 1 noscan'],
  },
  {
    id: 'go/specials-page-bit-missing',
    lines: ['a = malloc 1 noscan', 'weak a'],
  },
  {
    id: 'go/specials-unsorted',
    lines: ['a = malloc 1 noscan', 'weak a', 'finalizer a'],
  },
  {
    id: 'go/stack-span-freed-while-marking',
    lines: ['gcStart', 'go', 'gosched', 'goexit'],
  },
  {
    id: 'go/summary-end-forgets-children',
    lines: ['a = malloc 8380417 noscan'],
  },
  {
    id: 'go/sweep-counts-swapped-bits',
    lines: ['a = malloc 1 noscan', 'gc'],
    heap: 'gogc=0',
  },
  {
    id: 'go/sweep-done-before-flush',
    lines: ['gcStart', 'mark 2', 'terminate', 'terminate', 'terminate', 'sweep 1'],
    heap: 'procs=2',
  },
  {
    id: 'go/sweep-leaves-needzero',
    lines: ['a = malloc 2 noscan', 'b = malloc 15 noscan', 'finalizer a'],
    seed: 2,
  },
  {
    id: 'go/sweep-stops-at-swept-span',
    lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan', 'gc', 'gc', 'free a'],
    seed: 2,
  },
  {
    id: 'go/swept-pages-carried-over',
    lines: ['a = malloc 1 noscan'],
  },
  {
    id: 'go/tiny-block-not-greyed',
    lines: ['a = malloc 1 noscan', 'free a', 'gcStart', 'mark 1', 'b = malloc 1 noscan', 'gc'],
  },
  {
    id: 'go/tiny-block-survives-flush',
    lines: ['a = malloc 1 noscan'],
    seed: 2,
  },
  {
    id: 'go/tiny-offset-unaligned',
    lines: ['a = malloc 1 noscan', 'b = malloc 2 noscan'],
  },
  {
    id: 'go/weak-upgrade-unswept',
    lines: ['a = malloc 32769 noscan', 'weak a', 'drop a', 'gc', 'upgrade a'],
  },
  {
    id: 'go/work-after-stop-ignored',
    lines: [
      'a = malloc 8',
      'weak a',
      'drop a',
      'gcStart',
      'mark 1',
      'terminate',
      'upgrade a',
      'terminate',
    ],
    seed: 3,
  },
  {
    id: 'go/world-stops-anywhere',
    lines: ['a = malloc 32769 noscan', 'gc', 'pause 1 on P1', 'sweep 1 on P1', 'gc'],
    heap: 'procs=2',
    seed: 2,
  },
];
