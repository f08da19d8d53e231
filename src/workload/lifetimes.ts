/**
 * How long blocks live, in the shapes that real programs have: each deed is one of them from its first block to its last.
 *
 * Shapes after Wilson and others, Dynamic Storage Allocation: a Survey and Critical Review (1995), 2.3: ramps, peaks and
 * plateaus; most blocks die young; blocks that are made together die together.
 */
import { KIB } from '../base/units.ts';
import type { Bytes } from '../base/units.ts';
import { NOSCAN } from '../program/program.ts';
import type { Client } from './client.ts';
import { drawPointerWords } from './deeds.ts';
import type { Deed } from './deeds.ts';
import { collect, giveUp, several } from './patterns.ts';
import type { Sizes } from './sizes.ts';

/** Bytes of the smallest span. */
const SPAN: Bytes = 8 * KIB;
/** One young block in so many stays. */
const SURVIVES = 6;

/** Frames of a stack: the block that came last goes first. */
export const stack: Deed = (client, sizes) => inTurns(client, sizes, (made) => made.pop());

/** A queue: the block that came first goes first. */
export const queue: Deed = (client, sizes) => inTurns(client, sizes, (made) => made.shift());

/** Blocks come, and some go in the order that `next` has; in the end all do. */
function inTurns(client: Client, sizes: Sizes, next: (made: number[]) => number | undefined): void {
  const { prng } = client;
  const made: number[] = [];
  for (let rounds = prng.between(2, 5); rounds > 0; rounds -= 1) {
    made.push(...blocks(client, sizes, prng.between(2, 8)));
    const stay = rounds === 1 ? 0 : prng.below(made.length + 1);
    while (made.length > stay) giveUp(client, next(made) as number);
  }
}

/** Up to a number of blocks; for a while each that goes makes room for another; then all go. */
export const plateau: Deed = (client, sizes) => {
  const { prng } = client;
  const made = [...blocks(client, sizes, prng.between(4, 20))];
  for (let turns = prng.between(4, 24); turns > 0 && made.length > 0; turns -= 1) {
    const [gone] = made.splice(prng.below(made.length), 1);
    giveUp(client, gone as number);
    made.push(...blocks(client, sizes, 1));
  }
  for (const label of made) giveUp(client, label);
};

/** Blocks made on one processor and freed on another, in small loads. */
export const handOff: Deed = (client, sizes) => {
  const { prng, plan } = client;
  const { procs } = plan.heap;
  const producer = prng.below(procs);
  const consumer = (producer + prng.between(1, Math.max(1, procs - 1))) % procs;
  client.alone(() => {
    for (let loads = prng.between(1, 4); loads > 0; loads -= 1) {
      client.switchTo(producer);
      const made = several(client, prng.between(1, 8), () =>
        client.malloc(sizes.within(1, 8 * KIB), NOSCAN),
      );
      // What is freed elsewhere anyway is freed on another one than is at work.
      if (!plan.freesElsewhere) client.switchTo(consumer);
      for (const label of made) client.free(label);
    }
  });
};

/** Most blocks die before the next collection; those that do not, live until the last. */
export const generations: Deed = (client, sizes) => {
  const { prng } = client;
  const old: number[] = [];
  for (let rounds = prng.between(3, 5); rounds > 0; rounds -= 1) {
    const young = blocks(client, sizes, prng.between(4, 12));
    const stays = young.map((_, i) => i === 0 || prng.oneIn(SURVIVES));
    old.push(...young.filter((_, i) => stays[i]));
    for (const [i, label] of young.entries()) if (stays[i] !== true) giveUp(client, label);
    collect(client);
  }
  for (const label of old) giveUp(client, label);
};

/** Spans that one block each keeps: all others go. Then blocks of another size, for which those spans are no use. */
export const pin: Deed = (client, sizes) => {
  const { prng } = client;
  const size = sizes.within(256, 2 * KIB);
  const perSpan = Math.floor(SPAN / size);
  const made = several(client, perSpan * prng.between(2, 4), () =>
    client.malloc(size, drawPointerWords(client, size)),
  );
  for (const [i, label] of made.entries()) if (i % perSpan > 0) giveUp(client, label);
  collect(client);
  const other = sizes.within(2 * KIB, 32 * KIB);
  several(client, prng.between(1, 4), () => client.malloc(other, NOSCAN));
};

/**
 * Powers of two: blocks of one size, of which every other goes, then of the double size, which none of the holes is
 * large enough for; and so on. As much of them stays as came.
 *
 * @source Robson, Worst Case Fragmentation of First Fit and Best Fit Storage Allocation Strategies, 1977
 */
export const robson: Deed = (client) => {
  const { prng } = client;
  let size: Bytes = 2 ** prng.between(3, 14);
  for (let count = 2 ** prng.between(3, 5); count >= 2; count /= 2) {
    const made = several(client, count, () => client.malloc(size, NOSCAN));
    for (const [i, label] of made.entries()) if (i % 2 === 1) giveUp(client, label);
    size *= 2;
  }
};

/** Small blocks. */
function blocks(client: Client, sizes: Sizes, count: number): readonly number[] {
  return several(client, count, () => {
    const size = sizes.within(1, 4 * KIB);
    return client.malloc(size, drawPointerWords(client, size));
  });
}
