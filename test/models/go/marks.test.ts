// Goal: a mark is reached when what it names happens, and not before. Method: a heap of the model, driven by hand; after
// each deed all marks that are new by it, and no others.
import { beforeEach, describe, expect, it } from 'vitest';
import { geometryOf } from '../../../models/go/geometry.ts';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { HeapView } from '../../../models/go/view.ts';
import { Os } from '../../../models/os/os.ts';
import type { Addr } from '../../../src/base/units.ts';
import type { Fault, RootSource } from '../../../spec/subject.ts';
import { ALL_WORDS, isRefusal } from '../../../spec/subject.ts';
import { GoMarks } from '../../../spec/views/go-marks.ts';
import { GoTouched } from '../../../spec/views/go-touched.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';

let go: GoHeap;
let marks: GoMarks;
/** By stack, one of a processor. */
let roots: Addr[][];
let words: number[];

interface Setting {
  readonly procs?: number;
  readonly faults?: readonly Fault[];
  readonly gogc?: number;
}

function begin({ procs = 1, faults = [], gogc }: Setting = {}): void {
  const layout = geometryOf('wasm32')!;
  const touched = new GoTouched();
  marks = new GoMarks(touched);
  const os = new Os({ addressLimit: layout.addressLimit, faults, events: marks });
  go = new GoHeap(layout, os, { procs, events: marks, gogc });
  const view = new HeapView(go);
  touched.attach(view);
  marks.attach(view);
  roots = Array.from({ length: procs }, () => []);
  words = [];
}

beforeEach(() => begin());

/** Marks that these deeds were the first to reach, without the prefix that all have. */
function by(deeds: () => unknown): readonly string[] {
  const before = new Set(marks.reached);
  deeds();
  const after = [...marks.reached].filter((id) => !before.has(id));
  return after.map((id) => id.slice('go/'.length)).toSorted();
}

const noscan = (size: number): Addr => go.malloc(size, 0, false);
const pointers = (size: number): Addr => go.malloc(size, ALL_WORDS, false);
const several = (count: number, make: () => Addr): Addr[] => Array.from({ length: count }, make);

const ALL = 1_000_000;

function source(): RootSource {
  return {
    stacks: roots.length,
    stack: (g) => roots[g]!,
    globals: () => [],
    words: (g) => (g === 0 ? words : []),
  };
}

const start = (): boolean => go.steps.start(source());
/** From the start to where nothing is left, on the current processor. */
function markAll(): void {
  start();
  go.steps.mark(ALL);
}
function cycle(): void {
  start();
  go.steps.finish();
}

