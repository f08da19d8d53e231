// Goal: the exact laws of the counters hold over a million commands. Method: generated mallocs, frees, reallocs and releases of
// two threads over the tiny geometry and the default one, and the sums after each; as many as a campaign has in minutes.
import { describe, expect, it } from 'vitest';
import { Prng } from '../../../src/base/prng.ts';
import { isRefusal } from '../../../spec/subject.ts';
import { tcmallocOf } from './support.ts';
import type { Tc } from './support.ts';

const ASKED = process.env['ALLOCHECK_SOAK'] === '1' ? 1_000_000 : 100_000;
const LIVE_MAX = 300;

/** The first law that does not hold. */
function brokenLaw({ tcmalloc }: Tc): string {
  const { heap, caches, unclaimedBytes, geometry } = tcmalloc;
  const { systemBytes, committedBytes, unmappedBytes } = heap;
  if (committedBytes + unmappedBytes !== systemBytes) return 'committed + unmapped = system';
  const budgets = caches.reduce((sum, { maxBytes }) => sum + maxBytes, 0);
  if (budgets + unclaimedBytes !== geometry.budgetBytes) return 'budgets + unclaimed = overall';
  return '';
}

/** The same for laws that take a walk. */
function brokenSum({ tcmalloc }: Tc): string {
  const { heap, spans, geometry } = tcmalloc;
  const bytesAt = (place: number): number =>
    spans.reduce((sum, { location, npages }) => sum + (location === place ? npages : 0), 0) *
    geometry.pageBytes;
  const [used, free, unmapped] = [0, 1, 2].map(bytesAt) as [number, number, number];
  if (free !== heap.freeBytes) return 'free = normal spans';
  if (unmapped !== heap.unmappedBytes) return 'unmapped = returned spans';
  return used + free + unmapped === heap.systemBytes ? '' : 'spans = system';
}

class Driver {
  readonly #heap: Tc;
  readonly #prng = new Prng(11);
  readonly #sizeMax: number;
  readonly #live: number[] = [];

  constructor(geometry: string, sizeMax: number) {
    this.#heap = tcmallocOf(geometry, { procs: 2 });
    this.#sizeMax = sizeMax;
  }

  /** One command; the law that it broke. */
  step(i: number): string {
    const prng = this.#prng;
    this.#heap.switchP?.(prng.below(2));
    const at = prng.below(Math.max(1, this.#live.length));
    const deed = prng.below(20);
    if (deed === 0) this.#heap.scavenge?.(1 + prng.below(20));
    else if (deed === 1 && this.#live.length > 0) this.#resize(at);
    else if (deed < 11 && this.#live.length < LIVE_MAX) this.#malloc();
    else if (this.#live.length > 0) this.#free(at);
    this.#heap.touched?.clear();
    return brokenLaw(this.#heap) || (i % 500 === 0 ? brokenSum(this.#heap) : '');
  }

  #size(): number {
    return Math.floor(2 ** (this.#prng.below(100 * Math.log2(this.#sizeMax)) / 100));
  }

  #malloc(): void {
    try {
      this.#live.push(this.#heap.malloc(this.#size(), 0, false));
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  #resize(at: number): void {
    this.#live[at] = this.#heap.realloc!(this.#live[at]!, this.#size());
  }

  #free(at: number): void {
    const [addr] = this.#live.splice(at, 1);
    this.#heap.free(addr!);
  }
}

describe.each([
  ['tiny', 600],
  ['page8k', 100_000],
] as const)('the laws of the counters of %s', (geometry, sizeMax) => {
  it(`hold over ${ASKED / 2} commands`, { timeout: 120_000 }, () => {
    const driver = new Driver(geometry, sizeMax);
    const broken = new Set<string>();
    for (let i = 0; i < ASKED / 2; i += 1) broken.add(driver.step(i));
    expect([...broken]).toEqual(['']);
  });
});
