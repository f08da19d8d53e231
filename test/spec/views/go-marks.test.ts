// Goal: an event becomes the mark that it is of, and the change goes on to the next listener. Method: events of a heap
// of the fixtures; what a whole heap tells of itself is tested with the model.
import { describe, expect, it } from 'vitest';
import { goView, span } from '../../../spec/fixtures/go.ts';
import { GoMarks } from '../../../spec/views/go-marks.ts';
import { GoTouched } from '../../../spec/views/go-touched.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';
import type { SpanView } from '../../../spec/views/go.ts';

const { go } = goView({ procs: 2, arenas: 3, spans: [span(), span({ page: 1 })] });
const [first, second] = go.allspans as [SpanView, SpanView];

function listeners(): { readonly marks: GoMarks; readonly touched: GoTouched } {
  const touched = new GoTouched();
  const marks = new GoMarks(touched);
  touched.attach(go);
  marks.attach(go);
  return { marks, touched };
}

/** Marks of these events, without the prefix that all have. */
function of(tell: (marks: GoMarks) => void): readonly string[] {
  const { marks } = listeners();
  tell(marks);
  return [...marks.reached].map((id) => id.slice('go/'.length)).toSorted();
}

describe('a flushed page cache', () => {
  it('gives back pages of one kind or of both', () => {
    expect(of((marks) => marks.pageCacheFlushed(0, first.startAddr, 3, PAGE_BYTES))).toEqual([
      'page-cached-released-to-released',
      'page-cached-retained-to-retained',
    ]);
    expect(of((marks) => marks.pageCacheFlushed(0, first.startAddr, 3, 3 * PAGE_BYTES))).toEqual([
      'page-cached-released-to-released',
    ]);
    expect(of((marks) => marks.pageCacheFlushed(0, first.startAddr, 3, 0))).toEqual([
      'page-cached-retained-to-retained',
    ]);
  });
});

describe('the count of sweepers', () => {
  it.each([
    ['begun', 1, 'sweepers-begun'],
    ['ended', 1, 'sweepers-ended'],
    ['drained', 1, 'sweepers-drained'],
    ['drained', 2, 'sweepers-drained-while-others-sweep'],
    ['done', 0, 'sweepers-done'],
    ['refused', 0, 'sweepers-refused'],
  ] as const)('is %s with %i of them', (change, sweepers, mark) => {
    expect(of((marks) => marks.activeSweep(change, sweepers))).toEqual([mark]);
  });
});

describe('an mcache or a manual span', () => {
  it('is told of by one mark', () => {
    expect(of((marks) => marks.mcacheFlushed(0, 'acquire'))).toEqual(['mcache-flushed-at-acquire']);
    expect(of((marks) => marks.spanKept())).toEqual(['span-manual-kept-while-marking']);
  });
});

describe('a freed span', () => {
  it('was freed by the sweep only if it was the one that was swept', () => {
    const bySweep = 'span-in-use-to-dead-by-sweep';
    const byFree = 'span-in-use-to-dead-by-free';
    const freed = (tell: (marks: GoMarks) => void): readonly string[] =>
      of((marks) => {
        tell(marks);
        marks.spanFreed(first);
      });
    expect(freed((marks) => marks.spanSwept(first))).toContain(bySweep);
    expect(freed((marks) => marks.spanSwept(second))).toContain(byFree);
    const filed = freed((marks) => {
      marks.spanSwept(first);
      marks.spanFiled(first);
    });
    expect(filed).toContain(byFree);
    expect(filed).not.toContain(bySweep);
  });
});

describe('a change', () => {
  it('reaches the next listener as well', () => {
    const { marks, touched } = listeners();
    marks.spanSwept(second);
    marks.heapGrown(first.startAddr, PAGE_BYTES);
    marks.spanCached(1, first);
    marks.cycleEnded(7);
    expect(touched.changedSpans).toEqual([second, first]);
    expect(touched.growths).toEqual([{ base: first.startAddr, bytes: PAGE_BYTES }]);
    expect(touched.cacheSlots).toEqual([{ p: 1, spanclass: first.spanclass }]);
    expect(touched.cycles).toEqual([7]);
  });
});
