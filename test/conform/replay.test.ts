// Goal: what a process got and the model does not give is told, at the event where it first shows.
// Method: recordings of a few events by hand; the model's heap begins at 0xc000000000.
import { describe, expect, it } from 'vitest';
import { GoHeap } from '../../models/go/go-heap.ts';
import { compareTrace } from '../../src/conform/replay.ts';
import type { RecordedStats, TraceEvent } from '../../src/conform/trace.ts';
import { differenceText } from './support.ts';

const BASE = 0xc000000000;
const PAGE = 8192;

const done = (addr: number): TraceEvent => ({ kind: 'done', addr });
const span = (base: number, npages: number): TraceEvent => ({ kind: 'span', base, npages });
const malloc = (size: number, noscan = true): TraceEvent => ({
  kind: 'malloc',
  size,
  noscan,
  hasP: true,
});
const manual = (npages: number): TraceEvent => ({ kind: 'manual', npages, hasP: true });

/** One object of 24 bytes, from the first span. */
const first = [malloc(24), span(BASE, 1), done(BASE)];

const STATS: RecordedStats = {
  Mallocs: 1,
  Frees: 0,
  TotalAlloc: 24,
  HeapAlloc: 24,
  HeapObjects: 1,
  HeapSys: 4194304,
  HeapIdle: 4194304 - PAGE,
  HeapInuse: PAGE,
  HeapReleased: 4194304 - PAGE,
  manualInUse: 0,
  pagesInUse: 1,
  mapped: 4194304,
  heapLive: 32,
  heapMarked: 0,
  NumGC: 0,
};

function replayed(...events: readonly TraceEvent[]): string {
  return differenceText(compareTrace(events, GoHeap).difference);
}

