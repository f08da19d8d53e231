/** Which addresses the places of a program are, and what lies at an address, in words. */
import type { Image } from '../../spec/process.ts';
import { protText } from '../../spec/views/process.ts';
import type { RegionView } from '../../spec/views/process.ts';
import { MIB, hex } from '../base/units.ts';
import type { Addr, Bytes } from '../base/units.ts';
import { BASES } from './program.ts';

/** Up to where an address is told by the region below it. */
const NEAR: Bytes = MIB;

interface Named {
  readonly label: string;
  readonly start: Addr;
  readonly end: Addr;
}

export class Places {
  readonly #image: Image;
  readonly #bases = new Map<string, Addr>();
  /** The last one first. */
  readonly #named: Named[] = [];

  constructor(image: Image) {
    const { regions, heapStart, stack } = image;
    this.#image = image;
    for (const kind of BASES) {
      const region = regions.find((each) => each.kind === kind);
      if (region !== undefined) this.#bases.set(kind, region.start);
    }
    this.#bases.set('null', 0);
    this.#bases.set('heap', heapStart);
    this.#bases.set('stack', stack.top);
    this.#bases.set('guard', stack.lowest);
  }

  addrOf(base: string): Addr | undefined {
    return this.#bases.get(base);
  }

  /** Notes what a label is of. */
  name(label: string, start: Addr, bytes: Bytes): void {
    this.#bases.set(label, start);
    this.#named.unshift({ label, start, end: start + bytes });
  }

  /** As `text (r-x)`, `guard g (---)`, `nothing, 16 bytes above data`. */
  nameOf(addr: Addr, regions: readonly RegionView[]): string {
    const { stack, lowest } = this.#image;
    const region = regions.find(({ start, end }) => start <= addr && addr < end);
    if (region !== undefined) {
      const label = this.#named.find(({ start, end }) => start <= addr && addr < end)?.label;
      const isLabelled = region.kind === 'mapping' || region.kind === 'guard';
      const name = isLabelled && label !== undefined ? `${region.kind} ${label}` : region.kind;
      return `${name} (${protText(region.prot)})`;
    }
    if (addr < lowest) return 'the null guard, where nothing is mapped';
    if (addr >= stack.lowest - stack.gap && addr < stack.lowest) {
      return `the guard below the stack, which may reach down to ${hex(stack.lowest)}`;
    }
    const was = this.#named.find(({ start, end }) => start <= addr && addr < end);
    if (was !== undefined) return `nothing, where ${was.label} was`;
    const below = regions.findLast(({ end }) => end <= addr);
    const isNear = below !== undefined && addr - below.end < NEAR;
    return isNear ? `nothing, ${addr - below.end} bytes above ${below.kind}` : 'nothing';
  }
}
