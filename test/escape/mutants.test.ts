// Goal: no check of escape analysis that cannot fire, and no fault that goes unnoticed: the gates of the invariants and mutants of
// allocators, for those of escape analysis. (Those gates run programs of malloc and free, which say nothing here.)
// Method: each invariant is judged on its own examples; each mutant's smallest program breaks what it names, and breaks nothing
// without the fault; campaigns come to some of the mutants from seeds of their own, and make what they find small.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadEscape } from '../../models/escape/load.ts';
import { escapeMutants } from '../../models/escape-mutants/index.ts';
import { dereferenceDropped } from '../../models/escape-mutants/dereference-dropped.ts';
import { escapeCatalogue } from '../../spec/escape/index.ts';
import { EscapeCampaign } from '../../src/escape/campaign.ts';
import { judgeEscape } from '../../src/escape/judge.ts';
import { statementsOf } from '../../src/escape/shrink.ts';
import { analyzeWith, healthy } from '../models/escape/support.ts';
import { judge } from '../spec/judging.ts';

/** Statements of the smallest program of a fault. */
const STATEMENTS_MAX = 6;

describe.each(escapeCatalogue.map((invariant) => [invariant.id, invariant] as const))(
  '%s',
  (id, invariant) => {
    const { holds, violates } = invariant.examples;

    it('holds and breaks in its examples', () => {
      expect(holds.length).toBeGreaterThan(0);
      expect(violates.length).toBeGreaterThan(0);
      for (const [i, view] of holds.entries()) expect([i, judge(invariant, view)]).toEqual([i, []]);
      for (const [i, view] of violates.entries()) {
        const [violation, ...more] = judge(invariant, view);
        expect([i, more]).toEqual([i, []]);
        for (const text of [violation?.at, violation?.expected, violation?.actual]) {
          expect(text).toMatch(/\S/);
          expect(text).not.toMatch(/undefined|\[object/);
        }
        expect(violation?.expected).not.toBe(violation?.actual);
      }
    });

    it('lives in the file that its id names, and is put in sentences that fit into others', () => {
      expect(id).toMatch(/^escape\/[a-z]+(-[a-z]+)*$/);
      expect(existsSync(`spec/${id}.ts`)).toBe(true);
      for (const text of [invariant.holds, invariant.because]) {
        expect(text).toMatch(/^[a-z]/);
        expect(text).not.toMatch(/[.!]$|\s{2}|^that /);
      }
    });

    it('catches a mutant that names it', () => {
      const catching = escapeMutants.filter(({ caughtBy }) => caughtBy.includes(id));
      const caught = catching.filter((mutant) =>
        findingsOf(mutant.shortest.lines, analyzeWith(mutant)).includes(id),
      );
      expect(caught).not.toEqual([]);
    });
  },
);

function findingsOf(lines: readonly string[], analyze = healthy.analyze): readonly string[] {
  const program = loadEscape(`${lines.join('\n')}\n`, 'the smallest program');
  return judgeEscape(program, { ...healthy, analyze }).findings.map(({ invariant }) => invariant);
}

describe.each(escapeMutants.map((mutant) => [mutant.id, mutant] as const))('%s', (id, mutant) => {
  const { lines } = mutant.shortest;

  it('breaks what it names in its smallest program, which breaks nothing without it', () => {
    const found = findingsOf(lines, analyzeWith(mutant));
    expect(mutant.caughtBy.filter((invariant) => found.includes(invariant))).not.toEqual([]);
    expect(findingsOf(lines)).toEqual([]);
  });

  it('has a smallest program that is small', () => {
    const program = loadEscape(`${lines.join('\n')}\n`, 'the smallest program');
    expect(statementsOf(program).length).toBeLessThanOrEqual(STATEMENTS_MAX);
  });

  it('lives in the file that its id names, and names what there is', () => {
    expect(existsSync(`models/${id.replace('escape/', 'escape-mutants/')}.ts`)).toBe(true);
    expect(mutant.story).toMatch(/^[a-z].*[^.]$/);
    const ids = escapeCatalogue.map((invariant) => invariant.id);
    expect(mutant.caughtBy.filter((invariant) => !ids.includes(invariant))).toEqual([]);
  });
});

/** Those that are found in few programs, so that a test can afford it. */
const QUICK = escapeMutants.filter(({ withinRuns }) => withinRuns <= 100);

describe('a campaign', () => {
  it.each(QUICK.map((mutant) => [mutant.id, mutant] as const))('comes to %s', (_, mutant) => {
    const campaign = new EscapeCampaign(2, { ...healthy, analyze: analyzeWith(mutant) });
    for (let run = 0; run < mutant.withinRuns && campaign.next(); run += 1);
    const { broken } = campaign.result();
    const found = broken?.findings.map(({ invariant }) => invariant) ?? [];
    expect(mutant.caughtBy.filter((invariant) => found.includes(invariant))).not.toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'finds the edge of a dereference that was dropped, and shrinks it to six statements or fewer, from seed %i',
    (seed) => {
      const analyze = analyzeWith(dereferenceDropped);
      const campaign = new EscapeCampaign(seed, { ...healthy, analyze });
      for (let run = 0; run < dereferenceDropped.withinRuns && campaign.next(); run += 1);
      const { broken } = campaign.result();
      const found = broken?.findings.map(({ invariant }) => invariant) ?? [];
      expect(dereferenceDropped.caughtBy.filter((id) => found.includes(id))).not.toEqual([]);
      expect(broken?.statements).toBeLessThanOrEqual(STATEMENTS_MAX);
      expect(loadEscape(broken?.shrunk ?? '', 'shrunk').main.name).toBe('main');
    },
  );
});