describe('a replayed recording', () => {
  it('counts what was the same', () => {
    const events: readonly TraceEvent[] = [
      ...first,
      malloc(20),
      done(BASE + 24),
      manual(2),
      span(BASE + PAGE, 2),
      done(BASE + PAGE),
      { kind: 'manual-free', base: BASE + PAGE },
      { kind: 'flush' },
      { kind: 'gc-start' },
      {
        kind: 'gc-end',
        spans: [{ base: BASE, nelems: 341, marks: new Int32Array(12).fill(2, 0, 1) }],
      },
      { kind: 'sweep', base: BASE },
      { kind: 'swept', base: BASE },
      { kind: 'sweep', base: 0 },
      malloc(24),
      done(BASE),
      { kind: 'scavenge', wanted: 3 * PAGE, released: 2 * PAGE },
    ];
    const { compared, difference } = compareTrace(events, GoHeap);
    expect(difference).toBeUndefined();
    expect(Object.fromEntries(compared.counts)).toEqual({
      'addresses of objects': 3,
      'spans of objects': 1,
      'manual spans': 1,
      collections: 1,
      marks: 1,
      'spans swept': 1,
      scavenges: 1,
    });
  });

  it('lets a stack grow within an allocation, before its span or after it', () => {
    const stack = [manual(4), span(BASE, 4), done(BASE)];
    const later = BASE + 4 * PAGE;
    expect(replayed(malloc(24), ...stack, span(later, 1), done(later))).toBe('none');
    const behind = [manual(4), span(BASE + PAGE, 4), done(BASE + PAGE)];
    expect(replayed(malloc(24), span(BASE, 1), ...behind, done(BASE))).toBe('none');
  });

  it('scavenges when the allocation that pays for it has its pages', () => {
    const freed: readonly TraceEvent[] = [
      manual(4),
      span(BASE, 4),
      done(BASE),
      { kind: 'manual-free', base: BASE },
    ];
    const scavenge: TraceEvent = { kind: 'scavenge', wanted: 4 * PAGE, released: 0 };
    expect(replayed(...freed, malloc(24), scavenge, span(BASE, 1), done(BASE))).toBe('none');
  });

  it.each<readonly [string, readonly TraceEvent[], string]>([
    [
      'another address',
      [malloc(24), span(BASE, 1), done(BASE + 24)],
      'at event 1, asked malloc 24 noscan: Go 0xc000000018, model 0xc000000000',
    ],
    [
      'another span',
      [malloc(40000, false), span(BASE, 4), done(BASE)],
      'at event 1, asked malloc 40000: Go a span of 4 pages at 0xc000000000, model a span of 5 pages at 0xc000000000',
    ],
    [
      'a span that the model needs not',
      [...first, malloc(24), span(BASE + PAGE, 1), done(BASE + PAGE)],
      'at event 4, asked malloc 24 noscan: Go a span of 1 pages at 0xc000002000, model no span',
    ],
    [
      'a manual span elsewhere',
      [manual(2), span(BASE + PAGE, 2), done(BASE + PAGE)],
      'at event 1, asked a manual span of 2 pages: Go a span of 2 pages at 0xc000002000, model a span of 2 pages at 0xc000000000',
    ],
    [
      'a stack in an allocation elsewhere',
      [malloc(24), manual(4), span(BASE + PAGE, 4), done(BASE + PAGE), span(BASE, 1), done(BASE)],
      'at event 2, asked a manual span of 4 pages: Go a span of 4 pages at 0xc000002000, model a span of 4 pages at 0xc000000000',
    ],
    [
      'a freed span that the model has not',
      [{ kind: 'manual-free', base: BASE }],
      'at event 1, asked free 0xc000000000: Go a manual span, model none',
    ],
    [
      'the end of the model',
      [...first, { kind: 'manual-free', base: BASE }],
      'at event 4, asked do as the process did: Go went on, model throws: mheap.freeManual: bad span state',
    ],
    [
      'a span swept in vain',
      [...first, { kind: 'sweep', base: BASE }],
      'at event 4, asked sweep one span: Go the one at 0xc000000000, model none',
    ],
    [
      'marks in a span of other slots',
      [
        ...first,
        { kind: 'gc-start' },
        { kind: 'gc-end', spans: [{ base: BASE, nelems: 7, marks: new Int32Array(2) }] },
      ],
      'at event 5, asked end a cycle: Go a span of 7 slots at 0xc000000000, model none',
    ],
    [
      'a mark of a free slot',
      [
        ...first,
        { kind: 'gc-start' },
        {
          kind: 'gc-end',
          spans: [{ base: BASE, nelems: 341, marks: new Int32Array(12).fill(3, 0, 1) }],
        },
      ],
      'at event 5, asked end a cycle: Go 2 marks, model 1 marks',
    ],
    [
      'more scavenged',
      [...first, { kind: 'scavenge', wanted: PAGE, released: PAGE }],
      'at event 4, asked scavenge 8192 bytes: Go 8192 bytes, model 0 bytes',
    ],
    [
      'an allocation without an end',
      [malloc(24), span(BASE, 1)],
      'at event 1, asked malloc 24 noscan: Go no answer, model none asked',
    ],
    [
      'an answer to nothing',
      [done(BASE)],
      'at event 1, asked nothing: Go done, model an answer without a request',
    ],
  ])('tells of %s', (_, events, text) => {
    expect(replayed(...events)).toBe(text);
  });
});

describe('sweeping', () => {
  const swept: TraceEvent = { kind: 'swept', base: BASE };
  const cycle: readonly TraceEvent[] = [
    { kind: 'gc-start' },
    {
      kind: 'gc-end',
      spans: [{ base: BASE, nelems: 341, marks: new Int32Array(12).fill(1, 0, 1) }],
    },
  ];

  it('of a cached span is done when a cycle ends and its mcache is flushed', () => {
    expect(replayed(...first, ...cycle, swept, malloc(24), done(BASE + 24))).toBe('none');
  });

  it('comes after the stacks that are taken before the flush', () => {
    const free = cycle.with(1, { kind: 'gc-end', spans: [] });
    // The flush gives back the only span, the lowest page.
    const own = { kind: 'manual', npages: 1, hasP: false } as const;
    const above = BASE + PAGE;
    expect(replayed(...first, ...free, own, span(above, 1), done(above), swept)).toBe('none');
    expect(replayed(...first, ...free, swept, own, span(BASE, 1), done(BASE))).toBe('none');
  });

  it('for an allocation is compared with what the process swept for it', () => {
    const uncached = [...first, { kind: 'flush' } as const, ...cycle];
    expect(replayed(...uncached, malloc(24), swept, done(BASE + 24))).toBe('none');
    expect(replayed(...uncached, malloc(24), done(BASE + 24))).toBe(
      'at event 7, asked malloc 24 noscan, and the span that is swept first: Go none, model the one at 0xc000000000',
    );
  });

  it('that the process did not do, or did elsewhere, is told', () => {
    expect(replayed(...first, ...cycle, malloc(24))).toBe(
      'at event 6, asked sweep in passing, before that: Go none, model the one at 0xc000000000',
    );
    expect(replayed(...first, ...cycle, { kind: 'gc-start' })).toBe(
      'at event 6, asked sweep in passing, before that: Go none, model the one at 0xc000000000',
    );
    expect(replayed(...first, swept)).toBe(
      'at event 4, asked sweep in passing: Go the one at 0xc000000000, model none',
    );
  });
});

