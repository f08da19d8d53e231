/** What a client does by single commands. The longer undertakings are in patterns.ts. */
import { ALL_WORDS } from '../../spec/subject.ts';
import { KIB } from '../base/units.ts';
import type { Bytes } from '../base/units.ts';
import { NOSCAN } from '../program/program.ts';
import { NONE } from './client.ts';
import type { Client } from './client.ts';
import type { Slot } from './links.ts';
import type { Sizes } from './sizes.ts';
import { percent } from './plan.ts';

/** Does one thing. It may write no command at all, where it would make no sense. */
export type Deed = (client: Client, sizes: Sizes) => void;

/**
 * Counts and sizes whose product is none, overflows 53 or 64 bits, or wraps to a small one in 32 or
 * 64.
 */
const ABSURD_PRODUCTS: readonly (readonly [count: number, size: number])[] = [
  [2 ** 32, 2 ** 32],
  [2 ** 16 + 1, 2 ** 16],
  [2 ** 61 + 1024, 8],
  [-1, 8],
  [8, -1],
  [-2, -8],
  [0, 8],
  [8, 0],
  [0, Number.POSITIVE_INFINITY],
  [Number.NaN, 1],
  [1.5, 2],
  [2 ** 53, 2 ** 53],
];

/** Addresses that no block starts at. */
const WILD: readonly number[] = [0, 1, 8, 0x1000, -1, Number.NaN, 1.5, 2 ** 40, 2 ** 47, 2 ** 64];

/** Blocks above this size have few pointers. */
const LARGE: Bytes = 16 * KIB;

/** Pages given back to the system: few, a chunk's worth, all. */
const SCAVENGED: readonly number[] = [1, 1, 2, 4, 16, 64, 512, 100_000];

export const malloc: Deed = (client, sizes) => {
  const size = sizes.next();
  const label = client.malloc(size, drawPointerWords(client, size));
  if (label !== NONE && percent(client.prng, client.plan.writing)) client.write(label);
};

export const calloc: Deed = (client, sizes) => {
  const { prng } = client;
  if (prng.oneIn(12)) {
    client.calloc(...prng.pick(ABSURD_PRODUCTS));
    return;
  }
  const size = sizes.next();
  const count = size > 1024 ? 1 : prng.between(1, 4);
  client.calloc(count, size);
};

export const realloc: Deed = (client, sizes) => {
  const old = unreferenced(client);
  if (old === NONE) return;
  const { prng } = client;
  const size = client.sizeOf(old);
  const close = [size, size + 1, size - 1, size + 8, size * 2, Math.ceil(size / 2)];
  client.realloc(old, prng.oneIn(2) ? sizes.next() : Math.max(0, prng.pick(close)));
};

export const free: Deed = (client) => {
  const label = oneHeld(client);
  if (label !== NONE) client.free(label);
};

export const drop: Deed = (client) => {
  const label = oneHeld(client);
  if (label !== NONE) client.drop(label);
};

export const write: Deed = (client) => {
  const label = anyHeld(client);
  if (label !== NONE) client.write(label);
};

export const read: Deed = (client) => {
  const label = anyHeld(client);
  if (label !== NONE) client.read(label);
};

export const link: Deed = (client) => {
  const from = withPointers(client);
  if (from === NONE) return;
  client.link(from, oneWord(client, from), anyHeld(client));
};

export const unlink: Deed = (client) => {
  const slot = heldSlot(client, () => true);
  if (slot !== undefined) client.unlink(...slot);
};

export const load: Deed = (client) => {
  const slot = droppedSlot(client);
  if (slot !== undefined) client.load(...slot);
};

export const scavenge: Deed = (client) => client.scavenge(client.prng.pick(SCAVENGED));

export const weaken: Deed = (client) => {
  const label = anyHeld(client);
  if (label !== NONE) client.weak(label);
};

export const upgrade: Deed = (client) => {
  const { prng, weakLabels } = client;
  if (weakLabels.length > 0) client.upgrade(prng.pick(weakLabels));
};

export const guard: Deed = (client) => {
  const label = anyHeld(client);
  if (label !== NONE) client.finalizer(label);
};

export const finalize: Deed = (client) => client.finalize(client.prng.pick([1, 1, 2, 100]));

