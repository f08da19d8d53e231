import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { theCollector } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';
import { WORKBUF_OBJECTS } from '../../views/go-collector.ts';
import type { WorkBufView } from '../../views/go-collector.ts';

const buffer = (length: number): WorkBufView & { objects: number[] } => ({
  objects: new Array<number>(length).fill(HEAP_BASE),
});

/** A cycle with these buffers on its lists. */
const listed = (full: number, empty: number): FixtureView =>
  altered(goView({ gcphase: GC_MARK }), ({ go: { collector } }) => {
    collector.lists.full.push(buffer(full));
    collector.lists.empty.push(buffer(empty));
  });

export const workBuffersInShape = defineInvariant({
  id: 'go/work-buffers-in-shape',
  holds:
    'buffers on the full list hold objects and those on the empty list none, no more than they have room for, and a processor has two or none',
  because:
    'a worker takes an empty buffer for work and stops, or loses the objects of one that it takes for empty',
  sources: [
    go119('mgcwork.go', '(*workbuf).checknonempty, checkempty'),
    go119('mgcwork.go', 'gcWork'),
  ],
  when: 'always',
  cost: 'O(work buffers)',
  every: theCollector,
  check({ lists, gcws }) {
    const wrong = [
      lists.full.some(({ objects }) => objects.length === 0 || objects.length > WORKBUF_OBJECTS)
        ? 'a buffer on the full list that is empty or overfull'
        : undefined,
      lists.empty.some(({ objects }) => objects.length > 0)
        ? 'a buffer on the empty list with objects'
        : undefined,
      gcws.some(({ wbuf1, wbuf2 }) => (wbuf1 === undefined) !== (wbuf2 === undefined))
        ? 'a processor with one buffer'
        : undefined,
    ].find((each) => each !== undefined);
    return wrong === undefined
      ? undefined
      : { at: 'work buffers', expected: 'in shape', actual: wrong };
  },
  examples: {
    holds: [goView(), listed(1, 0), listed(WORKBUF_OBJECTS, 0)],
    violates: [
      listed(0, 0),
      listed(1, 1),
      listed(WORKBUF_OBJECTS + 1, 0),
      altered(goView(), ({ go: { collector } }) => {
        collector.gcws.push({
          wbuf1: buffer(0),
          wbuf2: undefined,
          flushedWork: false,
          bytesMarked: 0,
        });
      }),
    ],
  },
});
