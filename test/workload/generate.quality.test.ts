// Goal: what is generated reaches what an allocator has to get right, often enough.
// Method: 300 programs of one seed, counted. The bounds lie well below what is measured; a
// generator that gets worse fails.
import { describe, expect, it } from 'vitest';
import { Prng, mixSeed } from '../../src/base/prng.ts';
import { commandAt } from '../../src/program/edit.ts';
import type { Command } from '../../src/program/edit.ts';
import { GOGCS, LIMITS } from '../../src/program/pacing.ts';
import { OP, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { OS_CALLS, PLACEMENTS } from '../../src/program/words.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { FLEET } from '../../src/workload/profiles.ts';
import { EDGES, PROFILE } from '../program/programs.ts';
import { freedElsewhere, stepsOf } from '../engine/shrink/toys.ts';

const programs: readonly Program[] = Array.from({ length: 300 }, (_, i) =>
  generateProgram(new Prng(mixSeed(1, i)), PROFILE),
);
const commands: readonly Command[] = programs.flatMap(commandsOf);
const mallocs = commands.filter(([op]) => op === OP.MALLOC);
const sizes = mallocs.map(([, , size]) => size);

function commandsOf(program: Program): readonly Command[] {
  return Array.from({ length: commandCount(program) }, (_, index) => commandAt(program, index));
}

/** Share of the programs, in percent. */
function share(has: (program: Program) => boolean): number {
  return (100 * programs.filter(has).length) / programs.length;
}

function countOf(program: Program, op: number): number {
  return commandsOf(program).filter((command) => command[0] === op).length;
}

function collects(program: Program): boolean {
  return countOf(program, OP.GC) + countOf(program, OP.GC_START) > 0;
}

describe('300 generated programs', () => {
  it('have 110 commands on average, and from few to many', () => {
    expect(commands.length / programs.length).toBeGreaterThanOrEqual(110);
    expect(share((program) => commandCount(program) < 16)).toBeGreaterThan(15);
    expect(share((program) => commandCount(program) > 256)).toBeGreaterThan(10);
  });

  it('do something by nearly every command', () => {
    const steps = programs.flatMap(stepsOf).length;
    const misuse = commands.filter(([op]) => op === OP.BADFREE).length;
    const absurd = sizes.filter((size) => !(Number.isInteger(size) && size < 2 ** 30)).length;
    expect(steps / (commands.length - misuse - absurd)).toBeGreaterThan(0.96);
  });

  it.each([
    ['MALLOC', 40, 55],
    ['CALLOC', 1.5, 6],
    ['REALLOC', 1.5, 6],
    ['FREE', 8, 20],
    ['BADFREE', 1, 4],
    ['WRITE', 4, 12],
    ['READ', 1, 4],
    ['LINK', 2, 8],
    ['LOAD', 0.7, 4],
    ['DROP', 6, 16],
    ['GC', 1, 5],
    ['SCAVENGE', 0.3, 2],
  ] as const)('have their share of %s: %d…%d percent', (name, low, high) => {
    const percent = (100 * commands.filter(([op]) => op === OP[name]).length) / commands.length;
    expect(percent).toBeGreaterThan(low);
    expect(percent).toBeLessThan(high);
  });

  it('ask for each edge and the sizes beside it', () => {
    const asked = new Set(sizes);
    const wanted = EDGES.flatMap((edge) => [edge - 1, edge, edge + 1]);
    expect(wanted.filter((size) => !asked.has(size))).toEqual([]);
  });

  it('ask for tiny, large and absurd sizes', () => {
    const percentOf = (is: (size: number) => boolean): number =>
      (100 * sizes.filter(is).length) / sizes.length;
    expect(percentOf((size) => size > 0 && size < 16)).toBeGreaterThan(8);
    expect(percentOf((size) => size >= 32768 && size <= 2 ** 20)).toBeGreaterThan(3);
    expect(percentOf((size) => size > 2 ** 20 && size < 2 ** 24)).toBeGreaterThan(0.05);
    expect(percentOf((size) => !(Number.isInteger(size) && size < 2 ** 31))).toBeGreaterThan(0.5);
    const asked = new Set(sizes);
    const absurd = [0, Number.NaN, -1, 1.5, 2 ** 31, 2 ** 32 - 1, 2 ** 47, Infinity];
    expect(absurd.filter((size) => !asked.has(size))).toEqual([]);
  });

  it('fill whole spans with equal sizes', () => {
    const runOf = (program: Program): number => {
      const counts = new Map<number, number>();
      for (const [op, , size] of commandsOf(program)) {
        if (op === OP.MALLOC) counts.set(size, (counts.get(size) ?? 0) + size);
      }
      return Math.max(0, ...[...counts].filter(([size]) => size <= 2048).map(([, sum]) => sum));
    };
    expect(share((program) => runOf(program) >= 8192)).toBeGreaterThan(12);
  });

  it('give blocks up in each way', () => {
    const frees = (program: Program): boolean => countOf(program, OP.FREE) > 0;
    const drops = (program: Program): boolean => countOf(program, OP.DROP) > 0;
    expect(share((program) => frees(program) && !drops(program))).toBeGreaterThan(15);
    expect(share((program) => drops(program) && !frees(program))).toBeGreaterThan(15);
    expect(share((program) => drops(program) && frees(program))).toBeGreaterThan(30);
  });

  it('collect in most cases, by a cadence of their own', () => {
    expect(share(collects)).toBeGreaterThan(50);
    expect(share((program) => countOf(program, OP.TERMINATE) > 0)).toBeGreaterThan(12);
    const long = programs.filter((program) => commandCount(program) >= 60);
    expect(long.filter((program) => !collects(program)).length).toBeGreaterThan(10);
  });

  it('run on one to four processors, and free on another than they made on', () => {
    for (let procs = 1; procs <= 4; procs += 1) {
      expect(share(({ heap }) => heap.procs === procs)).toBeGreaterThan(10);
    }
    expect(share((program) => commandsOf(program).some(([, , , , p]) => p > 0))).toBeGreaterThan(
      40,
    );
    expect(share(freedElsewhere)).toBeGreaterThan(15);
  });

  it('meet each fault of the system, in 15 percent of the programs', () => {
    expect(share(({ heap }) => heap.faults.length > 0)).toBeGreaterThan(9);
    expect(share(({ heap }) => heap.faults.length > 0)).toBeLessThan(22);
    const faults = programs.flatMap(({ heap }) => heap.faults);
    const places = faults.flatMap((f) => (f.kind === 'place' ? [f.placement] : []));
    expect(new Set(places)).toEqual(new Set(PLACEMENTS));
    for (const onwards of [false, true]) {
      const calls = faults.flatMap((f) =>
        f.kind === 'refuse' && f.onwards === onwards ? f.call : [],
      );
      expect(new Set(calls)).toEqual(new Set(OS_CALLS));
    }
  });

  it('use each GOGC and each memory limit, most of them neither', () => {
    const heaps = programs.map(({ heap }) => heap);
    const used = (values: readonly (number | undefined)[]): number[] =>
      [...new Set(values)].filter((value) => value !== undefined).sort((a, b) => a - b);
    expect(used(heaps.map(({ gogc }) => gogc))).toEqual(GOGCS.toSorted((a, b) => a - b));
    expect(used(heaps.map(({ memoryLimit }) => memoryLimit))).toEqual(LIMITS.toReversed());
    const plain = heaps.filter((heap) => !('gogc' in heap) && !('memoryLimit' in heap));
    expect(plain.length).toBeGreaterThan(heaps.length / 2);
  });

  it('let the background scavenger run and give everything back, where they collect', () => {
    const scavenges = (program: Program): boolean => countOf(program, OP.BGSCAVENGE) > 0;
    const relieves = (program: Program): boolean => countOf(program, OP.FREE_OS_MEMORY) > 0;
    expect(share(scavenges)).toBeGreaterThan(15);
    expect(share(relieves)).toBeGreaterThan(2);
    const profile = { ...PROFILE, shares: { ...PROFILE.shares, collecting: 0 } };
    const others = Array.from({ length: 300 }, (_, i) => generateProgram(new Prng(i), profile));
    expect(others.filter(relieves)).toEqual([]);
  });

  it('are in checkmark mode in few cases, and only where they collect', () => {
    const checked = programs.filter(({ heap }) => heap.checkmark === true);
    expect(checked.length).toBeGreaterThan(0);
    expect(checked.length).toBeLessThan(programs.length / 15);
  });

  it('use each geometry', () => {
    expect(new Set(programs.map(({ heap }) => heap.geometry))).toEqual(
      new Set(['default', 'linux64', 'tiny']),
    );
  });

  it('misuse free in each way', () => {
    const bad = commands.filter(([op]) => op === OP.BADFREE);
    expect(bad.some(([, label, offset]) => label >= 0 && offset === 0)).toBe(true);
    expect(bad.some(([, label, offset]) => label >= 0 && offset === 8)).toBe(true);
    expect(bad.some(([, label, offset]) => label < 0 && Number.isNaN(offset))).toBe(true);
  });

  it('store pointers in first, last and other words', () => {
    const links = commands.filter(([op, , , to]) => op === OP.LINK && to >= 0);
    expect(links.some(([, , word]) => word === 0)).toBe(true);
    expect(links.some(([, , word]) => word > 0)).toBe(true);
    const words = new Set(mallocs.map(([, , , pointerWords]) => pointerWords));
    for (const pointerWords of [-1, 0, 1, 2]) expect(words).toContain(pointerWords);
  });
});

describe('the sizes of the fleet', () => {
  it('are those of the published table, within five points', () => {
    const asked = Array.from({ length: 100 }, (_, i) => generateProgram(new Prng(i), FLEET))
      .flatMap(stepsOf)
      .filter(({ op, size }) => op === OP.CALLOC || (op === OP.MALLOC && size <= 32768));
    const upTo = (size: number): number =>
      (100 * asked.filter((step) => step.size <= size).length) / asked.length;
    expect(upTo(2048)).toBeGreaterThan(85);
    expect(upTo(16)).toBeLessThan(40);
  });
});
