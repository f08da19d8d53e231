// Goal: each call of the operating system that a program makes is refused once, and no other; and a fault that shows under
// one refusal alone is found by it. Method: literal variants of small programs on Go's heap, and a fault planted there.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { defineMutant } from '../../models/mutants/mutant.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { derived } from '../../spec/sources.ts';
import { execute } from '../../src/engine/execute.ts';
import { Refusing, refusalsOf } from '../../src/engine/refusals.ts';
import { judgeVariants } from '../../src/engine/variants.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';

const catalogue = applicable(all, goSubject.offers);

function programOf(...lines: readonly string[]): Program {
  return parseProgram(`allocheck 1\nheap go\n${lines.join('\n')}\n`, 'x');
}

/** All variants in their text form, without the two lines that all have. */
function variantsOf(program: Program): readonly (readonly string[])[] {
  const refusing = new Refusing(program, goSubject);
  return refusalsOf(program, execute(program, goSubject, []))
    .flatMap((refused) => refusing.variants(refused))
    .map((variant) => printProgram(variant).trimEnd().split('\n').slice(2));
}

/** Growth that leaves a rest of the arena before, which has to be mapped first. */
const GROWING = programOf('fault place gapped', 'a = malloc 64', 'b = malloc 5000000 noscan');

describe('refusals', () => {
  it('are one of each call, alone, with the command said once more, and onwards', () => {
    expect(variantsOf(programOf('a = malloc 64', 'free a'))).toEqual([
      ['fault reserve#1 refuse', 'a = malloc 64', 'free a'],
      ['fault reserve#1 refuse', 'b = malloc 64', 'a = malloc 64', 'free a'],
      ['fault reserve#1 refuse onwards', 'a = malloc 64', 'free a'],
      ['fault map#1 refuse', 'a = malloc 64', 'free a'],
      ['fault map#1 refuse', 'b = malloc 64', 'a = malloc 64', 'free a'],
      ['fault map#1 refuse onwards', 'a = malloc 64', 'free a'],
    ]);
  });

  it('say a realloc once more that failed', () => {
    const variants = variantsOf(
      programOf('a = malloc 64 noscan', 'b = realloc a 5000000', 'read b'),
    );
    expect(variants).toContainEqual([
      'fault map#2 refuse',
      'a = malloc 64 noscan',
      'c = realloc a 5000000',
      'b = realloc a 5000000',
      'read b',
    ]);
  });

  it('keep the own plan of the program, and leave out what that refuses', () => {
    expect(variantsOf(programOf('fault map#1 refuse onwards', 'a = malloc 64'))).toEqual([
      ['fault map#1 refuse onwards', 'fault reserve#1 refuse', 'a = malloc 64'],
      ['fault map#1 refuse onwards', 'fault reserve#1 refuse onwards', 'a = malloc 64'],
    ]);
    const once = programOf('fault reserve#1 refuse', 'a = malloc 64', 'b = malloc 64');
    const added = variantsOf(once).map((lines) => lines[1]);
    expect(added).not.toContain('fault reserve#1 refuse');
    expect(added).toContain('fault reserve#2 refuse');
  });

  it('are none where the system is asked for nothing', () => {
    expect(refusalsOf(GROWING, { osCalls: { reserve: 0, map: 0 } })).toEqual([]);
  });

  it('that come once are over when the request comes again', () => {
    for (const refused of refusalsOf(GROWING, execute(GROWING, goSubject, []))) {
      const [, again] = new Refusing(GROWING, goSubject).variants(refused);
      if (again === undefined) continue;
      const { effective, findings } = execute(again, goSubject, catalogue);
      expect([findings, effective[0]]).toEqual([[], 3]);
    }
  });
});

describe('variants by refusal', () => {
  const leaking = defineMutant({
    id: 'go/region-kept-when-rest-refused',
    story: 'a region is not given back when the rest of the arena before it cannot be mapped',
    sources: [derived('this test')],
    patch: {
      file: 'models/go/mheap.ts',
      find: 'this.os.sysFree(region.base, region.limit - region.base);',
      replace: '',
    },
    caughtBy: ['go/unmapped-space-is-current-arena'],
    withinRuns: 1,
    shortest: { lines: [] },
  });

  it('find a fault that only one refusal shows', () => {
    const definition = loadMutant(leaking);
    const plain = execute(GROWING, definition, catalogue);
    expect(plain.findings).toEqual([]);
    const refusing = new Refusing(GROWING, definition);
    const broken = refusalsOf(GROWING, plain).filter((refused) =>
      refusing
        .variants(refused)
        .some((variant) => execute(variant, definition, catalogue).findings.length > 0),
    );
    expect(broken).toEqual([
      { kind: 'refuse', call: 'map', k: 2, onwards: false },
      { kind: 'refuse', call: 'map', k: 2, onwards: true },
    ]);
    const settings = { definition, catalogue, seed: 0, refusals: Infinity, schedules: 0 };
    const varied = judgeVariants(GROWING, plain, settings);
    expect(varied.refusals?.isAll).toBe(false);
    expect(varied.broken?.program.heap.faults.at(-1)).toEqual(broken[0]);
    expect(varied.broken?.outcome.findings.map(({ invariant }) => invariant)).toEqual(
      leaking.caughtBy,
    );
  });

  it('break nothing of the model', () => {
    const plain = execute(GROWING, goSubject, catalogue);
    const settings = {
      definition: goSubject,
      catalogue,
      seed: 0,
      refusals: Infinity,
      schedules: 9,
    };
    expect(judgeVariants(GROWING, plain, settings)).toEqual({
      refusals: { variants: variantsOf(GROWING).length, isAll: true },
      schedules: { variants: 0, isAll: true },
      broken: undefined,
    });
  });
});
