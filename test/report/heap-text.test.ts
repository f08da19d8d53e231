// Goal: the drawing of a heap shows what is there and what a command changed, aligned, and no more than fits.
import { describe, expect, it } from 'vitest';
import { block, clientView } from '../../spec/fixtures/client.ts';
import {
  CACHED,
  HEAP_BASE,
  UNSWEPT,
  altered,
  goView,
  heapOf,
  span,
} from '../../spec/fixtures/go.ts';
import type { View } from '../../spec/invariant.ts';
import { GC_MARK, SPAN_MANUAL } from '../../spec/views/go.ts';
import { beforeAfterText, drawingOf } from '../../src/report/heap-text.ts';
import { PLAIN } from '../../src/report/paint.ts';

/** The text of a row. */
function row(view: View, label: string): string | undefined {
  return drawingOf(view).find((each) => each.label === label)?.text;
}

function told(before: View, after: View): string {
  return beforeAfterText({ before: drawingOf(before), after: drawingOf(after) }, 'gc', PLAIN).join(
    '\n',
  );
}

describe('the drawing of a Go heap', () => {
  const before = goView({
    spans: [span({ freeindex: 3, taken: [5], sweepgen: CACHED }), span({ page: 3, spanclass: 1 })],
    client: { live: [block({ addr: HEAP_BASE + 64, size: 60 })] },
  });

  it('marks what a command changed, and explains its symbols', () => {
    const after = altered(before, ({ go }) => {
      go.allspans[0]!.allocCount = 9;
      go.allspans[0]!.gcmarkBits[0] = 0b10_0010;
    });

    expect(told(before, after)).toMatchInlineSnapshot(`
      "  before gc:
             blocks          a 0x400040 60 B
             gc              off, sweepgen 4, all swept
             P0              flushGen 4
          >  span 0          0x400000 1 page, 64 B noscan, in P0, sweepgen h+3, allocCount 4
          >  span 0 slots    ###|..#.×122, cache 0x1fffffff:0xfffffffb
             span 1          0x406000 5 pages, 40.0 KiB noscan, full, sweepgen h, allocCount 1
             span 1 slots    #|
             pages 0x400000  s~~sssss~×504
             counters        heapLive 49152, heapInUse 49152, heapFree 0, heapReleased 4145152, mappedReady 49152, pagesInUse 6
             pacer           goal 4194304, trigger 3997696, heapMarked 0, scavenger parked, searchAddr 0x402000
             system          0x400000 8.0 KiB ready, 0x402000 16.0 KiB prepared, 0x406000 40.0 KiB ready, 0x410000 3.9 MiB prepared

        after it:
             blocks          a 0x400040 60 B
             gc              off, sweepgen 4, all swept
             P0              flushGen 4
          >  span 0          0x400000 1 page, 64 B noscan, in P0, sweepgen h+3, allocCount 9
          >  span 0 slots    #@#|..@.×122, cache 0x1fffffff:0xfffffffb
             span 1          0x406000 5 pages, 40.0 KiB noscan, full, sweepgen h, allocCount 1
             span 1 slots    #|
             pages 0x400000  s~~sssss~×504
             counters        heapLive 49152, heapInUse 49152, heapFree 0, heapReleased 4145152, mappedReady 49152, pagesInUse 6
             pacer           goal 4194304, trigger 3997696, heapMarked 0, scavenger parked, searchAddr 0x402000
             system          0x400000 8.0 KiB ready, 0x402000 16.0 KiB prepared, 0x406000 40.0 KiB ready, 0x410000 3.9 MiB prepared

            | freeindex; # taken; . free; s in a span; ~ free, given back; @ taken and marked"
    `);
  });

  it('is told once where nothing changed', () => {
    expect(told(goView(), goView())).toMatchInlineSnapshot(`
      "  before gc and after it:
             gc              off, sweepgen 4, all swept
             P0              flushGen 4
             pages 0x400000  ~×512
             counters        heapLive 0, heapInUse 0, heapFree 0, heapReleased 4194304, mappedReady 0, pagesInUse 0
             pacer           goal 4194304, trigger 3997696, heapMarked 0, scavenger parked, searchAddr 0x400000
             system          0x400000 4.0 MiB prepared

            ~ free, given back"
    `);
  });

  it('says where each span is, and how far it is swept', () => {
    const view = heapOf(
      span(),
      span({ page: 1, freeindex: 128 }),
      span({ page: 2, sweepgen: UNSWEPT }),
      span({ page: 3, sweepgen: CACHED, spanclass: 12, needzero: 1 }),
    );
    const lost = altered(view, ({ go }) => {
      go.central[13]!.full[0].entries.length = 0;
      go.procs.push(go.procs[0]!);
      go.allspans.push({ ...span({ page: 9, state: SPAN_MANUAL }), index: 4 });
    });

    expect(['span 0', 'span 1', 'span 2', 'span 3'].map((label) => row(view, label))).toEqual([
      '0x400000 1 page, 64 B noscan, partial, sweepgen h, allocCount 1',
      '0x402000 1 page, 64 B noscan, full, sweepgen h, allocCount 128',
      '0x404000 1 page, 64 B noscan, partial unswept, sweepgen h-2, allocCount 1',
      '0x406000 1 page, 64 B, in P0, sweepgen h+3, allocCount 1, needzero',
    ]);
    expect(row(lost, 'span 1')).toContain('noscan, nowhere, sweepgen h,');
    expect(row(lost, 'span 3')).toContain('64 B, in P0 and in P1, sweepgen h+3,');
    expect(row(lost, 'span 4')).toBe('0x412000 1 page, manual, no stacks');
  });

  it('shows slots: taken, free, marked, freed to be reused', () => {
    const view = altered(
      heapOf(span({ freeindex: 4, taken: [6, 20], marked: [1, 7], sweepgen: CACHED })),
      ({ go }) => go.procs[0]!.mcache.reusable[13]!.push(HEAP_BASE + 2 * 64),
    );

    expect(row(view, 'span 0 slots')).toBe('#@r#|..#*.×12 #.×107, cache 0xfffffff:0xfffefffb');
    expect(row(view, 'P0')).toBe('flushGen 4, freed of class 6 noscan 0x400080');
  });

  it('shows pages: of spans, of page caches, free, given back, and those that somebody lost', () => {
    const view = altered(heapOf(span(), span({ page: 3 })), ({ go }) => {
      const { alloc, scavenged } = go.pages.chunks[0]!;
      alloc[0] = 0b1110_0001;
      scavenged[0] = -1 << 8;
      Object.assign(go.procs[0]!.pcache, {
        base: HEAP_BASE,
        cacheLo: 0b110_0000,
        scavLo: 0b10_0000,
      });
    });

    expect(row(view, 'pages 0x400000')).toBe('s..!.cc?~×504');
    expect(row(view, 'P0')).toBe('flushGen 4, pages from 0x400000: 2 free, 1 given back');
  });

  it('tells of a collection that is running', () => {
    const view = altered(goView({ gcphase: GC_MARK, procs: 2 }), ({ go, runtime }) => {
      Object.assign(go.collector, {
        markrootNext: 2,
        markrootJobs: 5,
        gcws: [{ wbuf1: { objects: [0x40_0000] }, wbuf2: undefined }],
        wbBufs: [[], [0x40_0040, 0]],
        finq: [0x40_0080],
        // Goroutine 1 allocated nothing.
        assists: { assistBytes: Object.assign([-24], { 2: 16 }), queue: [] },
      });
      go.suspended = 1;
      Object.assign(runtime.ps[1]!, { status: 'idle', m: -1, runq: [3] });
      Object.assign(runtime, { runq: [2] });
    });

    expect(
      ['gc', 'grey', 'barrier P0', 'barrier P1', 'finalizers', 'debts', 'sched'].map((label) =>
        row(view, label),
      ),
    ).toEqual([
      'marking, sweepgen 4, 2 of 5 root jobs, 1 call half-way',
      '0x400000',
      undefined,
      '0x400040, 0x0',
      '0x400080',
      'G0 -24, G2 16',
      'P0 running G0; P1 idle, then G3; for any G2',
    ]);
  });

  it('leaves out what did not change where there is too much', () => {
    const spans = Array.from({ length: 12 }, (_, page) => span({ page, freeindex: page + 1 }));
    const after = altered(heapOf(...spans), ({ go }) => (go.allspans[11]!.allocCount = 99));
    const lines = told(heapOf(...spans), after).split('\n');

    expect(lines.filter((line) => line.startsWith('    > ')).length).toBe(2);
    expect(
      lines.filter((line) => line.includes('… 10 more, the same before and after')).length,
    ).toBe(2);
    expect(lines.length).toBeLessThan(2 * 22 + 5);
  });
});

