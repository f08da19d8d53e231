// Goal: a trial tells a catch from what is none. Method: faults of the Go model that are found at once, and that are named
// or not; and the model itself.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import type { Edit } from '../../models/mutants/mutant.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { trial } from '../../src/campaign/trial.ts';
import type { Trial, TrialSettings } from '../../src/campaign/trial.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { MIXED } from '../../src/workload/profiles.ts';

const ALLOC_CACHE = 'go/alloc-cache-mirrors-alloc-bits';

/** nextFreeFast does not move freeindex. */
const handsOutTwice: Edit = {
  file: 'models/go/mspan.ts',
  find: 'this.freeindex = next;',
  replace: 'this.freeindex = slot;',
};

/** No malloc is ever served. */
const gaveUp: Edit = {
  file: 'models/go/go-heap.ts',
  find: 'malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr {',
  replace:
    "malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr { if (size >= 0) throw new Error('no');",
};

function withFault(patch: Edit): SubjectDefinition {
  return loadMutant({ id: 'go/test', patch });
}

function tried(subject: SubjectDefinition, over: Partial<TrialSettings> = {}): Trial {
  const profile = profileFor(subject, MIXED);
  const judges = { catalogue, relations: [] };
  const settings = { subject, ...judges, profile, seed: 1, runs: 40, caughtBy: [], shrinks: false };
  const steps = trial({ ...settings, ...over });
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

describe('a trial', () => {
  it('catches a fault by an invariant that it names, and tells all that would have noticed', () => {
    const found = tried(withFault(handsOutTwice), { caughtBy: [ALLOC_CACHE] });

    expect(found).toMatchObject({ seed: 1, verdict: 'caught', shrunk: undefined });
    expect(found.first).toContain(ALLOC_CACHE);
    expect(found.kills.slice(0, found.first.length)).toEqual(found.first);
    expect(found.kills.length).toBeGreaterThan(found.first.length);
    expect(new Set(found.kills).size).toBe(found.kills.length);
  });

  it('makes it small when asked to', () => {
    const { shrunk } = tried(withFault(handsOutTwice), { caughtBy: [ALLOC_CACHE], shrinks: true });

    expect(shrunk).toEqual({
      commands: 2,
      program: 'allocheck 1\nheap go\na = malloc 8 noscan\nb = malloc 9 noscan\n',
    });
  });

  it('says when only others noticed it', () => {
    const caughtBy = ['client/live-blocks-disjoint'];

    expect(tried(withFault(handsOutTwice), { caughtBy }).verdict).toBe('misnamed');
  });

  it('takes no crash for a catch', () => {
    const { verdict, first } = tried(withFault(gaveUp), { caughtBy: [ALLOC_CACHE] });

    expect([verdict, first]).toEqual(['crash', []]);
  });

  it('misses what is not there', () => {
    const missed = { verdict: 'missed', programs: 40, first: [], kills: [], shrunk: undefined };

    expect(tried(goSubject, { caughtBy: [ALLOC_CACHE], shrinks: true })).toMatchObject(missed);
  });

  it('goes on step by step', () => {
    const subject = withFault(handsOutTwice);
    const profile = profileFor(subject, MIXED);
    const judges = { catalogue, relations: [], caughtBy: [], shrinks: true };
    const settings = { subject, ...judges, profile, seed: 1, runs: 40 };

    expect([...trial(settings)].length).toBeGreaterThan(10);
  });
});
