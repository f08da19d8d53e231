import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutants as ofAllocators } from '../../../models/mutants/index.ts';
import { isEquivalent } from '../../../models/mutants/mutant.ts';
import type { AnyMutant, Mutant } from '../../../models/mutants/mutant.ts';
import { processMutants } from '../../../models/mutants/process/index.ts';
import { catalogue } from '../../../spec/invariants/index.ts';
import { processCatalogue } from '../../../spec/invariants/process/index.ts';
import { relations } from '../../../spec/relations/index.ts';
import { equivalents } from './support.ts';

const mutants: readonly AnyMutant[] = [...ofAllocators, ...processMutants];
const faults = mutants.filter((each): each is Mutant => !isEquivalent(each));

const FOLDER = fileURLToPath(new URL('../../../models/mutants/', import.meta.url));

/** Ids by the files that there are. */
const filed = readdirSync(FOLDER, { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && file.includes('/') && !file.endsWith('/index.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

describe('the index of mutants', () => {
  it('lists every file once, by an id that is its path, in order', () => {
    expect(mutants.map(({ id }) => id).toSorted()).toEqual(filed.toSorted());
  });

  it('has each fault once', () => {
    const patches = mutants.map(({ patch }) => JSON.stringify('file' in patch ? [patch] : patch));
    const again = mutants.filter((_, i) => patches.indexOf(patches[i] as string) !== i);
    expect(again.map(({ id }) => id)).toEqual([]);
  });
});

describe.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s', (_, mutant) => {
  it('tells its story in one sentence without a full stop', () => {
    expect(mutant.story).toMatch(/^[a-z].*[^.]$/);
  });
});

describe.each(faults.map((mutant) => [mutant.id, mutant] as const))('%s', (_, mutant) => {
  it('is to be caught by invariants, or relations, that there are, and not by a breakdown', () => {
    const ids = [...catalogue, ...processCatalogue, ...relations].map(({ id }) => id);

    expect(mutant.caughtBy.filter((id) => !ids.includes(id))).toEqual([]);
    expect(mutant.caughtBy).not.toContain('client/keeps-running');
  });

  it('has a budget of at most 4000 programs', () => {
    expect(mutant.withinRuns).toBeLessThanOrEqual(4000);
  });
});

describe.each(equivalents.map((mutant) => [mutant.id, mutant] as const))('%s', (_, mutant) => {
  it('says why nobody can notice it, in one sentence without a full stop', () => {
    expect(mutant.equivalent).toMatch(/^[a-z].*[^.]$/);
  });
});