describe('the drawing of an allocator of which less is seen', () => {
  it('has the blocks of its client', () => {
    const live = Array.from({ length: 10 }, (_, label) => block({ label, addr: 16 * label }));

    expect(drawingOf(clientView({ live: live.toReversed().slice(0, 9) }))).toEqual([
      {
        label: 'blocks',
        text: 'b 0x10 64 B, c 0x20 64 B, d 0x30 64 B, e 0x40 64 B, f 0x50 64 B, g 0x60 64 B, h 0x70 64 B, i 0x80 64 B, … 1 more',
      },
    ]);
  });

  it('has what it shows of its inside', () => {
    const own = {
      count: 3,
      share: 1 / 3,
      most: Number.POSITIVE_INFINITY,
      free: [1, 2],
      taken: new Set(['a']),
      none: [],
      where: new Map([[1, { at: 2 }]]),
      name: 'x'.repeat(100),
      last: () => 0,
    };

    expect(
      drawingOf({ ...clientView(), own }).map(({ label, text }) => `${label}: ${text}`),
    ).toEqual([
      'count: 3',
      'share: 0.3333',
      'most: none',
      'free: 1, 2',
      'taken: a',
      'none: none',
      'where: 1: {"at":2}',
      `name: ${'x'.repeat(80)}…`,
    ]);
    expect(drawingOf({ ...clientView(), own: 3 })).toEqual([]);
  });

  it('names the blocks next to what broke, where there are too many', () => {
    const live = Array.from({ length: 20 }, (_, i) =>
      block({ label: i, addr: 0x1000 + 0x100 * ((i * 7) % 20), size: 8 }),
    );
    const blocksNear = (...near: readonly number[]): string | undefined =>
      drawingOf(clientView({ live }), near).find(({ label }) => label === 'blocks')?.text;
    expect(blocksNear()).toBe(
      'a 0x1000 8 B, b 0x1700 8 B, c 0x1e00 8 B, d 0x1100 8 B, e 0x1800 8 B, f 0x1f00 8 B, ' +
        'g 0x1200 8 B, h 0x1900 8 B, … 12 more',
    );
    expect(blocksNear(0x1208, 0x2000)).toBe(
      'c 0x1e00 8 B, d 0x1100 8 B, f 0x1f00 8 B, g 0x1200 8 B, i 0x2000 8 B, j 0x1300 8 B, ' +
        'l 0x2100 8 B, m 0x1400 8 B, … 12 more',
    );
  });
});
