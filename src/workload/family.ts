/**
 * What clients of C's malloc family do, to reach what its allocators get wrong: alignment beside size, resizing by little,
 * dirty memory that must be zero, sizes that overflow, and memory that runs out.
 *
 * Each deed calls whatever the subject has of the functions that do it (spec/entry-points.ts), the usual one most often.
 */
import type { EntryKind } from '../../spec/entry-points.ts';
import { KIB, MIB } from '../base/units.ts';
import type { Bytes } from '../base/units.ts';
import { NOSCAN } from '../program/program.ts';
import { NONE } from './client.ts';
import type { Client } from './client.ts';
import { anyHeld, oneHeld } from './deeds.ts';
import type { Deed } from './deeds.ts';
import { giveUp, several } from './patterns.ts';
import type { Sizes } from './sizes.ts';

/** Two of three calls are by the usual function. */
const OTHER_ODDS = 3;

/** Alignments, each twice as likely to be small: of words and lines, of pages, of what a huge page has. */
const ALIGNMENTS: readonly Bytes[] = [
  8,
  16,
  16,
  32,
  32,
  64,
  64,
  64,
  128,
  256,
  512,
  1024,
  4096,
  4096,
  8192,
  65_536,
  MIB,
  2 * MIB,
];
/** What posix_memalign must refuse. */
const BAD_ALIGNMENTS: readonly number[] = [0, 1, 4, 3, 12, 24, 48, -8];

/** How far a block is resized from where it is. */
const STEPS: readonly number[] = [0, 1, -1, 8, -8, 16, -16, 32, -32, 4096, -4096];

/** Counts and sizes whose product overflows, wraps to a small one, or is nothing. */
const PRODUCTS: readonly (readonly [count: number, size: number])[] = [
  [2 ** 32, 2 ** 32],
  [2 ** 33, 2 ** 31],
  [2 ** 61 + 1024, 8],
  [8, 2 ** 61 + 1024],
  [-1, 2],
  [2, -1],
  [-1, -1],
  [2 ** 63, 2],
  [2 ** 48, 2 ** 48],
  [0, 8],
  [8, 0],
  [0, -1],
  [-1, 1],
];

const NO_BYTES: readonly (readonly [count: number, size: number])[] = [
  [0, 0],
  [0, 8],
  [8, 0],
];

/** Sizes that no object can have, or nobody has the memory for. */
const HUGE: readonly number[] = [
  -1,
  -2,
  -8,
  -16,
  -4095,
  -4096,
  -4097,
  -65_536,
  2 ** 63,
  2 ** 63 - 1024,
  2 ** 62,
  2 ** 48,
  2 ** 47,
];

/** The function for a call: mostly the usual one. */
function viaOf({ prng, plan }: Client, kind: EntryKind): number {
  const vias = plan.vias[kind];
  return vias.length > 0 && prng.oneIn(OTHER_ODDS) ? prng.pick(vias) : 0;
}

/** A block by one of the functions that take a size alone. */
export const obtain: Deed = (client, sizes) => {
  const label = client.malloc(sizes.next(), NOSCAN, viaOf(client, 'malloc'));
  if (label !== NONE && client.holds(label) && client.prng.oneIn(4)) client.write(label);
};

export const release: Deed = (client) => {
  if (client.prng.oneIn(64)) client.freeNull();
  const label = oneHeld(client);
  if (label !== NONE) client.free(label, viaOf(client, 'free'));
};

/** Alignments below, equal to and above the size; now and then one that is none. */
export const align: Deed = (client, sizes) => {
  const { prng } = client;
  const via = viaOf(client, 'memalign');
  if (prng.oneIn(12)) {
    client.memalign(prng.pick(BAD_ALIGNMENTS), sizes.within(1, KIB), client.plan.posixMemalign);
    return;
  }
  const alignment = prng.pick(ALIGNMENTS);
  const near = [alignment, alignment - 1, alignment + 1, alignment * 2, alignment >> 1, 0, 1, 8];
  client.memalign(alignment, prng.oneIn(2) ? sizes.next() : prng.pick(near), via);
};

