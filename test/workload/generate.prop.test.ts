// Goal: whatever is generated is a program of its profile: well-formed, of the asked length,
// reproducible.
// Method: profiles drawn at random over the given ones, and a seed.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Prng } from '../../src/base/prng.ts';
import { close, renumber } from '../../src/program/close.ts';
import { commandAt } from '../../src/program/edit.ts';
import { isMaker } from '../../src/program/labels.ts';
import { OP, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { printProgram } from '../../src/program/text.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import type { Profile } from '../../src/workload/profile.ts';
import { PROFILES } from '../../src/workload/profiles.ts';
import { PROFILE } from '../program/programs.ts';
import { stepsOf } from '../engine/shrink/toys.ts';

const profiles: fc.Arbitrary<Profile> = fc
  .record({
    profile: fc.constantFrom(...PROFILES),
    procsMax: fc.integer({ min: 1, max: 16 }),
    range: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.nat({ max: 300 })),
    liveBytesMax: fc.constantFrom(0, 1000, 100_000, 32 * 2 ** 20),
    edges: fc.constantFrom([], PROFILE.edges),
    absurd: fc.constantFrom([], [0], PROFILE.absurd),
    geometries: fc.constantFrom([], ['x'], ['x', 'y', 'z']),
  })
  .map(({ profile, range: [commandsMin, more], ...rest }) => {
    return { ...profile, ...rest, commandsMin, commandsMax: commandsMin + more };
  });

const cases = fc.record({ profile: profiles, seed: fc.integer() });
const fixed = { seed: 42, numRuns: 500 };

function generate({ profile, seed }: { profile: Profile; seed: number }): Program {
  return generateProgram(new Prng(seed), profile);
}

describe('a generated program', () => {
  it('keeps to its profile', () => {
    fc.assert(
      fc.property(cases, ({ profile, seed }) => {
        const program = generate({ profile, seed });
        const { procs, geometry } = program.heap;
        expect(program.subject).toBe(profile.subject);
        expect(commandCount(program)).toBeGreaterThanOrEqual(profile.commandsMin);
        expect(commandCount(program)).toBeLessThanOrEqual(profile.commandsMax);
        expect(procs).toBeGreaterThanOrEqual(1);
        expect(procs).toBeLessThanOrEqual(profile.procsMax);
        expect(['default', ...profile.geometries.slice(1)]).toContain(geometry);
      }),
      fixed,
    );
  });

  it('names only blocks that are made before, in order, and processors that there are', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const program = generate(drawn);
        expect(close(program)).toBe(program);
        expect(printProgram(renumber(program))).toBe(printProgram(program));
        for (let index = 0; index < commandCount(program); index += 1) {
          expect(commandAt(program, index)[4]).toBeLessThan(program.heap.procs);
        }
      }),
      fixed,
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        expect(printProgram(generate(drawn))).toBe(printProgram(generate(drawn)));
      }),
      { ...fixed, numRuns: 50 },
    );
  });

  it('has no pointers, drops or collections where the subject knows none', () => {
    fc.assert(
      fc.property(cases, ({ profile, seed }) => {
        const steps = stepsOf(generate({ profile: { ...profile, gc: false }, seed }));
        const collected: readonly number[] = [OP.LINK, OP.LOAD, OP.DROP, OP.GC];
        expect(steps.filter(({ op }) => collected.includes(op))).toEqual([]);
      }),
      fixed,
    );
  });

  it('holds no more than it may, but for small blocks', () => {
    fc.assert(
      fc.property(cases, ({ profile, seed }) => {
        const program = generate({ profile, seed });
        // What is held to a limit may be filled to that.
        fc.pre(profile.gc || program.heap.memoryLimit === undefined);
        const held = new Map<number, number>();
        for (const { op, label, old, size } of stepsOf(program)) {
          if (op === OP.REALLOC) held.delete(old);
          if (isMaker(op) && size > 256) held.set(label, size);
          if (op === OP.FREE || op === OP.DROP) held.delete(label);
          const sum = [...held.values()].reduce((total, each) => total + each, 0);
          expect(sum).toBeLessThanOrEqual(profile.liveBytesMax);
        }
      }),
      { ...fixed, numRuns: 200 },
    );
  });
});
