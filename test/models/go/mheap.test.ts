// Goal: the page heap knows its spans by address, gives them memory that it knows the state of, and grows by as much as
// it must. Method: large blocks, which are spans of their own; refusals and placements of the system; the system's
// counters.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import type { Slow } from '../../../models/go/slow-path.ts';
import { Os } from '../../../models/os/os.ts';
import { isRefusal } from '../../../spec/subject.ts';
import type { Fault } from '../../../spec/subject.ts';
import type { GoEvents } from '../../../spec/views/go.ts';
import type { Addr, Pages } from '../../../src/base/units.ts';
import { MIB } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';

let go: GoHeap;
let os: Os;
/** What the heap told, by name of the event. */
let told: [string, ...unknown[]][];

function make(geometry = WASM32, faults: readonly Fault[] = []): void {
  told = [];
  const events = new Proxy({} as GoEvents, {
    get:
      (_, name) =>
      (...values: unknown[]) =>
        told.push([String(name), ...values]),
  });
  os = new Os({ addressLimit: geometry.addressLimit, faults });
  go = new GoHeap(geometry, os, { procs: 2, events });
}

beforeEach(() => make());

const pages = (npages: Pages): Addr => go.malloc(npages * PAGE_BYTES, 0, false);
const spanOf = (addr: Addr): MSpan => go.heap.spanOf(addr) as MSpan;

describe('a new heap', () => {
  it('has no descriptor but the sentinel’s, and no reason for a cycle', () => {
    expect([go.heap.allspans, go.heap.emptymspan.index]).toEqual([[], -1]);
    expect([go.heap.triggerReached, go.steps.isDue]).toEqual([false, false]);
  });
});

describe('the current processor', () => {
  it('changes for as long as somebody else’s slow path runs', () => {
    expect([go.heap.switchP(1), go.heap.p]).toEqual([0, 1]);
    expect([go.heap.switchP(0), go.heap.p]).toEqual([1, 0]);
    const seen: number[] = [];
    function* path(): Slow<void> {
      seen.push(go.heap.p);
      yield 'span-popped';
      seen.push(go.heap.p);
    }
    go.heap.slow.begin(1, path(), 1);
    seen.push(go.heap.p);
    go.heap.slow.finishAll();
    expect([...seen, go.heap.p]).toEqual([1, 0, 1, 0]);
  });
});

describe('an address', () => {
  it.each([WASM32, LINUX64])('is of no span outside of the address space of $name', (geometry) => {
    make(geometry);
    const addr = pages(20);
    expect(spanOf(addr + 5).startAddr).toBe(addr);
    for (const far of [-1, -8, NaN, Infinity, 2 ** 58 + addr, addr - 2 ** 58, 0, 2 ** 47]) {
      expect([far, go.heap.spanOf(far)]).toEqual([far, undefined]);
    }
  });
});

describe('a span', () => {
  it('is clean until its pages were handed out once', () => {
    const [a, b] = [pages(20), pages(30)];
    expect([a, b].map((addr) => spanOf(addr).needzero)).toEqual([0, 0]);
    go.free(a);
    const c = pages(20);
    expect([c, spanOf(c).needzero]).toEqual([a, 1]);
    expect(spanOf(pages(40)).needzero).toBe(0);
  });

  it('is clean or dirty as a whole, in two arenas too', () => {
    const a = pages(500);
    const b = pages(600);
    expect([a, b].map((addr) => spanOf(addr).needzero)).toEqual([0, 0]);
    go.free(b);
    expect(spanOf(pages(700)).needzero).toBe(1);
  });

  it('of pages that are backed costs the system nothing', () => {
    go.free(pages(20));
    const { calls } = os;
    pages(20);
    expect(os.calls).toBe(calls);
  });

  it('of sixteen pages is too large for a page cache', () => {
    pages(16);
    expect(go.heap.pcaches[0]?.empty()).toBe(true);
    pages(15);
    expect(go.heap.pcaches[0]?.empty()).toBe(false);
  });

  it('that its page cache has no room for comes from elsewhere, and the cache is not said to be used', () => {
    // The first makes the heap grow. The cache has the other 49 of its 64 pages, for three more.
    for (let i = 0; i < 5; i += 1) pages(15);
    const used = told.filter(([name]) => name === 'pageCacheUsed');
    expect([used.length, used.every(([, , base]) => base !== 0)]).toEqual([3, true]);
  });
});

describe('a free', () => {
  it('of a manual span that holds something is a fault', () => {
    const span = go.heap.allocManual(2) as MSpan;
    span.allocCount = 1;
    expect(() => go.heap.freeManual(span)).toThrow('mheap.freeManual: bad span state');
  });

  it.each<[string, (span: MSpan) => void]>([
    ['holds something', (span) => void (span.allocCount = 1)],
    ['is not swept', (span) => void (span.sweepgen = go.heap.sweepgen - 2)],
  ])('of a span that %s is a fault', (_, spoil) => {
    const span = spanOf(pages(20));
    span.allocCount = 0;
    spoil(span);
    expect(() => go.heap.freeSpan(span)).toThrow('mheap.freeSpan: invalid free');
  });
});

describe('reclaiming', () => {
  it('looks at a chunk of 512 pages at a time', () => {
    make(LINUX64);
    const [first, second] = [pages(512), pages(512)];
    const { allspans } = go.heap;
    go.gc([]);
    const dead = (): readonly boolean[] =>
      [first, second].map((addr) => allspans.some((s) => s.startAddr === addr && s.state === 0));
    const swept = told.filter(([name]) => name === 'sweptBy').length;
    go.heap.sweepPagesPerByte = 0;
    pages(100);
    expect(told.filter(([name]) => name === 'sweptBy').length - swept).toBe(1);
    expect(dead()[1]).toBe(false);
  });
});

describe('growing', () => {
  it('goes on where the last region ended', () => {
    make(LINUX64);
    pages(20);
    pages((62 * MIB) / PAGE_BYTES);
    expect([os.committedBytes, go.heap.pages.inUse.ranges.length]).toEqual([68 * MIB, 1]);
  });

  it('uses what is left of a region before it goes elsewhere', () => {
    make(WASM32, [{ kind: 'place', placement: 'gapped' }]);
    pages(20);
    const { limit } = go.heap.curArena;
    pages(1024);
    expect([go.heap.pages.inUse.totalBytes, go.heap.pages.inUse.contains(limit - 1)]).toEqual([
      16 * MIB,
      true,
    ]);
  });

  it('gives the new region back where what is left of the old one is refused', () => {
    make(WASM32, [
      { kind: 'place', placement: 'gapped' },
      { kind: 'refuse', call: 'map', k: 2, onwards: false },
    ]);
    pages(20);
    const { reservedBytes } = os;
    const refusal = (): boolean => {
      try {
        return pages(1024) === 0;
      } catch (error) {
        return isRefusal(error);
      }
    };
    expect([refusal(), os.reservedBytes]).toEqual([true, reservedBytes]);
    expect([refusal(), os.reservedBytes > reservedBytes]).toEqual([false, true]);
  });

  it('into an arena that is there already is a fault', () => {
    go.heap.arenas.add((64 * MIB) / WASM32.heapArenaBytes);
    expect(() => pages(20)).toThrow('arena already initialized');
  });
});
