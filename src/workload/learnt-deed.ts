/**
 * The deed of a client that does as a recorded program did: it frees what has lived long enough, then allocates once.
 *
 * Sizes, lifetimes and calls are drawn independently of each other. A lifetime is a number of allocations, so it does not
 * depend on how long the program is: in a short one, what lives long is simply not freed.
 */
import type { Prng } from '../base/prng.ts';
import { NOSCAN } from '../program/program.ts';
import { NONE } from './client.ts';
import type { Client } from './client.ts';
import type { Deed } from './deeds.ts';
import type { CountedRange, Learnt } from './learnt.ts';
import { giveUp } from './patterns.ts';
import { percent } from './plan.ts';
import { Weighted } from './weighted.ts';

/** Counts of a calloc that are tried; the first that divides the size, from a random one on, is taken. */
const COUNTS: readonly number[] = [8, 4, 2, 1];

/** The deed for one program; one without anything learnt does nothing. */
export function reliving(learnt: Learnt | undefined): Deed {
  if (learnt === undefined) return () => undefined;
  const lives = new Lives(learnt);
  return (client) => lives.step(client);
}

type CallName = 'malloc' | 'calloc' | 'realloc';

/** A block of the program. */
interface Life {
  /** It has another one after each realloc. */
  label: number;
  /** Allocations until it ends; without end where it is not freed. */
  readonly end: number;
}

class Lives {
  readonly #calls: Weighted<CallName>;
  readonly #sizes: Weighted<CountedRange>;
  readonly #lifetimes: Weighted<CountedRange | undefined>;
  /** Blocks by the allocation after which they end. */
  readonly #ends = new Map<number, Life[]>();
  /** Blocks that were not ended by this deed. */
  readonly #live: Life[] = [];
  #allocations = 0;

  constructor({ calls, sizes, lifetimes, neverFreed }: Learnt) {
    const names = ['malloc', 'calloc', 'realloc'] as const;
    this.#calls = new Weighted(
      names,
      names.map((name) => calls[name]),
    );
    this.#sizes = weighted(sizes);
    this.#lifetimes = new Weighted(
      [...lifetimes, undefined],
      [...lifetimes.map(({ count }) => count), neverFreed],
    );
  }

  step(client: Client): void {
    const due = this.#ends.get(this.#allocations) ?? [];
    this.#ends.delete(this.#allocations);
    for (const life of due) this.#end(life, client);
    this.#allocate(client);
  }

  #allocate(client: Client): void {
    const { prng } = client;
    const call = this.#calls.pick(prng);
    const size = within(this.#sizes.pick(prng), prng);
    const moved = call === 'realloc' ? this.#anyLife(client) : undefined;
    const label =
      moved !== undefined
        ? client.realloc(moved.label, size)
        : call === 'calloc'
          ? calloc(client, size)
          : client.malloc(size, NOSCAN);
    if (label === NONE) {
      const [oldest] = this.#live;
      if (oldest !== undefined) this.#end(oldest, client);
      return;
    }
    if (percent(prng, client.plan.writing)) client.write(label);
    this.#allocations += 1;
    if (moved === undefined) this.#begin(label, prng);
    else moved.label = label;
  }

  #begin(label: number, prng: Prng): void {
    const lifetime = this.#lifetimes.pick(prng);
    const end =
      lifetime === undefined
        ? Number.POSITIVE_INFINITY
        : this.#allocations + within(lifetime, prng);
    const life: Life = { label, end };
    this.#live.push(life);
    const others = this.#ends.get(end);
    if (others === undefined) this.#ends.set(end, [life]);
    else others.push(life);
  }

  #end(life: Life, client: Client): void {
    const index = this.#live.indexOf(life);
    if (index < 0) return;
    this.#live.splice(index, 1);
    if (client.holds(life.label)) giveUp(client, life.label);
  }

  /** A block that may be moved; undefined where there is none, as in the beginning. */
  #anyLife(client: Client): Life | undefined {
    if (this.#live.length === 0) return undefined;
    const life = client.prng.pick(this.#live);
    const isPlain = client.holds(life.label) && !client.isAttached(life.label);
    return isPlain && client.links.into(life.label).length === 0 ? life : undefined;
  }
}

function calloc(client: Client, size: number): number {
  const from = client.prng.below(COUNTS.length);
  const count = COUNTS.slice(from).find((each) => size % each === 0) ?? 1;
  return client.calloc(count, size / count);
}

function within({ from, to }: CountedRange, prng: Prng): number {
  return prng.between(from, to);
}

/** The likely ones first, as the search is linear. */
function weighted(ranges: readonly CountedRange[]): Weighted<CountedRange> {
  const ordered = ranges.toSorted((a, b) => b.count - a.count);
  return new Weighted(
    ordered,
    ordered.map(({ count }) => count),
  );
}