describe('the pacer of a recording', () => {
  const inputs = {
    gcPercent: 50,
    lastHeapGoal: 2097152,
    lastHeapScan: 100,
    lastStackScan: 2000,
    globalsScan: 300_000,
    consMark: 0.5,
  };
  const goals = {
    // 4 MiB * GOGC / 100.
    heapGoal: 2097152,
    // The goal without the runway, and no higher than 61/64 of the way to it.
    trigger: 1644002,
    // 3 * consMark * what there is to scan.
    runway: 453150,
    sweepPagesPerByte: 1 / (1644002 - 24 - 1048576),
    sweepHeapLiveBasis: 24,
    pagesSweptBasis: 0,
    lastHeapInUse: PAGE,
    scavengeGoal: Infinity,
  };
  const end: readonly TraceEvent[] = [
    { kind: 'gc-start' },
    {
      kind: 'gc-end',
      spans: [{ base: BASE, nelems: 341, marks: new Int32Array(12).fill(1, 0, 1) }],
    },
  ];
  const paced = (
    more: Partial<typeof inputs>,
    other: Partial<typeof goals> = {},
  ): readonly TraceEvent[] => [
    ...end,
    { kind: 'paced', inputs: { ...inputs, ...more }, goals: { ...goals, ...other } },
  ];

  it('has the goals that the recorded one had', () => {
    const { compared, difference } = compareTrace([...first, ...paced({})], GoHeap);
    expect(differenceText(difference)).toBe('none');
    expect(compared.counts.get('goals of the pacer')).toBe(8);
  });

  it('is compared goal by goal', () => {
    expect(replayed(...first, ...paced({ globalsScan: 300_001 }))).toBe(
      'at event 6, asked goals of the pacer: ' +
        `Go trigger 1644002, runway 453150, sweepPagesPerByte ${1 / (1644002 - 24 - 1048576)}, ` +
        `model trigger 1644001, runway 453151, sweepPagesPerByte ${1 / (1644001 - 24 - 1048576)}`,
    );
  });

  it('starts as early as it may when Go 1.19 estimated a negative consMark', () => {
    const trigger = 24 + Math.floor((2097152 - 24) / 64) * 45;
    const sweepPagesPerByte = 1 / (trigger - 24 - 1048576);
    const other = { trigger, sweepPagesPerByte, runway: 2 ** 64 - 1024 };
    expect(replayed(...first, ...paced({ consMark: -0.5 }, other))).toBe('none');
  });
});

describe('MemStats of a recording', () => {
  const flush: TraceEvent = { kind: 'flush' };
  const told = (stats: Partial<RecordedStats>): string =>
    replayed(...first, flush, { kind: 'stats', stats: { ...STATS, ...stats } });

  it('are those of the model when its caches are flushed', () => {
    // The tail of a span is not given back when it is flushed.
    expect(told({})).toBe('none');
  });

  it.each<readonly [string, Partial<RecordedStats>]>([
    ['HeapInuse + HeapIdle = HeapSys', { HeapIdle: 0 }],
    ['Mallocs - Frees = HeapObjects', { Frees: 1 }],
    ['HeapReleased <= HeapIdle', { HeapReleased: 4194304 }],
    ['HeapAlloc <= HeapInuse', { HeapAlloc: 9000, TotalAlloc: 9000 }],
    ['HeapAlloc <= TotalAlloc', { TotalAlloc: 8 }],
    ['HeapSys + manual spans = what the page allocator knows', { mapped: PAGE }],
    ['the pages in use are those of HeapInuse', { pagesInUse: 2 }],
  ])('that break an identity are a difference: %s', (identity, stats) => {
    expect(told(stats)).toBe(`at event 5, asked MemStats: Go not ${identity}, model ${identity}`);
  });

  it('that the model has not are told by name', () => {
    expect(told({ heapLive: 24, NumGC: 2 })).toBe(
      'at event 5, asked MemStats: Go heapLive 24, NumGC 2, model heapLive 32, NumGC 0',
    );
  });
});

