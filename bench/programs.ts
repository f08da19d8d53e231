/**
 * Programs that keep a number of blocks live: first they allocate them, then they replace one at random,
 * over and over. So a heap of any size can be watched in its steady state.
 */
import { Prng } from '../src/base/prng.ts';
import { KIB } from '../src/base/units.ts';
import type { Bytes } from '../src/base/units.ts';
import { ALL_WORDS } from '../spec/subject.ts';
import { NOSCAN, OP, STRIDE } from '../src/program/program.ts';
import type { Program } from '../src/program/program.ts';
import { fleetUpTo } from './sizes.ts';

/** What the blocks are like. */
export interface Mix {
  readonly name: string;
  size(prng: Prng): Bytes;
  pointerWords(prng: Prng): number;
}

const smallSize = fleetUpTo(2 * KIB);
/** One block in PAGED has pages of its own. */
const PAGED = 10;

export const SMALL: Mix = { name: 'small', size: smallSize, pointerWords: () => NOSCAN };
export const POINTERS: Mix = {
  name: 'pointers',
  size: smallSize,
  pointerWords: (prng) => (prng.oneIn(2) ? ALL_WORDS : NOSCAN),
};
export const PAGES: Mix = {
  name: 'pages',
  size: (prng) => (prng.oneIn(PAGED) ? prng.between(33_000, 93_000) : smallSize(prng)),
  pointerWords: () => NOSCAN,
};

/** @param replacements  each is a free and a malloc */
export function steadyProgram(mix: Mix, live: number, replacements: number): Program {
  const prng = new Prng(live);
  const commands = new Float64Array((live + 2 * replacements) * STRIDE);
  const held = new Int32Array(live);
  let row = 0;
  let label = 0;
  const malloc = (slot: number): void => {
    commands.set([OP.MALLOC, label, mix.size(prng), mix.pointerWords(prng)], row * STRIDE);
    held[slot] = label;
    label += 1;
    row += 1;
  };
  for (let slot = 0; slot < live; slot += 1) malloc(slot);
  for (let i = 0; i < replacements; i += 1) {
    const slot = prng.below(live);
    commands.set([OP.FREE, held[slot] as number], row * STRIDE);
    row += 1;
    malloc(slot);
  }
  return { subject: 'go', heap: { procs: 1, geometry: 'wasm32', faults: [] }, commands };
}
