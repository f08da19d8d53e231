/**
 * Undertakings of many commands, each to reach a state that single deeds seldom do.
 *
 * They are cut off where the program has its length. What they leave behind is held like anything
 * else, so the next deed starts from there.
 */
import { ALL_WORDS } from '../../spec/subject.ts';
import { KIB, MIB } from '../base/units.ts';
import type { Bytes } from '../base/units.ts';
import { NOSCAN } from '../program/program.ts';
import { NONE } from './client.ts';
import type { Client } from './client.ts';
import { bgscavenge, drawPointerWords, droppedSlot, oneHeld, oneWord } from './deeds.ts';
import type { Deed } from './deeds.ts';

/** Bytes of the smallest span. Filling it takes this over the size. */
const SPAN: Bytes = 8 * KIB;
/** Bytes of a block that has a span of its own. */
const LARGE: Bytes = 40 * KIB;
/** As many spans as there are. */
const ALL = 1_000_000;

/**
 * Equal sizes until spans are full, alternate frees, perhaps a collection, and equal sizes again.
 */
export const fillSpan: Deed = (client, sizes) => {
  const { prng } = client;
  const size = sizes.within(8, 2 * KIB);
  const perSpan = Math.ceil(SPAN / size);
  const count = Math.min(
    140,
    perSpan * prng.between(1, perSpan < 20 ? 4 : 1) + prng.between(-1, 3),
  );
  const made = several(client, count, () => client.malloc(size, drawPointerWords(client, size)));
  const stride = prng.between(1, 3);
  for (let i = prng.below(stride); i < made.length; i += stride) giveUp(client, made[i] as number);
  collect(client);
  const again = prng.below(made.length + 2);
  several(client, again, () => client.malloc(size, drawPointerWords(client, size)));
};

/** Large blocks given up and asked for at other sizes, so that page runs split and merge. */
export const churnLarge: Deed = (client, sizes) => {
  const { prng } = client;
  const high = prng.oneIn(6) ? 8 * MIB : MIB;
  const made = several(client, prng.between(2, 6), () => large(client, sizes.log(32 * KIB, high)));
  const stride = prng.between(1, 2);
  for (let i = prng.below(stride); i < made.length; i += stride) giveUp(client, made[i] as number);
  collect(client);
  for (const label of made) {
    const size = client.sizeOf(label);
    const close = [size, size + 1, size - SPAN, size + SPAN, size >> 1, size * 2];
    if (prng.oneIn(2)) large(client, Math.max(1, prng.pick(close)));
  }
};

/**
 * Large blocks given up, collected and swept, after which less should be kept than there is; then turns of the background
 * scavenger, which sleeps between them.
 */
export const relieve: Deed = (client, sizes) => {
  const { prng, plan } = client;
  if (plan.gcEvery === 0) return;
  const made = several(client, prng.between(1, 3), () =>
    large(client, sizes.log(32 * KIB, 2 * MIB)),
  );
  for (const label of made) if (!prng.oneIn(4)) giveUp(client, label);
  client.gc();
  client.sweep(ALL);
  for (let turns = prng.between(1, 4); turns > 0; turns -= 1) {
    bgscavenge(client, sizes);
    if (prng.oneIn(2)) client.wait(prng.pick([1, 100, 2000]));
  }
};

/**
 * Large blocks given up and collected; a collection that marks for so long, with nobody else at work, that it must hold
 * back from then on; and large blocks again.
 */
export const throttle: Deed = (client, sizes) => {
  const { prng, plan } = client;
  if (plan.gcEvery === 0) return;
  const churn = (): readonly number[] =>
    several(client, prng.between(1, 3), () => large(client, sizes.log(32 * KIB, 2 * MIB)));
  for (const label of churn()) if (!prng.oneIn(4)) giveUp(client, label);
  client.gc();
  client.sweep(ALL);
  client.gcStart();
  client.wait(prng.pick([1000, 4000, 4000]));
  churn();
};

/** Many blocks below 16 bytes without pointers, of which few stay. */
export const packTiny: Deed = (client) => {
  const { prng } = client;
  const size = prng.oneIn(2) ? prng.between(1, 15) : 0;
  const made = several(client, prng.between(4, 40), () =>
    client.malloc(size === 0 ? prng.between(1, 15) : size, NOSCAN),
  );
  for (const label of made) if (!prng.oneIn(4)) giveUp(client, label);
  collect(client);
};

/**
 * A linked list whose head alone is held, perhaps cut in the middle; then taken hold of again from
 * the head.
 */
