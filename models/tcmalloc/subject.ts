/** TCMalloc as a subject: what its client may rely on, and what is shown of its inside. */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { UsageError } from '../../src/base/errors.ts';
import { KIB, MIB } from '../../src/base/units.ts';
import { tcmallocMarks } from '../../spec/marks/tcmalloc.ts';
import { OBJECT_MAX, isPowerOfTwo, naturalAlignment } from '../../spec/contract.ts';
import type { Contract } from '../../spec/contract.ts';
import { Refusal, defineSubject } from '../../spec/subject.ts';
import type { HeapConfig, Subject } from '../../spec/subject.ts';
import { TcmallocLog } from '../../spec/views/tcmalloc-log.ts';
import { Os } from '../os/os.ts';
import { GEOMETRIES, PAGE8K, RESERVED_LIMIT, TINY, geometryOf } from './geometry.ts';
import { sizeMapOf } from './size-map.ts';
import { ADDRESS_LIMIT, Tcmalloc } from './tcmalloc.ts';
import { Threads } from './threads.ts';
import { HeapView } from './view.ts';

const CONTRACT: Contract = {
  zeroSize: 'block',
  usable: 'writable',
  alignment: 16,
  promises: [],
};

const FUNCTIONS = [
  'malloc',
  'calloc',
  'realloc',
  'aligned_alloc',
  'memalign',
  'posix_memalign',
  'free',
  'free_sized',
  'free_aligned_sized',
];

/** sizeof(void *), which posix_memalign asks of an alignment. */
const POINTER: Bytes = 8;

/** Sizes at which the tier or the list changes: pages of tiny, the largest small one, spans for lists and for sets. */
const LARGE_EDGES: readonly Bytes[] = [
  TINY.pageBytes,
  TINY.pageBytes * TINY.listPages,
  TINY.pageBytes * TINY.growPages,
  256 * KIB + 1,
  264 * KIB,
  MIB,
  MIB + 8 * KIB,
  2 * MIB,
];

const EDGES: readonly Bytes[] = [
  ...new Set([...sizeMapOf(PAGE8K).sizes.slice(1), ...LARGE_EDGES]),
].sort((a, b) => a - b);

class TcmallocSubject implements Subject {
  readonly maxSize: Bytes = OBJECT_MAX;
  readonly contract = CONTRACT;
  readonly can: ReadonlySet<string> = new Set(FUNCTIONS);
  readonly memory: Os;
  readonly os: Os;
  readonly touched: TcmallocLog;
  readonly reached: ReadonlySet<string>;
  readonly sched: Threads;
  readonly tcmalloc: HeapView;
  readonly #heap: Tcmalloc;

  constructor({ procs, geometry: name, faults, memoryLimit }: HeapConfig) {
    const geometry = geometryOf(name);
    if (geometry === undefined) throw new UsageError(`unknown geometry ${name}`);
    const { hardwarePageBytes } = geometry;
    const os = new Os({
      addressLimit: ADDRESS_LIMIT,
      faults,
      reservedLimit: RESERVED_LIMIT,
      physPageBytes: Math.max(4 * KIB, hardwarePageBytes),
    });
    const events = new TcmallocLog();
    this.os = os;
    this.memory = os;
    this.touched = events;
    this.reached = events.marks;
    this.#heap = new Tcmalloc({ geometry, os, threads: procs, memoryLimit, events });
    events.attach(this.#heap.pageHeap);
    this.sched = new Threads(this.#heap, procs, events);
    this.tcmalloc = new HeapView(this.#heap, events);
  }

  malloc(size: Bytes, _pointerWords = 0, zeroed = false): Addr {
    return given('malloc', zeroed ? this.#heap.calloc(1, size) : this.#heap.malloc(size));
  }

  calloc(count: number, size: Bytes): Addr {
    return given('calloc', this.#heap.calloc(count, size));
  }

  memalign(alignment: Bytes, size: Bytes, via = 'aligned_alloc'): Addr {
    if (via === 'posix_memalign' && !(isPowerOfTwo(alignment) && alignment >= POINTER))
      throw new Refusal('bad-alignment', `posix_memalign: ${alignment}`);
    return given(via, this.#heap.memalign(alignment, size));
  }

  realloc(addr: Addr, size: Bytes): Addr {
    return given('realloc', this.#heap.realloc(addr, size));
  }

  free(addr: Addr): void {
    this.#heap.free(addr);
  }

  freeSized(addr: Addr, size: Bytes, alignment: Bytes): void {
    this.#heap.freeSized(addr, size, alignment);
  }

  usableSize(addr: Addr): Bytes {
    return this.#heap.usableSize(addr);
  }

  alignmentOf(size: Bytes): Bytes {
    return naturalAlignment(CONTRACT, size);
  }

  footprint(): readonly number[] {
    const { pageHeap, caches, budget } = this.#heap;
    const { systemBytes, freeBytes, unmappedBytes } = pageHeap;
    const cached = caches.reduce((sum, { bytes }) => sum + bytes, 0);
    return [systemBytes, systemBytes - freeBytes - unmappedBytes, cached, budget.unclaimed];
  }

  switchP(p: number): void {
    this.sched.run(p);
  }

  scavenge(npages: Pages): Pages {
    return this.#heap.release(npages);
  }

  dispose(): void {
    this.os.dispose();
  }
}

function given(call: string, addr: Addr): Addr {
  if (addr === 0) throw new Refusal('out-of-memory', `${call}: no memory`);
  return addr;
}

export const tcmallocSubject = defineSubject({
  id: 'tcmalloc',
  title: 'TCMalloc as gperftools has it: thread caches over central lists over a heap of pages',
  version: 'gperftools 2.18 model',
  offers: ['os', 'tcmalloc'],
  geometries: GEOMETRIES.map(({ name }) => name),
  edges: EDGES,
  marks: tcmallocMarks,
  contract: CONTRACT,
  entries: [...FUNCTIONS, 'limit'],
  threads: 16,
  create: (config) => new TcmallocSubject(config),
});
