/**
 * The plainest allocator that there is: each block has memory of its own, which nobody had before and nobody has after.
 *
 * It is what a subject's answers are compared with where they can be foretold: what is served and what refused, what is
 * live after a collection, what a weak pointer gives. A collection is a plain walk along the pointers that were
 * stored. It has the optional parts that the other subject has, but no steps, processors or operating system.
 */
import { MIB, GIB } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Refusal } from '../../spec/subject.ts';
import type { Memory, Slab, Specials, Subject, SubjectDefinition } from '../../spec/subject.ts';

const SLAB_BYTES: Bytes = 64 * 1024;
const FIRST: Addr = 64 * MIB;
/** Every address is a multiple of this, and no two blocks, not even empty ones, are at the same. */
const ALIGNMENT: Bytes = 16;
/** What one call may ask for. */
const MOST: Bytes = GIB;

type FinalizerState = 'none' | 'set' | 'due';

interface Owned {
  readonly addr: Addr;
  readonly size: Bytes;
  /** What was stored in its words, by their addresses. */
  readonly links: Map<Addr, Addr>;
  isMarked: boolean;
  finalizer: FinalizerState;
  /** Whether a weak pointer gives it. */
  hasHandle: boolean;
}

/** Memory that is zero until it is written. */
class FreshMemory implements Memory {
  readonly slabBytes = SLAB_BYTES;
  readonly #slabs = new Map<number, Slab>();

  slab(addr: Addr): Slab {
    const key = Math.floor(addr / SLAB_BYTES);
    const there = this.#slabs.get(key);
    if (there !== undefined) return there;
    const words = new Int32Array(SLAB_BYTES / 4);
    const slab = { words, bytes: new Uint8Array(words.buffer) };
    this.#slabs.set(key, slab);
    return slab;
  }
}

/** Which parts it has, and what it may be asked for: as another subject has them. */
type Likeness = Pick<Subject, 'maxSize' | 'gc' | 'freeOSMemory' | 'specials' | 'writePointer'>;

class NaiveHeap implements Subject {
  readonly memory = new FreshMemory();
  readonly maxSize: Bytes;
  readonly gc?: NonNullable<Subject['gc']>;
  /** Nothing is ever free to be given back. */
  readonly freeOSMemory?: NonNullable<Subject['freeOSMemory']>;
  readonly specials?: Specials;
  readonly writePointer?: NonNullable<Subject['writePointer']>;
  /** In order of address. */
  readonly #owned = new Map<Addr, Owned>();
  readonly #starts: Addr[] = [];
  #next = FIRST;

  constructor({ maxSize, gc, freeOSMemory, specials, writePointer }: Likeness) {
    this.maxSize = maxSize;
    if (gc !== undefined) this.gc = (roots) => this.#collect(roots);
    if (freeOSMemory !== undefined) this.freeOSMemory = () => 0;
    if (specials !== undefined) this.specials = specialsOf(this.#owned);
    if (writePointer !== undefined) this.writePointer = (slot, value) => this.#store(slot, value);
  }

  malloc(size: Bytes): Addr {
    if (!(Number.isInteger(size) && size >= 0 && size <= this.maxSize))
      throw new Refusal('bad-size', `malloc of ${size} bytes`);
    if (size > MOST) throw new Refusal('out-of-memory', `malloc of ${size} bytes`);
    const addr = this.#next;
    this.#next += Math.max(ALIGNMENT, Math.ceil(size / ALIGNMENT) * ALIGNMENT);
    this.#starts.push(addr);
    this.#owned.set(addr, {
      addr,
      size,
      links: new Map(),
      isMarked: false,
      finalizer: 'none',
      hasHandle: false,
    });
    return addr;
  }

  free(addr: Addr): void {
    if (!this.#owned.delete(addr)) throw new Refusal('bad-free', `nothing starts at ${addr}`);
  }

  usableSize(addr: Addr): Bytes {
    return this.#owned.get(addr)?.size ?? 0;
  }

  alignmentOf(): Bytes {
    return ALIGNMENT;
  }

  footprint(): readonly number[] {
    return [this.#next, this.#owned.size];
  }

  #store(slot: Addr, value: Addr): void {
    const { words } = this.memory.slab(slot);
    const at = (slot % SLAB_BYTES) >>> 2;
    words[at] = value | 0;
    words[at + 1] = Math.floor(value / 2 ** 32);
    this.#owned.get(this.#startAt(slot))?.links.set(slot, value);
  }

  /** The last start at or below an address. */
  #startAt(addr: Addr): Addr {
    let low = 0;
    for (let high = this.#starts.length; high - low > 1;) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as Addr) <= addr) low = middle;
      else high = middle;
    }
    return this.#starts[low] ?? 0;
  }

  #collect(roots: readonly Addr[]): void {
    const all = [...this.#owned.values()];
    for (const block of all) block.isMarked = false;
    this.#markFrom(roots);
    const guarded = all.filter(({ finalizer }) => finalizer !== 'none');
    for (const { links } of guarded) this.#markFrom(links.values());
    // Nothing but its finalizer knows of it: its turn has come, and until then it lives.
    for (const block of guarded) {
      if (!block.isMarked) block.finalizer = 'due';
      if (block.finalizer !== 'due') continue;
      block.hasHandle = false;
      block.isMarked = true;
    }
    for (const { addr, isMarked } of all) if (!isMarked) this.#owned.delete(addr);
  }

  #markFrom(addrs: Iterable<Addr>): void {
    const queue = [...addrs];
    for (let addr = queue.pop(); addr !== undefined; addr = queue.pop()) {
      const block = this.#owned.get(addr);
      if (block === undefined || block.isMarked) continue;
      block.isMarked = true;
      queue.push(...block.links.values());
    }
  }
}

function specialsOf(owned: ReadonlyMap<Addr, Owned>): Specials {
  /** Moves a finalizer on; false when it is not where it should be. */
  const change = (addr: Addr, from: FinalizerState, to: FinalizerState): boolean => {
    const block = owned.get(addr);
    if (block?.finalizer !== from) return false;
    block.finalizer = to;
    return true;
  };
  return {
    setFinalizer: (addr) => change(addr, 'none', 'set'),
    clearFinalizer: (addr) => change(addr, 'set', 'none'),
    runFinalizer: () => {
      const due = [...owned.values()].find(({ finalizer }) => finalizer === 'due')?.addr ?? 0;
      change(due, 'due', 'none');
      return due;
    },
    weakHandle: (addr) => {
      const block = owned.get(addr);
      if (block !== undefined) block.hasHandle = true;
      return addr;
    },
    strongFromWeak: (handle) => (owned.get(handle)?.hasHandle === true ? handle : 0),
  };
}

/** The plainest allocator with the parts of another. Programs of that one fit it. */
export function naiveLike(definition: SubjectDefinition): SubjectDefinition {
  return {
    id: definition.id,
    title: 'the plainest allocator',
    offers: [],
    geometries: definition.geometries,
    edges: [],
    create: (config) => {
      const model = definition.create(config);
      const heap = new NaiveHeap(model);
      model.dispose?.();
      return heap;
    },
  };
}