export const chain: Deed = (client, sizes) => {
  const { prng } = client;
  const made = several(client, prng.between(2, 8), () =>
    client.malloc(sizes.within(8, KIB), ALL_WORDS),
  );
  const slots = made.slice(1).map((to, i) => {
    const from = made[i] as number;
    const word = oneWord(client, from);
    client.link(from, word, to);
    return [from, word] as const;
  });
  for (const label of made.slice(1)) client.drop(label);
  collect(client);
  const cut = prng.oneIn(3) ? prng.below(slots.length + 1) : NONE;
  for (const [i, slot] of slots.entries()) {
    if (i === cut) client.unlink(...slot);
    else if (i < cut || cut === NONE) client.load(...slot);
  }
};

/** Dirty memory given up and asked for as zeroes. */
export const recycle: Deed = (client, sizes) => {
  const { prng } = client;
  const size = sizes.within(1, prng.oneIn(6) ? 256 * KIB : 4 * KIB);
  const made = several(client, prng.between(1, 4), () => {
    const label = client.malloc(size, NOSCAN);
    if (label !== NONE) client.write(label);
    return label;
  });
  for (const label of made) giveUp(client, label);
  collect(client);
  several(client, made.length, () => client.calloc(1, size));
};

/** A vector that grows by realloc, by half or to the double. */
export const grow: Deed = (client, sizes) => {
  const { prng } = client;
  const factor = prng.pick([1.5, 2]);
  let size: Bytes = sizes.within(1, KIB);
  let label = client.malloc(size, NOSCAN);
  for (let steps = prng.between(2, 8); steps > 0 && label !== NONE; steps -= 1) {
    client.write(label);
    size = Math.ceil(size * factor);
    label = client.realloc(label, size);
  }
};

/** Blocks that only weak pointers know, asked for again after a collection that is not swept yet. */
export const fade: Deed = (client, sizes) => {
  const { prng } = client;
  const made = several(client, prng.between(1, 3), () => {
    const size = sizes.within(1, KIB);
    return client.malloc(size, drawPointerWords(client, size));
  });
  for (const label of made) client.weak(label);
  for (const label of made) if (!prng.oneIn(5)) client.drop(label);
  collect(client);
  for (const label of made) if (!prng.oneIn(4)) client.upgrade(label);
};

/** Blocks with finalizers that point to each other, dropped, collected and handed out. */
export const farewell: Deed = (client, sizes) => {
  const { prng } = client;
  const made = several(client, prng.between(1, 4), () =>
    client.malloc(sizes.within(8, KIB), ALL_WORDS),
  );
  for (const [i, from] of made.entries()) {
    const to = made[i + 1];
    if (to !== undefined && prng.oneIn(2)) client.link(from, oneWord(client, from), to);
    if (!prng.oneIn(4)) client.finalizer(from);
  }
  for (const label of made) client.drop(label);
  collect(client);
  client.finalize(prng.between(1, made.length + 1));
};

/** A block that only the heap points to: taken hold of, and the pointer to it overwritten. */
export const hide: Deed = (client, sizes) => {
  const { prng } = client;
  const slot = droppedSlot(client);
  if (slot === undefined) {
    const size = sizes.within(8, KIB);
    const made = several(client, 2, () => client.malloc(size, ALL_WORDS));
    const [from, to] = made;
    if (from === undefined || to === undefined) return;
    client.link(from, 0, to);
    client.drop(to);
    return;
  }
  client.load(...slot);
  if (prng.oneIn(4)) client.link(...slot, oneHeld(client));
  else client.unlink(...slot);
};

/** A pointer that a stack alone has, stored into a new block; then the stack lets go of it. */
export const hand: Deed = (client, sizes) => {
  const { prng } = client;
  const to = oneHeld(client);
  const from = client.malloc(sizes.within(8, KIB), ALL_WORDS);
  if (to === NONE || from === NONE || client.wordsOf(from) === 0) return;
  client.link(from, oneWord(client, from), to);
  if (!prng.oneIn(4)) client.drop(to);
};

/** Everything held is given up. */
export const drain: Deed = (client) => {
  while (client.held.length > 0 && client.left > 0) giveUp(client, oneHeld(client));
  collect(client);
};

/** The labels that `make` answers, without NONE, called at most `count` times. */
export function several(client: Client, count: number, make: () => number): readonly number[] {
  const made: number[] = [];
  for (let i = 0; i < count && client.left > 0; i += 1) {
    const label = make();
    if (label !== NONE && client.holds(label)) made.push(label);
  }
  return made;
}

function large(client: Client, size: Bytes): number {
  return client.malloc(size, drawPointerWords(client, size));
}

/** Frees or drops a held block, as the program's way is. */
export function giveUp(client: Client, label: number): void {
  const { ending } = client.plan;
  const drops = ending === 'drop' || (ending === 'both' && client.prng.oneIn(2));
  if (drops) client.drop(label);
  else client.free(label);
}

