/** The heap as a subject: what its client may rely on, and what is looked at besides the answers. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { MIB } from '../../src/base/units.ts';
import { OBJECT_MAX, naturalAlignment } from '../../spec/contract.ts';
import type { Contract } from '../../spec/contract.ts';
import { Refusal, defineSubject } from '../../spec/subject.ts';
import type { HeapConfig, Observation, Subject } from '../../spec/subject.ts';
import { EINVAL, ENOMEM, Heap } from './heap.ts';
import { ALIGNMENT, ARENA, LARGE_FROM, OVERHEAD, PAGE, TRIM_FROM } from './layout.ts';

const CONTRACT: Contract = {
  zeroSize: 'block',
  usable: 'writable',
  plenty: 8 * MIB,
  alignment: ALIGNMENT,
  promises: ['errno-after-free', 'errno-after-failure', 'pointer-after-failure', 'usable-size'],
};

const FUNCTIONS = [
  'malloc',
  'calloc',
  'realloc',
  'reallocarray',
  'aligned_alloc',
  'memalign',
  'posix_memalign',
  'free',
  'free_sized',
  'free_aligned_sized',
];

/** What errno and the pointer of posix_memalign hold before a call: no error, and no address. */
const UNTOUCHED = 9999;

/** Where a chunk, a bin, a mapping or the way to serve a request begins to be another. */
const EDGES: readonly Bytes[] = [
  24,
  40,
  56,
  120,
  248,
  504,
  1016,
  PAGE - OVERHEAD,
  PAGE,
  16 * PAGE - OVERHEAD,
  16 * PAGE,
  LARGE_FROM - OVERHEAD,
  LARGE_FROM,
  TRIM_FROM,
];

class MallocSubject implements Subject {
  readonly maxSize: Bytes = OBJECT_MAX;
  readonly contract = CONTRACT;
  readonly can: ReadonlySet<string> = new Set(FUNCTIONS);
  readonly memory: Heap['system'];
  readonly #heap: Heap;
  /** What was said of the usable bytes of each block when it was given. */
  readonly #usable = new Map<Addr, Bytes>();
  #seen: Observation[] = [];

  constructor({ memoryLimit }: HeapConfig) {
    this.#heap = new Heap(memoryLimit);
    this.memory = this.#heap.system;
  }

  beginCommand(): void {
    this.#seen = [];
  }

  observations(): readonly Observation[] {
    return this.#seen;
  }

  malloc(size: Bytes, _pointerWords?: number, zeroed = false): Addr {
    return this.#given('malloc', (heap) => (zeroed ? heap.calloc(1, size) : heap.malloc(size)));
  }

  calloc(count: number, size: Bytes): Addr {
    return this.#given('calloc', (heap) => heap.calloc(count, size));
  }

  memalign(alignment: Bytes, size: Bytes, via = 'aligned_alloc'): Addr {
    if (via === 'posix_memalign') return this.#posixMemalign(alignment, size);
    return this.#given(via, (heap) => heap.memalign(alignment, size));
  }

  realloc(addr: Addr, size: Bytes): Addr {
    this.#look('realloc', addr);
    return this.#given('realloc', (heap) => heap.realloc(addr, size));
  }

  reallocarray(addr: Addr, count: number, size: Bytes): Addr {
    this.#look('reallocarray', addr);
    return this.#given('reallocarray', (heap) => heap.reallocarray(addr, count, size));
  }

  free(addr: Addr, via = 'free'): void {
    this.#look(via, addr);
    this.#heap.errno = UNTOUCHED;
    this.#heap.free(addr);
    const actual = this.#heap.errno;
    this.#seen.push({ of: 'errno-after-free', call: via, expected: [UNTOUCHED], actual });
  }

  freeSized(addr: Addr, _size: Bytes, _alignment: Bytes, via: string): void {
    this.free(addr, via);
  }

  usableSize(addr: Addr): Bytes {
    return this.#heap.usableSize(addr);
  }

  alignmentOf(size: Bytes): Bytes {
    return naturalAlignment(CONTRACT, size);
  }

  footprint(): readonly number[] {
    const { system } = this.#heap;
    return [system.break - ARENA, system.mappedBytes];
  }

  dispose(): void {
    this.#heap.system.dispose();
  }

  #given(call: string, ask: (heap: Heap) => Addr): Addr {
    this.#heap.errno = UNTOUCHED;
    const addr = ask(this.#heap);
    if (addr !== 0) {
      this.#usable.set(addr, this.#heap.usableSize(addr));
      return addr;
    }
    const actual = this.#heap.errno;
    this.#seen.push({ of: 'errno-after-failure', call, expected: [ENOMEM], actual });
    throw new Refusal('out-of-memory', `${call}: errno ${actual}`);
  }

  #posixMemalign(alignment: number, size: Bytes): Addr {
    const call = 'posix_memalign';
    const cell = { pointer: UNTOUCHED };
    const error = this.#heap.posixMemalign(cell, alignment, size);
    if (error === 0) {
      this.#usable.set(cell.pointer, this.#heap.usableSize(cell.pointer));
      return cell.pointer;
    }
    const actual = cell.pointer;
    this.#seen.push({ of: 'pointer-after-failure', call, expected: [UNTOUCHED], actual });
    throw new Refusal(error === EINVAL ? 'bad-alignment' : 'out-of-memory', `${call}: ${error}`);
  }

  /** Whether a block still has the usable bytes that it had. */
  #look(call: string, addr: Addr): void {
    const before = this.#usable.get(addr);
    if (before === undefined) return;
    const actual = this.#heap.usableSize(addr);
    this.#seen.push({ of: 'usable-size', call, expected: [before], actual });
  }
}

export const mallocSubject = defineSubject({
  id: 'malloc',
  title: "C's malloc family over one arena with boundary tags",
  version: 'dlmalloc-like model',
  offers: [],
  geometries: ['default'],
  edges: EDGES,
  entries: [...FUNCTIONS, 'limit'],
  create: (config) => new MallocSubject(config),
});