/** Another size for a block: a little more or less, another class, half or double, or any. */
export const resizeBlock: Deed = (client, sizes) => {
  const { prng } = client;
  const old = prng.oneIn(3) ? (client.held.at(-1) ?? NONE) : anyHeld(client);
  if (old === NONE) return;
  if (prng.oneIn(3)) freeNeighbour(client, old);
  if (!client.holds(old)) return;
  const size = client.sizeOf(old);
  const near = [...STEPS.map((step) => size + step), size * 2, size >> 1, size >> 4];
  const to = prng.oneIn(3) ? sizes.next() : Math.max(1, prng.pick(near));
  if (prng.oneIn(24)) client.realloc(NONE, to, 0);
  else client.realloc(old, to, viaOf(client, 'realloc'));
};

/** What was asked for just before or after the block, which is likely to lie beside it. */
function freeNeighbour(client: Client, label: number): void {
  const beside = client.prng.oneIn(2) ? label + 1 : label - 1;
  if (client.holds(beside)) client.free(beside);
}

export const array: Deed = (client, sizes) => {
  const { prng } = client;
  const old = prng.oneIn(6) ? NONE : anyHeld(client);
  if (prng.oneIn(4)) client.reallocarray(old, ...prng.pick(PRODUCTS));
  else client.reallocarray(old, prng.between(1, 20), sizes.within(1, 512));
};

export const zeroes: Deed = (client, sizes) => {
  const { prng } = client;
  if (prng.oneIn(6)) client.calloc(...prng.pick(PRODUCTS), viaOf(client, 'calloc'));
  else client.calloc(prng.between(1, 4), sizes.within(1, 64 * KIB), viaOf(client, 'calloc'));
};

/** Memory that was written to the end, given up, and asked for as zeroes: the same size, or one cut from it. */
export const recycleDirty: Deed = (client, sizes) => {
  const { prng } = client;
  const size = sizes.within(1, prng.oneIn(4) ? 512 * KIB : 4 * KIB);
  const made = several(client, prng.between(1, 5), () => {
    const label = client.malloc(size, NOSCAN);
    if (label !== NONE && prng.oneIn(3)) return grown(client, label, size);
    return label;
  });
  for (const label of made) client.free(label);
  const again = prng.pick([size, size, size >> 1, size + 1, size * 2]);
  several(client, made.length + 1, () =>
    client.calloc(1, Math.max(1, again), viaOf(client, 'calloc')),
  );
};

function grown(client: Client, label: number, size: Bytes): number {
  const larger = client.realloc(label, size + client.prng.between(1, size), 0);
  return larger === NONE ? label : larger;
}

/** A size that overflows, by each of the functions, with small blocks of all kinds before and behind it. */
export const overflow: Deed = (client, sizes) => {
  const { prng } = client;
  const size = prng.pick(HUGE);
  const old = anyHeld(client);
  switch (prng.below(4)) {
    case 0:
      client.malloc(size, NOSCAN, viaOf(client, 'malloc'));
      break;
    case 1:
      client.calloc(1, size, viaOf(client, 'calloc'));
      break;
    case 2:
      client.memalign(prng.pick(ALIGNMENTS), size, viaOf(client, 'memalign'));
      break;
    default:
      client.realloc(old, size, viaOf(client, 'realloc'));
  }
  if (old !== NONE && client.holds(old)) client.read(old);
  client.malloc(sizes.within(1, KIB), NOSCAN);
};

/** No bytes, by each of the functions. */
export const nothing: Deed = (client) => {
  const { prng } = client;
  switch (prng.below(3)) {
    case 0:
      client.malloc(0, NOSCAN, viaOf(client, 'malloc'));
      break;
    case 1:
      client.calloc(...prng.pick(NO_BYTES), viaOf(client, 'calloc'));
      break;
    default:
      client.memalign(prng.pick(ALIGNMENTS), 0, viaOf(client, 'memalign'));
  }
};

/** Large blocks until memory runs out or there are many; some given back, and asked for again. */
export const exhaust: Deed = (client, sizes: Sizes) => {
  const { prng, plan } = client;
  const { memoryLimit } = plan.heap;
  if (memoryLimit === undefined) return;
  const size = Math.ceil(memoryLimit / prng.between(3, 40));
  const made = [...several(client, prng.between(4, 60), () => client.mallocAtAnyRate(size))];
  // What is left is less than that: it goes by smaller and smaller ones.
  for (let rest = size >> 1; rest >= KIB; rest >>= 1)
    made.push(...several(client, 2, () => client.mallocAtAnyRate(rest)));
  for (const label of made) if (!prng.oneIn(4)) giveUp(client, label);
  several(client, prng.between(1, 8), () => client.malloc(sizes.within(1, 64 * KIB), NOSCAN));
};
