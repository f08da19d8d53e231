import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { theCollector } from '../../quantifiers/go-collector.ts';
import { go119, goIssue } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';

export const workGoneWhenMarkingEnds = defineInvariant({
  id: 'go/work-gone-when-marking-ends',
  holds: 'while no cycle marks, no work buffer and no buffer of the write barrier holds anything',
  because: 'marking ended before everything was marked, or the next cycle scans what is long gone',
  sources: [
    go119('mgc.go', 'gcMark: work.full != 0, P has unflushed work'),
    goIssue(27993, 'a barrier that filled its buffer between the ragged flush and the stop'),
  ],
  when: 'always',
  cost: 'O(processors)',
  every: theCollector,
  check({ lists, gcws, wbBufs }, { go }) {
    if (go.gcphase !== GC_OFF) return undefined;
    let objects = 0;
    for (const buffer of lists.full) objects += buffer.objects.length;
    for (const { wbuf1, wbuf2 } of gcws)
      objects += (wbuf1?.objects.length ?? 0) + (wbuf2?.objects.length ?? 0);
    let pointers = 0;
    for (const buffer of wbBufs) pointers += buffer.length;
    if (objects + pointers === 0) return undefined;
    return {
      at: 'work of the collector',
      expected: 'none',
      actual: `${objects} grey objects, ${pointers} pointers of the write barrier`,
    };
  },
  examples: {
    holds: [
      goView(),
      altered(goView({ gcphase: GC_MARK }), ({ go }) => go.collector.wbBufs.push([HEAP_BASE, 0])),
    ],
    violates: [
      altered(goView(), ({ go }) => go.collector.wbBufs.push([HEAP_BASE, 0])),
      altered(goView(), ({ go }) => go.collector.lists.full.push({ objects: [HEAP_BASE] })),
    ],
  },
});
