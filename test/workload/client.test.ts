// Goal: the client's guess of what it holds is right where the subject serves it, so that its
// commands do something.
// Method: a client in a program of one processor, and what it writes and knows after each deed.
import { describe, expect, it } from 'vitest';
import { Prng } from '../../src/base/prng.ts';
import { NONE, Client } from '../../src/workload/client.ts';
import { drawPlan } from '../../src/workload/plan.ts';
import type { Plan } from '../../src/workload/plan.ts';
import { PROFILE, linesOf } from '../program/programs.ts';

const PLAN: Plan = {
  ...drawPlan(new Prng(1), PROFILE),
  heap: { procs: 1, geometry: 'default', faults: [] },
  length: 12,
  handOver: 0,
  freesElsewhere: false,
};

function clientOf(plan: Partial<Plan> = {}): Client {
  return new Client(new Prng(1), { ...PLAN, ...plan }, 10_000);
}

function written(client: Client): readonly string[] {
  return linesOf({ subject: 'toy', heap: client.plan.heap, commands: client.commands }).slice(1);
}

describe('a client', () => {
  it('holds what it asks for, as far as the size is one', () => {
    const client = clientOf();
    expect([64, 0, Number.NaN, -1, 2 ** 47].map((size) => client.malloc(size, -1))).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(client.held).toEqual([0, 1]);
    expect([client.sizeOf(0), client.wordsOf(0), client.wordsOf(1)]).toEqual([64, 8, 0]);
  });

  it('asks for no more than it may hold, but for small blocks', () => {
    const client = clientOf();
    expect(client.malloc(9_900, 0)).toBe(0);
    expect(client.malloc(300, 0)).toBe(NONE);
    expect(client.calloc(2, 150)).toBe(NONE);
    expect(client.realloc(0, 300)).toBe(NONE);
    expect(client.malloc(256, 0)).toBe(1);
    expect(client.room).toBe(-156);
    client.free(0);
    expect(client.malloc(300, 0)).toBe(2);
  });

  it('takes pointers back before it frees their target', () => {
    const client = clientOf();
    client.malloc(16, -1);
    client.malloc(16, -1);
    client.link(0, 1, 1);
    client.link(1, 0, 1);
    client.free(1);
    expect(written(client).slice(4)).toEqual(['a[1] -> nil', 'free b']);
    expect(client.links.all()).toEqual([]);
    expect(client.lastFreed).toBe(1);
  });

  it('only drops what a block points to that it does not hold', () => {
    const client = clientOf();
    client.malloc(16, -1);
    client.malloc(16, -1);
    client.link(0, 0, 1);
    client.drop(0);
    client.free(1);
    expect(written(client).slice(3)).toEqual(['drop a', 'drop b']);
  });

  it('takes hold again of what is dropped and still reached', () => {
    const client = clientOf();
    client.malloc(1000, -1);
    client.malloc(1000, -1);
    client.malloc(1000, -1);
    client.link(0, 3, 1);
    client.drop(1);
    client.drop(2);
    client.gc();
    expect(client.room).toBe(8000);
    client.load(0, 3);
    client.load(0, 3);
    client.load(0, 4);
    expect(client.held).toEqual([0, 1]);
    client.drop(1);
    client.unlink(0, 3);
    client.gc();
    expect(client.room).toBe(9000);
  });

  it('keeps the pointers of a block that it reallocates, as far as they fit', () => {
    const client = clientOf();
    client.malloc(32, -1);
    client.malloc(8, -1);
    client.link(0, 0, 1);
    client.link(0, 1, 0);
    client.link(0, 3, 1);
    expect(client.realloc(0, 16)).toBe(2);
    expect(client.wordsOf(2)).toBe(2);
    expect(client.links.all()).toEqual([
      [2, 0],
      [2, 1],
    ]);
    expect(client.links.target(2, 1)).toBe(2);
    client.realloc(2, Number.NaN);
    expect(client.held).toEqual([1, 2]);
  });

  it('writes no more commands than the program has', () => {
    const client = clientOf({ length: 1 });
    client.gc();
    client.gc();
    expect(client.malloc(8, 0)).toBe(NONE);
    expect(written(client)).toEqual(['gc']);
  });

  it('frees on another processor where the plan says so', () => {
    const client = clientOf({ heap: { ...PLAN.heap, procs: 2 }, freesElsewhere: true });
    client.malloc(8, 0);
    client.free(0);
    const [made, freed] = written(client);
    expect(made?.endsWith('on P1')).toBe(freed?.endsWith('on P1') === false);
  });
});
