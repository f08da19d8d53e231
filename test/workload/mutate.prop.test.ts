// Goal: what is mutated, and what strays are put into, is a program of its profile.
// Method: generated programs, mutated with each other, from arbitrary seeds.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Prng } from '../../src/base/prng.ts';
import { close, renumber } from '../../src/program/close.ts';
import { commandAt } from '../../src/program/edit.ts';
import type { Command } from '../../src/program/edit.ts';
import { isMaker } from '../../src/program/labels.ts';
import { SCHEDULE_OPS, STEP_OPS } from '../../src/program/kinds.ts';
import { OP, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { mutate } from '../../src/workload/mutate.ts';
import type { Profile } from '../../src/workload/profile.ts';
import { MANUAL } from '../../src/workload/profiles.ts';
import { sprinkle } from '../../src/workload/strays.ts';
import { stepsOf } from '../engine/shrink/toys.ts';
import { PROFILE, programOf } from '../program/programs.ts';

const SHORT: Profile = { ...PROFILE, commandsMax: 60 };
const seeds = fc.integer();
const fixed = { seed: 42, numRuns: 100 };

function commandsOf(program: Program): readonly Command[] {
  return Array.from({ length: commandCount(program) }, (_, index) => commandAt(program, index));
}

function mutated(seed: number): { readonly program: Program; readonly before: Program } {
  const prng = new Prng(seed);
  const before = generateProgram(prng, SHORT);
  const donor = (): Program => generateProgram(prng, SHORT);
  return { before, program: mutate(before, { prng, profile: SHORT, donor }) };
}

describe('a mutated program', () => {
  it('names blocks that are made before, once each, and processors that there are', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { program } = mutated(seed);
        expect(close(program)).toBe(program);
        expect(printProgram(renumber(program))).toBe(printProgram(program));
        const makers = commandsOf(program).filter(([op]) => isMaker(op));
        expect(new Set(makers.map(([, label]) => label)).size).toBe(makers.length);
        for (const command of commandsOf(program))
          expect(command[4]).toBeLessThan(program.heap.procs);
      }),
      fixed,
    );
  });

  it('has no more commands than its profile, and a text that reads back', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { program } = mutated(seed);
        expect(commandCount(program)).toBeLessThanOrEqual(SHORT.commandsMax);
        const text = printProgram(program);
        expect(printProgram(parseProgram(text, 'test'))).toBe(text);
      }),
      fixed,
    );
  });

  it('is the same for the same seed, and mostly another one than it was', () => {
    const texts = Array.from({ length: 60 }, (_, seed) => {
      const { program, before } = mutated(seed);
      expect(printProgram(mutated(seed).program)).toBe(printProgram(program));
      return [printProgram(before), printProgram(program)];
    });
    expect(texts.filter(([before, after]) => before !== after).length).toBeGreaterThan(48);
  });
});

describe('a mutated program, and strays', () => {
  it('ask for little more than a program may hold', () => {
    const asked = (program: Program): number =>
      stepsOf(program).reduce((sum, { op, size }) => sum + (isMaker(op) ? size : 0), 0);
    const profile = { ...SHORT, edges: [2 ** 22], liveBytesMax: 2 ** 22 };
    const prng = new Prng(1);
    const empty = programOf('gc');
    let program = programOf('a = malloc 2**22');
    for (let times = 0; times < 300; times += 1) {
      expect(asked(sprinkle(empty, 60, prng, profile))).toBeLessThan(2 ** 22 + 60 * 256);
      program = mutate(program, { prng, profile, donor: () => program });
      expect(asked(program)).toBeLessThanOrEqual(4 * 2 ** 22);
    }
  });
});

describe('strays', () => {
  it('stand between the commands of a program, which stay in their order', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 80 }), (seed, count) => {
        const prng = new Prng(seed);
        const program = generateProgram(prng, SHORT);
        const all = sprinkle(program, count, prng, SHORT);
        expect(commandCount(all)).toBe(commandCount(program) + count);
        expect(close(all)).toBe(all);
        const rows = commandsOf(all).map(String);
        let from = 0;
        for (const row of commandsOf(program).map(String)) {
          from = rows.indexOf(row, from) + 1;
          expect(from).toBeGreaterThan(0);
        }
      }),
      { ...fixed, numRuns: 50 },
    );
  });

  it('are of each kind that the subject knows, and of no other', () => {
    const kinds = (profile: Profile): ReadonlySet<number> => {
      const prng = new Prng(1);
      const empty = { ...generateProgram(prng, profile), commands: new Float64Array(0) };
      const strays = sprinkle(empty, 3000, prng, profile);
      return new Set(commandsOf(strays).map(([op]) => op));
    };
    // Deeds alone misuse free; the shrinker alone churns; only families of C, or stacks, have the others; and reading and writing is judged wherever a block ends.
    const deedsAlone: readonly number[] = [
      OP.BADFREE,
      OP.MEMALIGN,
      OP.REALLOCARRAY,
      OP.CHURN,
      OP.CALL,
      OP.RETURN,
      OP.ADDROF,
      OP.WRITE,
      OP.READ,
      OP.FREE_OS_MEMORY,
    ];
    const all = Object.values(OP).filter((op) => !deedsAlone.includes(op));
    expect(kinds(PROFILE)).toEqual(new Set(all));
    const shares = { ...PROFILE.shares, stepped: 0, scheduled: 0 };
    const whole = all.filter((op) => !STEP_OPS.includes(op) && !SCHEDULE_OPS.includes(op));
    expect(kinds({ ...PROFILE, shares })).toEqual(new Set(whole));
    const { MALLOC, CALLOC, REALLOC, FREE, SCAVENGE } = OP;
    expect(kinds(MANUAL)).toEqual(new Set([MALLOC, CALLOC, REALLOC, FREE, SCAVENGE]));
  });
});