/** A word that may point into a block, often beside it; most are taken away soon. */
export const doubt: Deed = (client) => {
  const { prng } = client;
  const label = anyHeld(client);
  if (label === NONE || prng.oneIn(3)) {
    client.ambiguous(NONE, 0);
    return;
  }
  const size = client.sizeOf(label);
  client.ambiguous(label, prng.pick([0, 1, 8, size - 1, size, size + 8, prng.below(size + 1)]));
};

/** Mostly a moment; sometimes longer than a heap goes without a collection. */
export const wait: Deed = (client) => client.wait(client.prng.pick([1, 100, 120_001, 120_001]));

export const publish: Deed = (client) => {
  const label = anyHeld(client);
  if (label !== NONE) client.global(label);
};

export const spawn: Deed = (client) => client.spawn();
export const gosched: Deed = (client) => client.gosched();

/** Less than its run without sleep, about as much, all of it. */
export const bgscavenge: Deed = (client) =>
  client.bgscavenge(client.prng.pick([1, 1, 2, 3, 7, 100]));

export const freeOSMemory: Deed = (client) => {
  if (client.plan.gcEvery > 0) client.freeOSMemory();
};

export const misuse: Deed = (client) => {
  const { prng, lastFreed } = client;
  const label = anyHeld(client);
  const kind = prng.below(3);
  if (kind === 0 && lastFreed !== NONE) client.badFree(lastFreed, 0);
  else if (kind === 1 && label !== NONE) client.badFree(label, interior(client, label));
  else client.badFree(NONE, prng.pick(WILD));
};

/** An offset that is inside of the block, or just beside it. */
function interior(client: Client, label: number): number {
  const size = client.sizeOf(label);
  return client.prng.pick([8, 1, -8, 16, 8192, Math.max(1, size >> 1), Math.max(1, size - 1)]);
}

/**
 * Pointer words for a new block of this size. Large blocks are seldom full of pointers: a collection
 * would spend its time on them and find nothing.
 */
export function drawPointerWords({ prng, plan }: Client, size: number): number {
  if (percent(prng, plan.noscan)) return NOSCAN;
  const words = Math.floor(size / 8);
  if (!(words >= 1 && words < 2 ** 28)) return ALL_WORDS;
  if (size > LARGE && !prng.oneIn(8)) return prng.oneIn(2) ? NOSCAN : prng.between(1, 8);
  if (!prng.oneIn(6)) return ALL_WORDS;
  return prng.oneIn(3) ? words : prng.between(1, Math.min(words, 4));
}

/** The held block whose turn it is to end; NONE when nothing is held. */
export function oneHeld({ prng, plan, held }: Client): number {
  const last = held.length - 1;
  if (last < 0) return NONE;
  switch (plan.order) {
    case 'lifo':
      return held[last] as number;
    case 'fifo':
      return held[0] as number;
    case 'recent':
      return held[Math.max(0, last - prng.below(4))] as number;
    case 'random':
      return prng.pick(held);
  }
}

/** Any held block; NONE when nothing is held. */
export function anyHeld({ prng, held }: Client): number {
  return held.length === 0 ? NONE : prng.pick(held);
}

/** A held block that no other points to. */
function unreferenced(client: Client): number {
  const label = oneHeld(client);
  const isReferenced = label === NONE || client.isAttached(label);
  return isReferenced || client.links.into(label).length > 0 ? NONE : label;
}

/** A held block that has room for a pointer: one of a few tries. */
function withPointers(client: Client): number {
  for (let tries = 0; tries < 4; tries += 1) {
    const label = anyHeld(client);
    if (label !== NONE && client.wordsOf(label) > 0) return label;
  }
  return NONE;
}

/** The first word, the last one, or any other that may hold a pointer. */
export function oneWord(client: Client, label: number): number {
  const { prng } = client;
  const words = client.wordsOf(label);
  return prng.pick([0, words - 1, prng.below(words)]);
}

/** A pointer in a held block to one that is not held. */
export function droppedSlot(client: Client): Slot | undefined {
  return heldSlot(client, ([from, word]) => !client.holds(client.links.target(from, word)));
}

/** A pointer in a held block. */
function heldSlot(client: Client, isWanted: (slot: Slot) => boolean): Slot | undefined {
  const slots = client.links.all().filter((slot) => client.holds(slot[0]) && isWanted(slot));
  return slots.length === 0 ? undefined : client.prng.pick(slots);
}
