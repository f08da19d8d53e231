// Goal: no relation enters the list that cannot fail. Method: each is asked about its own examples, its words are compared
// with the rules of STYLE.md, and it is asked to rewrite drawn programs: twice the same, and what it leaves out once and for
// all, so that the first program of a pair makes the same pair again.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { relations } from '../../spec/relations/index.ts';
import { Prng, mixSeed } from '../../src/base/prng.ts';
import { commandCount } from '../../src/program/program.ts';
import { printProgram } from '../../src/program/text.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { MIXED } from '../../src/workload/profiles.ts';

const profile = profileFor(goSubject, MIXED);
const programs = Array.from({ length: 12 }, (_, run) =>
  generateProgram(new Prng(mixSeed(4, run)), profile),
);

function surroundings(seed: number) {
  return { prng: new Prng(seed), definition: goSubject };
}

describe.each(relations.map((relation) => [relation.id, relation] as const))(
  '%s',
  (id, relation) => {
    const { agrees, disagrees } = relation.examples;

    it('finds nothing in runs that agree', () => {
      expect(agrees.length).toBeGreaterThan(0);
      for (const { first, second } of agrees) expect(relation.agree(first, second)).toBeUndefined();
    });

    it('says where runs disagree, and what each said', () => {
      expect(disagrees.length).toBeGreaterThan(0);
      for (const { first, second } of disagrees) {
        const told = relation.agree(first, second);
        expect(told?.at).toMatch(/\S/);
        expect(told?.expected).toMatch(/\S, as in the first run$/);
        expect(told?.actual).toMatch(/\S in the second$/);
        expect(told?.step).toBeLessThanOrEqual(first.notes.length);
      }
    });

    it('lives in the file that its id names', () => {
      expect(id).toMatch(/^relation\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(existsSync(`spec/relations/${id.split('/')[1]}.ts`)).toBe(true);
    });

    it('is put in sentences that fit into others', () => {
      for (const text of [relation.holds, relation.because]) {
        expect(text).toMatch(/^[a-z]/);
        expect(text).not.toMatch(/[.!]$|\s{2}|^that /);
      }
      for (const { text } of relation.sources) expect(text).toMatch(/\S/);
    });

    it('rewrites a program the same way each time, and the first of a pair as the program', () => {
      const pairs = programs.flatMap((program) => {
        const pair = relation.rewrite(program, surroundings(9));
        return pair === undefined ? [] : [{ program, ...pair }];
      });
      expect(pairs.length).toBeGreaterThan(0);
      for (const { program, first = program, second, places } of pairs) {
        const again = relation.rewrite(first, surroundings(9));
        expect(printProgram(again?.first ?? first)).toBe(printProgram(first));
        expect(printProgram(again?.second ?? first)).toBe(printProgram(second));
        expect(places?.length ?? commandCount(second)).toBe(commandCount(first));
      }
    });
  },
);

describe('the relations', () => {
  it('have each id, and each sentence, once, in order', () => {
    const ids = relations.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(new Set(relations.map(({ holds }) => holds)).size).toBe(relations.length);
  });
});