/** More pages than a heap has. */
const ALL_PAGES = 100_000;

/** Yield points at which a call stops: mostly the first few. */
const STOPS: readonly number[] = [1, 1, 2, 2, 3, 4, 5, 8];

/**
 * A malloc, a sweep or a scavenge that stops half-way, while another processor does something of the same size; perhaps in several
 * stages. It ends when its processor is at work again.
 */
export const interleave: Deed = (client, sizes) => {
  const { prng, plan } = client;
  const [p, other] = twoProcessors(client);
  const size = prng.oneIn(4) ? sizes.log(KIB, 256 * KIB) : sizes.within(8, 8 * KIB);
  if (prng.oneIn(2)) collect(client);
  client.pause(p, prng.pick(STOPS));
  client.alone(() => {
    if (plan.gcEvery > 0 && prng.oneIn(4)) client.sweep(prng.between(1, 4));
    else if (prng.oneIn(6)) client.scavenge(prng.between(1, 600));
    else client.malloc(size, drawPointerWords(client, size));
    for (let stages = prng.between(1, 3); stages > 0; stages -= 1) {
      client.switchTo(other);
      for (let deeds = prng.between(1, 3); deeds > 0; deeds -= 1) meddle(client, size);
      client.resume(p, prng.between(1, 3));
    }
  });
};

/** A goroutine in the system, while another processor goes on; perhaps one more runs where it was. */
export const syscall: Deed = (client, sizes) => {
  const { prng } = client;
  const [p, other] = twoProcessors(client);
  const size = sizes.within(8, 8 * KIB);
  client.syscall(p);
  if (prng.oneIn(2)) client.retake(p);
  client.alone(() => {
    for (let deeds = prng.between(1, 4); deeds > 0; deeds -= 1) {
      client.switchTo(prng.oneIn(3) ? p : other);
      meddle(client, size);
    }
  });
  if (!prng.oneIn(4)) client.sysexit(p);
};

/**
 * Another number of processors; now and then after pages came free that are in the page cache of one which is stopped.
 */
export const resize: Deed = (client, sizes) => {
  const { prng, plan } = client;
  const { procs } = plan.heap;
  if (prng.oneIn(2)) {
    client.alone(() => {
      client.switchTo(0);
      const label = client.malloc(sizes.log(32 * KIB, 120 * KIB), NOSCAN);
      if (label !== NONE) client.free(label);
      client.switchTo(procs - 1);
      client.malloc(sizes.within(8, 2 * KIB), NOSCAN);
      if (prng.oneIn(3)) client.spawn();
      if (prng.oneIn(2)) client.scavenge(ALL_PAGES);
    });
  }
  if (prng.oneIn(3)) leaveUnfinished(client, procs - 1);
  client.procs(prng.between(1, procs));
};

/** A processor has a goroutine in its queue, or is in the middle of a call, when another one goes on. */
function leaveUnfinished(client: Client, p: number): void {
  const { prng } = client;
  client.alone(() => {
    client.switchTo(p);
    if (prng.oneIn(2)) client.spawn();
    else {
      client.pause(p, 1);
      client.malloc(LARGE, NOSCAN);
    }
    client.switchTo(0);
  });
}

/** Two that are not the same; there are more than one. */
function twoProcessors({ prng, plan }: Client): readonly [number, number] {
  const { procs } = plan.heap;
  const [p, q] = [prng.below(procs), prng.below(procs - 1)];
  return [p, q < p ? q : q + 1];
}

/** What another processor may do while a call is half-way. */
function meddle(client: Client, size: Bytes): void {
  const { prng, plan } = client;
  const label = oneHeld(client);
  switch (prng.below(8)) {
    case 0:
      if (label !== NONE) giveUp(client, label);
      break;
    case 1:
      if (plan.gcEvery > 0) client.sweep(prng.between(1, 3));
      break;
    case 2:
      if (plan.stepEvery > 0) client.mark(prng.between(1, 4));
      break;
    case 3:
      client.scavenge(prng.between(1, 64));
      break;
    case 4:
      collect(client);
      break;
    default:
      client.malloc(size, drawPointerWords(client, size));
  }
}

/** A goroutine that starts, does something, and ends: its stack comes and goes with it. */
export const exit: Deed = (client, sizes) => {
  const { prng } = client;
  if (prng.oneIn(4)) {
    client.exit();
    return;
  }
  client.alone(() => {
    client.spawn();
    client.gosched();
    if (prng.oneIn(2)) client.malloc(sizes.within(8, KIB), ALL_WORDS);
    client.exit();
  });
};

/** A collection in most cases, in programs that collect. */
export function collect(client: Client): void {
  if (client.plan.gcEvery > 0 && !client.prng.oneIn(4)) client.gc();
}
