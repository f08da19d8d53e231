// Goal: each shape of lifetimes has the property that it is named for.
// Method: a client that does that deed alone, from 40 seeds, and what it wrote; blocks end by free.
import { describe, expect, it } from 'vitest';
import { Prng } from '../../src/base/prng.ts';
import { isMaker } from '../../src/program/labels.ts';
import { OP } from '../../src/program/program.ts';
import { Client } from '../../src/workload/client.ts';
import type { Deed } from '../../src/workload/deeds.ts';
import * as lifetimes from '../../src/workload/lifetimes.ts';
import { drawPlan } from '../../src/workload/plan.ts';
import type { Plan } from '../../src/workload/plan.ts';
import { Sizes } from '../../src/workload/sizes.ts';
import { stepsOf } from '../engine/shrink/toys.ts';
import type { Step } from '../engine/shrink/toys.ts';
import { PROFILE } from '../program/programs.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

/** What the deed writes into a program of this plan, for each seed. */
function runs(deed: Deed, plan: Partial<Plan> = {}): readonly (readonly Step[])[] {
  return SEEDS.map((seed) => {
    const prng = new Prng(seed);
    const drawn = {
      ...drawPlan(prng, PROFILE),
      heap: { procs: 1, geometry: 'default', faults: [] },
      length: 400,
      ending: 'free',
      gcEvery: 10,
      handOver: 0,
      freesElsewhere: false,
      ...plan,
    } as const;
    const client = new Client(prng, drawn, PROFILE.liveBytesMax);
    deed(client, new Sizes(prng, PROFILE, drawn.sizeKinds, 0));
    return stepsOf({ subject: 'toy', heap: drawn.heap, commands: client.commands });
  });
}

/** For each free, the labels that were held just before, in the order in which they came. */
function freesOf(steps: readonly Step[]): readonly { label: number; held: readonly number[] }[] {
  const held: number[] = [];
  return steps.flatMap(({ op, label }) => {
    if (isMaker(op)) held.push(label);
    if (op !== OP.FREE) return [];
    const before = [...held];
    held.splice(held.indexOf(label), 1);
    return [{ label, held: before }];
  });
}

/** How many blocks are held after each step. */
function liveOf(steps: readonly Step[]): readonly number[] {
  let live = 0;
  return steps.map(({ op }) => {
    if (isMaker(op)) live += 1;
    if (op === OP.FREE) live -= 1;
    return live;
  });
}

describe('a stack', () => {
  it.each(runs(lifetimes.stack))('frees the block that came last', (...steps) => {
    const frees = freesOf(steps);
    expect(frees.length).toBeGreaterThan(1);
    expect(frees.filter(({ label, held }) => label !== held.at(-1))).toEqual([]);
    expect(liveOf(steps).at(-1)).toBe(0);
  });
});

describe('a queue', () => {
  it.each(runs(lifetimes.queue))('frees the block that came first', (...steps) => {
    const frees = freesOf(steps);
    expect(frees.length).toBeGreaterThan(1);
    expect(frees.filter(({ label, held }) => label !== held[0])).toEqual([]);
    expect(liveOf(steps).at(-1)).toBe(0);
  });
});

describe('a plateau', () => {
  it.each(runs(lifetimes.plateau))('is a ramp, a constant number, and a drain', (...steps) => {
    const live = liveOf(steps);
    const most = Math.max(...live);
    const first = live.indexOf(most);
    const last = live.lastIndexOf(most);
    expect(live.slice(0, first + 1)).toEqual(Array.from({ length: most }, (_, i) => i + 1));
    expect(Math.min(...live.slice(first, last + 1))).toBe(most - 1);
    expect(last - first).toBeGreaterThanOrEqual(8);
    expect(live.slice(last + 1)).toEqual(Array.from({ length: most }, (_, i) => most - 1 - i));
  });
});

describe('a hand-off', () => {
  const heap = { procs: 3, geometry: 'default', faults: [] };

  it.each([
    ...runs(lifetimes.handOff, { heap }),
    ...runs(lifetimes.handOff, { heap, freesElsewhere: true, handOver: 60 }),
  ])('frees each block on another processor than it was made on', (...steps) => {
    const madeOn = new Map(
      steps.map(({ op, label, processor }) => [isMaker(op) ? label : -1, processor]),
    );
    const frees = steps.filter(({ op }) => op === OP.FREE);
    expect(frees.length).toBeGreaterThan(0);
    expect(frees.filter(({ label, processor }) => madeOn.get(label) === processor)).toEqual([]);
  });

  it.each(runs(lifetimes.handOff))('has one processor do both where there is one', (...steps) => {
    expect(liveOf(steps).at(-1)).toBe(0);
  });
});

describe('generations', () => {
  const all = runs(lifetimes.generations);

  it.each(all)('let few blocks see a collection, and some of these several', (...steps) => {
    const gcs = steps.flatMap(({ op }, at) => (op === OP.GC ? [at] : []));
    const ages = steps.flatMap(({ op, label }, born) => {
      if (!isMaker(op)) return [];
      const died = steps.findIndex((each) => each.op === OP.FREE && each.label === label);
      return [gcs.filter((at) => at > born && at < died).length];
    });
    const old = ages.filter((age) => age > 0).length;
    expect(old).toBeLessThan(ages.length / 2);
    expect(Math.max(...ages)).toBe(gcs.length);
  });

  it('collect between them', () => {
    expect(
      all.filter((steps) => steps.filter(({ op }) => op === OP.GC).length > 1).length,
    ).toBeGreaterThan(30);
  });
});

describe('a pinned span', () => {
  it.each(runs(lifetimes.pin))('keeps one block of each 8 KiB', (...steps) => {
    const freed = new Set(steps.flatMap(({ op, label }) => (op === OP.FREE ? [label] : [])));
    const [first] = steps as [Step];
    const equal = steps.filter(
      ({ op, size, label }) => isMaker(op) && size === first.size && label <= Math.max(...freed),
    );
    const perSpan = Math.floor(8192 / first.size);
    expect(equal.length % perSpan).toBe(0);
    const kept = equal.flatMap(({ label }, i) => (freed.has(label) ? [] : [i]));
    expect(kept).toEqual(equal.flatMap((_, i) => (i % perSpan === 0 ? [i] : [])));
  });
});

describe("Robson's worst case", () => {
  it.each(runs(lifetimes.robson))('doubles the size when every other block is gone', (...steps) => {
    const freed = new Set(steps.flatMap(({ op, label }) => (op === OP.FREE ? [label] : [])));
    const made = steps.filter(({ op }) => isMaker(op));
    const sizes = [...new Set(made.map(({ size }) => size))];
    expect(sizes.length).toBeGreaterThan(2);
    for (const [i, size] of sizes.entries()) {
      const blocks = made.filter((each) => each.size === size);
      expect(size).toBe((sizes[0] as number) * 2 ** i);
      expect(Math.log2(size) % 1).toBe(0);
      expect(blocks.map(({ label }) => freed.has(label))).toEqual(
        blocks.map((_, k) => k % 2 === 1),
      );
    }
  });
});