describe('the first block', () => {
  it('grows the heap and fills the mcache, and nobody sweeps', () => {
    expect(by(() => noscan(64))).toEqual([
      'os-map',
      'os-reserve',
      'os-used',
      'page-released-to-heap-span',
      'page-unmapped-to-released',
      'span-dead-to-in-use',
      'sweepers-refused',
      'sweepers-refused-before-first-cycle',
      'sweepgen-cached',
    ]);
    expect(by(() => noscan(64))).toEqual([]);
  });

  it.each([
    ['reserve', ['os-reserve-refused', 'sweepers-refused', 'sweepers-refused-before-first-cycle']],
    [
      'map',
      ['os-map-refused', 'os-reserve', 'sweepers-refused', 'sweepers-refused-before-first-cycle'],
    ],
  ] as const)('that the system refuses to %s reaches little', (call, reached) => {
    begin({ faults: [{ kind: 'refuse', call, k: 1, onwards: true }] });
    const refused = (): void => {
      try {
        noscan(64);
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
    };
    expect(by(refused)).toEqual(reached);
  });
});

describe('a large block', () => {
  it('takes released pages of the heap, and gives them back retained when it is freed', () => {
    let block = 0;
    expect(by(() => (block = noscan(20 * PAGE_BYTES)))).toEqual([
      'os-map',
      'os-reserve',
      'os-used',
      'page-released-to-heap-span',
      'page-unmapped-to-released',
      'span-dead-to-in-use',
    ]);
    expect(by(() => go.free(block))).toEqual([
      'page-heap-span-to-retained',
      'span-in-use-to-dead-by-free',
    ]);
    expect(by(() => noscan(20 * PAGE_BYTES))).toEqual([
      'page-retained-to-heap-span',
      'span-descriptor-reused',
    ]);
  });

  it('on pages that are released in part is of both kinds', () => {
    const block = noscan(20 * PAGE_BYTES);
    go.free(block);
    expect(by(() => noscan(30 * PAGE_BYTES))).toEqual([
      'os-used-mixed',
      'page-retained-to-heap-span',
      'span-descriptor-reused',
    ]);
  });

  it('whose pages are scavenged leaves them released', () => {
    go.free(noscan(20 * PAGE_BYTES));
    expect(by(() => go.scavenge(5))).toEqual(['os-unused', 'page-scavenged-to-released']);
    begin();
    noscan(20 * PAGE_BYTES);
    expect(by(() => go.scavenge(5))).toEqual([]);
  });

  it('leaves retained pages to the next page cache', () => {
    go.free(noscan(20 * PAGE_BYTES));
    expect(by(() => noscan(64))).toEqual([
      'page-cached-retained-to-heap-span',
      'page-released-to-cache',
      'page-retained-to-cache',
      'span-descriptor-reused',
      'sweepers-refused',
      'sweepers-refused-before-first-cycle',
      'sweepgen-cached',
    ]);
  });

  it('outside of the hint gives the region back', () => {
    begin({ faults: [{ kind: 'place', placement: 'longer' }] });
    expect(by(() => noscan(20 * PAGE_BYTES))).toContain('os-free');
  });
});

describe('a manual span', () => {
  it('comes from the page cache or the heap, and goes back', () => {
    noscan(64);
    expect(by(() => go.heap.allocManual(2))).toEqual([
      'page-cached-released-to-manual-span',
      'page-released-to-cache',
      'span-dead-to-manual',
    ]);
    const span = go.heap.allocManual(20)!;
    expect(marks.reached.has('go/page-released-to-manual-span')).toBe(true);
    expect(by(() => go.heap.freeManual(span))).toEqual([
      'page-manual-span-to-retained',
      'span-manual-to-dead',
    ]);
    expect(by(() => go.heap.allocManual(20))).toEqual([
      'page-retained-to-manual-span',
      'span-descriptor-reused',
    ]);
  });

  it('is told from one that is made while marking runs', () => {
    start();
    expect(by(() => go.heap.allocManual(20))).toContain('span-dead-to-manual-while-marking');
    expect(by(() => noscan(20 * PAGE_BYTES))).toContain('span-dead-to-in-use-while-marking');
  });
});

describe('a cycle', () => {
  it('goes through the phases, and by its end there is something to sweep', () => {
    roots[0]!.push(noscan(20 * PAGE_BYTES));
    expect(by(start)).toEqual([
      'phase-off-to-mark',
      'sweepers-refused',
      'sweepers-refused-before-first-cycle',
      'trigger-cycle',
    ]);
    expect(by(() => go.steps.terminate())).toEqual(['termination-work-left']);
    expect(by(() => go.steps.mark(ALL))).toEqual(['object-black-by-stack']);
    expect(by(() => go.steps.terminate())).toEqual(['termination-flushed']);
    expect(by(() => go.steps.terminate())).toEqual([
      'phase-mark-to-termination',
      'phase-termination-to-off',
      'sweepers-begun',
      'sweepers-reset',
      'sweepgen-aged',
      'termination-ended',
    ]);
    expect(by(() => go.steps.terminate())).toEqual([
      'mcache-flushed-at-termination',
      'sweepers-ended',
    ]);
    expect(by(() => go.steps.sweep(1))).toEqual(['swept-by-sweeper']);
    expect(by(() => go.steps.sweep(1))).toEqual(['sweepers-done', 'sweepers-drained']);
    expect(by(() => go.steps.sweep(1))).toEqual([]);
  });

  it('sweeps what the last one left', () => {
    roots[0]!.push(noscan(20 * PAGE_BYTES));
    cycle();
    expect(by(start)).toEqual(['sweepers-done', 'sweepers-drained', 'swept-before-cycle']);
  });

  it('is due by its heap or by time, unless it is asked for', () => {
    begin({ gogc: 100 });
    several(5, () => noscan(1_000_000));
    expect(go.steps.isDue).toBe(true);
    expect(by(start)).toContain('trigger-cycle');
    go.steps.finish();
    several(9, () => noscan(1_000_000));
    expect(by(() => go.steps.start(source(), true))).toContain('trigger-heap');
    go.steps.finish();
    go.steps.wait(120_001);
    expect(by(() => go.steps.start(source(), true))).toContain('trigger-time');
  });
});

describe('a sweep', () => {
  /** Full spans of blocks of 1 KiB in a row, of which the first ones stay. */
  function spans(blocks: number, keep: (i: number) => boolean): void {
    roots[0]!.push(...several(blocks, () => noscan(1024)).filter((_, i) => keep(i)));
    cycle();
  }

  it('is of the mcache, of stale spans, at the end of a cycle', () => {
    roots[0]!.push(noscan(64));
    const end = by(cycle);
    expect(end).toContain('sweepgen-stale-uncached');
    expect(end).not.toContain('sweepgen-uncached');
    expect(end).not.toContain('span-in-use-to-dead-by-sweep');
    expect(by(() => several(9, () => noscan(1024)))).toContain('sweepgen-uncached');
  });

  it('frees a span without objects', () => {
    noscan(64);
    const end = by(cycle);
    expect(end).toContain('span-in-use-to-dead-by-sweep');
    expect(end).not.toContain('span-in-use-to-dead-by-free');
    expect(by(() => noscan(64))).not.toContain('sweepgen-dead-kept');
    cycle();
    cycle();
    expect(by(() => noscan(64))).toContain('sweepgen-dead-kept');
  });

  it('is of an mcentral that looks for room', () => {
    spans(16, (i) => i < 9);
    noscan(1024);
    expect(by(() => several(8, () => noscan(1024)))).toEqual(['swept-by-mcentral-still-full']);
    begin();
    spans(24, (i) => i % 2 === 0);
    noscan(1024);
    expect(by(() => several(4, () => noscan(1024)))).toContain('swept-by-mcentral-full');
  });

  it('is of a partial span that an mcache had', () => {
    begin({ procs: 2 });
    roots[0]!.push(noscan(1024));
    cycle();
    cycle();
    expect(by(() => noscan(1024))).toEqual(['swept-by-mcentral-partial']);
  });

  it('is of the reclaimer for pages, and of whoever frees', () => {
    spans(17, (i) => i === 16 || i > 7);
    expect(by(() => noscan(20 * PAGE_BYTES))).toContain('swept-by-reclaimer');
    const [kept] = roots[0]!;
    expect(by(() => go.free(kept!))).toEqual(['swept-on-demand']);
    expect(by(() => go.steps.sweep(ALL))).toContain('swept-out-of-turn');
  });

  it('is paid by an allocation that the pacer lets pay', () => {
    spans(2000, () => true);
    expect(by(() => noscan(6_000_000))).toContain('swept-by-allocation');
  });
});

describe('a colour', () => {
  it('comes by a stack or a word on it, and ends by a scan', () => {
    roots[0]!.push(pointers(64));
    words = [pointers(64) + 8, noscan(64) + 8];
    start();
    expect(by(() => go.steps.mark(1))).toEqual([
      'object-black-by-word',
      'object-grey-by-stack',
      'object-grey-by-word',
    ]);
    expect(by(() => go.steps.mark(1))).toEqual(['object-grey-to-black']);
  });

  it('comes by a scan', () => {
    const [a, b] = [pointers(64), pointers(64)] as const;
    go.writePointer(a, b);
    roots[0]!.push(a);
    start();
    go.steps.mark(1);
    expect(by(() => go.steps.mark(1))).toEqual(['object-grey-by-scan', 'object-grey-to-black']);
    go.steps.finish();
    go.writePointer(b, noscan(64));
    expect(by(cycle)).toContain('object-black-by-scan');
  });

  it('comes by the barrier', () => {
    const [a, b, c] = [pointers(64), pointers(64), noscan(64)] as const;
    start();
    go.steps.mark(1);
    go.writePointer(a, b);
    expect(by(() => go.steps.mark(1))).toEqual(['object-grey-by-barrier', 'object-grey-to-black']);
    go.writePointer(a, c);
    expect(by(() => go.steps.mark(1))).toEqual(['object-black-by-barrier']);
  });

  it('comes by a tiny block and by birth', () => {
    noscan(3);
    expect(by(start)).toContain('object-black-by-tiny');
    expect(by(() => pointers(64))).toContain('object-black-by-birth');
  });

  it('comes by finalizers, what they point to, and the queue of them', () => {
    const [a, b, c] = [pointers(64), pointers(64), noscan(64)] as const;
    go.writePointer(a, b);
    go.writePointer(a + 8, c);
    go.specials.setFinalizer(a);
    const first = by(cycle);
    expect(first).toContain('object-grey-by-finalizer');
    expect(first).toContain('object-black-by-finalizer');
    expect(first).not.toContain('object-grey-by-queue');
    go.finishSweep();
    expect(by(cycle)).toContain('object-grey-by-queue');
    go.specials.setFinalizer(c);
    go.specials.runFinalizer();
    cycle();
    go.finishSweep();
    expect(by(cycle)).toContain('object-black-by-queue');
  });

  it('comes by handing a block to a stack that was scanned', () => {
    const handles = [pointers(64), noscan(64)].map((addr) => go.specials.weakHandle(addr));
    markAll();
    expect(by(() => go.specials.strongFromWeak(handles[0]!))).toEqual(['object-grey-by-handing']);
    expect(by(() => go.specials.strongFromWeak(handles[1]!))).toEqual(['object-black-by-handing']);
    expect(by(() => go.specials.strongFromWeak(handles[1]!))).toEqual([]);
  });
});

describe('the end of marking', () => {
  it('goes on where a processor gave work away', () => {
    begin({ procs: 2 });
    const [a, b] = [pointers(64), pointers(64)] as const;
    markAll();
    go.writePointer(a, b);
    expect(by(() => go.steps.terminate())).toEqual([
      'object-grey-by-barrier',
      'termination-gave-work',
    ]);
    expect(by(() => go.steps.terminate())).toEqual([
      'termination-flushed',
      'termination-restarted',
    ]);
  });

  it('goes on where there was work when the world had stopped', () => {
    const handle = go.specials.weakHandle(pointers(64));
    markAll();
    expect(go.steps.terminate()).toBe('flushed');
    go.specials.strongFromWeak(handle);
    expect(by(() => go.steps.terminate())).toEqual(['termination-restarted-after-stop']);
  });
});

describe('an assist', () => {
  it('scans, takes credit, or waits', () => {
    begin({ procs: 2 });
    roots[0]!.push(...several(300, () => pointers(1024)));
    start();
    several(20, () => pointers(1024));
    expect(by(() => go.steps.assist())).toEqual(
      expect.arrayContaining(['assist-scanned', 'object-grey-to-black']),
    );
    expect(marks.reached.has('go/assist-credited')).toBe(false);
    go.switchP(1);
    several(20, () => pointers(1024));
    go.switchP(0);
    go.steps.mark(ALL);
    go.switchP(1);
    expect(by(() => go.steps.assist())).toEqual(['assist-credited']);
    expect(marks.reached.has('go/assist-queued')).toBe(false);
  });

  it('waits where nothing is left to scan', () => {
    markAll();
    several(20, () => pointers(30_000));
    expect(by(() => go.steps.assist())).toContain('assist-queued');
  });
});
