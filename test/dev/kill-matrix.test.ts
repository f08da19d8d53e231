// Goal: what docs/kill-matrix.json says of a process and of escape analysis is whole, and shows both gates to be kept: each mutant was
// caught from ten seeds by what it names, and each invariant catches one. Method: the file, which `npm run kill-matrix` writes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { escapeMutants } from '../../models/escape-mutants/index.ts';
import { processMutants } from '../../models/mutants/process/index.ts';
import { escapeCatalogue } from '../../spec/escape/index.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import type { MeasuredMatrix } from '../../src/dev/mutants-page.ts';

const matrix = JSON.parse(readFileSync('docs/kill-matrix.json', 'utf8')) as MeasuredMatrix;
const measured = new Map(matrix.mutants.map((each) => [each.id, each]));

describe.each([
  ['a process', processMutants, processCatalogue],
  ['escape analysis', escapeMutants, escapeCatalogue],
] as const)('the kill matrix of %s', (_, mutants, invariants) => {
  it.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s', (id, mutant) => {
    const { ok, programs = [], killedBy = [] } = measured.get(id) ?? {};

    expect(ok).toBe(true);
    expect(programs).toHaveLength(10);
    expect(mutant.caughtBy.filter((each) => killedBy.includes(each))).not.toEqual([]);
    expect(Math.max(...programs)).toBeLessThanOrEqual(mutant.withinRuns);
  });

  it.each(invariants.map(({ id }) => id))('%s catches a mutant that names it', (id) => {
    const catching = mutants.filter(
      (mutant) => mutant.caughtBy.includes(id) && measured.get(mutant.id)?.killedBy.includes(id),
    );
    expect(catching).not.toEqual([]);
  });
});