describe('an object with a finalizer', () => {
  const set: TraceEvent & { kind: 'finalizer' } = {
    kind: 'finalizer',
    addr: BASE,
    isSet: true,
    isLate: false,
  };
  const clear: TraceEvent = { kind: 'finalizer', addr: BASE, isSet: false, isLate: false };
  const cycle: readonly TraceEvent[] = [
    { kind: 'gc-start' },
    { kind: 'gc-end', spans: [] },
    { kind: 'swept', base: BASE },
  ];
  const scanned = [malloc(24, false), span(BASE, 1), done(BASE)];
  const told = (stats: Partial<RecordedStats>): readonly TraceEvent[] => [
    { kind: 'flush' },
    { kind: 'stats', stats: { ...STATS, NumGC: 1, ...stats } },
  ];

  const freed = {
    Frees: 1,
    HeapAlloc: 0,
    HeapObjects: 0,
    HeapIdle: STATS.HeapSys,
    HeapInuse: 0,
    pagesInUse: 0,
    heapLive: 0,
  };

  it('is scanned, and counted as marked', () => {
    expect(replayed(...scanned, set, ...cycle, ...told({ heapMarked: 24, heapLive: 24 }))).toBe(
      'none',
    );
  });

  it('is freed, when that has run, by the next cycle', () => {
    const again: readonly TraceEvent[] = [
      { kind: 'flush' },
      { kind: 'gc-start' },
      { kind: 'gc-end', spans: [] },
      { kind: 'sweep', base: BASE },
      { kind: 'swept', base: BASE },
    ];
    const run = (addr: number): TraceEvent => ({ kind: 'finalized', addr });
    expect(
      replayed(...scanned, set, ...cycle, run(BASE), ...again, ...told({ ...freed, NumGC: 2 })),
    ).toBe('none');
    expect(replayed(...scanned, set, ...cycle, run(BASE + 24))).toBe(
      'at event 8, asked run a finalizer: Go the one at 0xc000000018, model the one at 0xc000000000',
    );
    expect(replayed(...scanned, run(BASE))).toBe(
      'at event 4, asked run a finalizer: Go the one at 0xc000000000, model none',
    );
  });

  it('runs before what was not due yet when finalizers were taken', () => {
    const other = BASE + PAGE;
    const both = [...scanned, malloc(40_000, false), span(other, 5), done(other)];
    const setBoth = [set, { ...set, addr: other }];
    const late: readonly TraceEvent[] = [
      { kind: 'sweep', base: other },
      { kind: 'swept', base: other },
    ];
    const run = (addr: number): TraceEvent => ({ kind: 'finalized', addr });
    const due = [...both, ...setBoth, ...cycle];
    const taken: TraceEvent = { kind: 'taken' };
    expect(replayed(...due, taken, ...late, run(BASE), run(other))).toBe('none');
    expect(replayed(...due, ...late, taken, run(other), run(BASE))).toBe('none');
  });

  it('is counted twice when it gets it while marking runs, but once when roots were done', () => {
    const [start, ...end] = cycle as [TraceEvent, ...TraceEvent[]];
    const late: TraceEvent = { ...set, isLate: true };
    const marked = (heapMarked: number): readonly TraceEvent[] =>
      told({ heapMarked, heapLive: heapMarked });
    expect(replayed(...scanned, start, set, ...end, ...marked(48))).toBe('none');
    expect(replayed(...scanned, start, late, ...end, ...marked(24))).toBe('none');
  });

  it('is freed when it lost it', () => {
    expect(replayed(...scanned, set, clear, ...cycle, ...told(freed))).toBe('none');
  });
});
