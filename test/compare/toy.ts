/** A toy allocator whose numbers can be reckoned by hand: slots of 64 bytes of pages of 4,096, last freed first given. */
import { Refusal, defineSubject } from '../../spec/subject.ts';
import type { Subject } from '../../spec/subject.ts';
import { PAGE_READY } from '../../spec/views/os.ts';
import type { OsView } from '../../spec/views/os.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';

const SLOT = 64;
const PAGE = 4096;
const SLAB = 2 ** 16;
/** The size at which it crashes. */
export const UNLUCKY = 13;

class Toy implements Subject {
  readonly maxSize: Bytes = SLOT;
  readonly os?: OsView;
  readonly memory = { slabBytes: SLAB, slab: () => this.#slab };
  readonly #slab = slabOf(SLAB);
  readonly #free: Addr[] = [];
  readonly #taken = new Set<Addr>();
  #next: Addr = PAGE;
  #pages = 0;

  constructor(isTold: boolean) {
    if (isTold) this.os = this.#view();
  }

  malloc(size: Bytes): Addr {
    if (size === UNLUCKY) throw new TypeError('out of luck');
    if (!(Number.isInteger(size) && size >= 0 && size <= SLOT)) throw new Refusal('bad-size', '');
    const addr = this.#free.pop() ?? this.#fresh();
    this.#taken.add(addr);
    return addr;
  }

  free(addr: Addr): void {
    if (!this.#taken.delete(addr)) throw new Refusal('bad-free', '');
    this.#free.push(addr);
  }

  usableSize(): Bytes {
    return SLOT;
  }

  alignmentOf(): Bytes {
    return SLOT;
  }

  footprint(): readonly number[] {
    return [this.#next, this.#free.length];
  }

  #fresh(): Addr {
    const addr = this.#next;
    this.#next += SLOT;
    this.#pages = Math.ceil(this.#next / PAGE) - 1;
    return addr;
  }

  /** A call for each page. */
  #view(): OsView {
    const pages = (): number => this.#pages;
    const none = { map: 0, used: 0, unused: 0, fault: 0, free: 0 };
    return {
      physPageBytes: PAGE,
      get residentBytes() {
        return pages() * PAGE;
      },
      get committedBytes() {
        return pages() * PAGE;
      },
      get reservedBytes() {
        return pages() * PAGE;
      },
      refusals: 0,
      get calls() {
        return pages();
      },
      get callsByKind() {
        return { reserve: pages(), ...none };
      },
      get refusable() {
        return { reserve: pages(), map: 0 };
      },
      stateAt: () => PAGE_READY,
      runs: () => [],
    };
  }
}

function slabOf(bytes: number): { words: Int32Array; bytes: Uint8Array } {
  const buffer = new ArrayBuffer(bytes);
  return { words: new Int32Array(buffer), bytes: new Uint8Array(buffer) };
}

function toy(id: string, isTold: boolean): ReturnType<typeof defineSubject> {
  const title = 'slots of 64 bytes';
  const create = (): Subject => new Toy(isTold);
  return defineSubject({ id, title, offers: [], geometries: ['flat'], edges: [SLOT], create });
}

/** Shows its system; the other one does not. */
export const openToy = toy('open', true);
export const closedToy = toy('closed', false);
