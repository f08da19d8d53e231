/** Time per malloc+free pair: the Go model, `@thi.ng/malloc` and the C library, in turns. */
import type { CLibrary } from './glibc.ts';
import { pairsOf, prepare } from './loops.ts';
import type { Work } from './loops.ts';
import { ModelPool, ThingPool } from './pools.ts';
import type { Pool } from './pools.ts';
import { MIXED, SIZE_TABLES } from './sizes.ts';
import { compare } from './timing.ts';
import type { Effort } from './timing.ts';

/** Nanoseconds per pair. */
export interface PairRow {
  readonly work: Work;
  readonly model: number;
  /** NaN where it would take hours. */
  readonly thing: number;
  /** NaN where there is no C compiler. */
  readonly c: number;
  /** Of the addresses that the model gave in its first rounds. */
  readonly digest: number;
}

/** More live blocks than these are too many for `@thi.ng/malloc`, which walks a list of them. */
const THING_LIVE_MAX = 10_000;
const BATCH = 1000;
const REPLACED = [100, 1000, 10_000, 100_000];

/** Everything that is measured, in the order of the report. */
export const WORKS: readonly Work[] = [
  ...SIZE_TABLES.map((table): Work => ({ loop: 'lifo', table, live: 1 })),
  ...SIZE_TABLES.map((table): Work => ({ loop: 'batch', table, live: BATCH })),
  ...SIZE_TABLES.filter((table) => table.name === '64' || table === MIXED).flatMap((table) =>
    REPLACED.map((live): Work => ({ loop: 'replace', table, live })),
  ),
];

/** Rounds of the digest and of the heap that is thrown away. */
const FIRST_ROUNDS = 4;

export function measurePairs(work: Work, effort: Effort, c: CLibrary | undefined): PairRow {
  const makers: (() => Pool)[] = [() => new ModelPool()];
  if (work.live <= THING_LIVE_MAX) makers.push(() => new ThingPool());
  const [digest] = makers.map((make) => firstInstance(work, make));
  const pools = makers.map((make) => make());
  const unit = pairsOf(work);
  const [model, thing] = compare(
    pools.map((pool) => ({ unit, run: prepare(work, pool) })),
    effort,
  );
  for (const pool of pools) pool.dispose();
  return {
    work,
    model: model ?? NaN,
    thing: thing ?? NaN,
    c: c?.measure(work) ?? NaN,
    digest: digest ?? NaN,
  };
}

/** The rows of several passes over the same works, as one: the least of each figure. */
export function leastOf(passes: readonly (readonly PairRow[])[]): readonly PairRow[] {
  const [first = []] = passes;
  return first.map((row, i) => {
    const least = (of: 'model' | 'thing' | 'c'): number =>
      Math.min(...passes.map((rows) => rows[i]?.[of] ?? NaN));
    return { ...row, model: least('model'), thing: least('thing'), c: least('c') };
  });
}

/**
 * Makes a pool, uses it, and throws it away: the only instance that a process ever had is flattered,
 * by what the compiler may then take for constant. Nobody has only one heap.
 */
function firstInstance(work: Work, make: () => Pool): number {
  const pool = make();
  const digest = prepare(work, pool)(FIRST_ROUNDS);
  pool.dispose();
  return digest;
}
