// Goal: a campaign tells each of two bugs once, however many runs show it. Method: pairs of faults, both in one model.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { mutants } from '../../models/mutants/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { poolSubject } from '../../src/adapters/js/pool.ts';
import { KIB } from '../../src/base/units.ts';
import { campaign, runCampaign } from '../../src/campaign/campaign.ts';
import type { CampaignSettings } from '../../src/campaign/campaign.ts';
import type { CampaignResult } from '../../src/campaign/result.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { MANUAL, MIXED } from '../../src/workload/profiles.ts';

/** Go's model with all of these faults in it. */
function withFaults(...ids: readonly string[]): SubjectDefinition {
  const patch = ids.flatMap((id) => mutants.find((mutant) => mutant.id === id)!.patch);
  return loadMutant({ id: 'go/test', patch });
}

/** A pool of cells that takes each one back twice. */
const handsOutTwice = poolSubject({
  id: 'twice',
  alignment: 16,
  size: 32 * KIB,
  make: ({ byteLength }) => {
    const free: number[] = [];
    let top = 0;
    const fresh = (): number => ((top += 64) < byteLength ? top : 0);
    return {
      malloc: (size) => (size <= 64 ? (free.pop() ?? fresh()) : 0),
      free: (addr) => void free.push(addr as number, addr as number),
    };
  },
});

function settingsOf(
  subject: SubjectDefinition,
  changes: Partial<CampaignSettings> = {},
): CampaignSettings {
  const profile = profileFor(subject, { ...MIXED, commandsMax: 60 });
  return { subject, catalogue, profile, seed: 1, runs: 60, first: [], maxFindings: 5, ...changes };
}

/** Of each bug, what leads and the commands of the smallest program. */
function toldBy({ findings }: CampaignResult): readonly string[] {
  return findings.map(({ finding, shrunk }) => {
    const lines = printProgram(shrunk.program).trimEnd().split('\n').slice(2);
    return `${finding.invariant}: ${lines.join('; ')}`;
  });
}

const HUGE = 'client/bad-size-refused: a = malloc 4294967297 noscan';
const UNALIGNED = 'go/tiny-objects-within-block: a = malloc 1 noscan; b = malloc 2 noscan';
const TWICE = 'go/alloc-cache-mirrors-alloc-bits: a = malloc 8 noscan; b = malloc 9 noscan';
const FINALIZED = 'gc/finalizer-of-unreachable-block: a = malloc 1 noscan; finalizer a';

describe('a campaign on a subject with two bugs', () => {
  it.each([
    ['go/huge-size-tried', 'go/finalizer-run-twice', [HUGE, FINALIZED]],
    ['go/huge-size-tried', 'go/tiny-offset-unaligned', [UNALIGNED, HUGE]],
    ['go/huge-size-tried', 'go/mspan-hands-out-twice', [TWICE, HUGE]],
  ])('tells %s and %s, each once', (one, other, told) => {
    const result = runCampaign(settingsOf(withFaults(one, other)));
    expect(toldBy(result).toSorted()).toEqual(told.toSorted());
    expect(result).toMatchObject({ runs: 60, isFull: false });
    const shown = result.findings.map(({ runs }) => runs);
    expect(Math.max(...shown)).toBeGreaterThan(2);
    const broken = result.invariants.filter((each) => each.broken > 0);
    expect(Math.max(...broken.map((each) => each.broken))).toBeLessThanOrEqual(60);
    expect(new Set(result.findings.map(({ signature }) => signature)).size).toBe(2);
  });

  // A pool says nothing of pointers, but programs for it do until the end of a shrink.
  it.each([1, 3])('tells the bug of a pool once, by seed %i', (seed) => {
    const profile = profileFor(handsOutTwice, MANUAL);
    const result = runCampaign(settingsOf(handsOutTwice, { profile, seed }));
    expect(toldBy(result)).toEqual([
      'client/live-blocks-disjoint: a = malloc 1; free a; b = malloc 1; c = malloc 1',
    ]);
  });

  it('ends with the first where no more is asked for', () => {
    const subject = withFaults('go/huge-size-tried', 'go/tiny-offset-unaligned');
    const one = runCampaign(settingsOf(subject, { maxFindings: 1 }));
    const { maxFindings: _, ...silent } = settingsOf(subject);
    expect([toldBy(one), one.isFull]).toEqual([[UNALIGNED], true]);
    expect(one.runs).toBeLessThan(60);
    expect(runCampaign(silent)).toEqual(one);
  });
});

const never = catalogue.find(({ id }) => id === 'client/address-not-null')!;
const BROKEN = { at: 'here', expected: 'nothing', actual: 'a call' };
/** Broken by every block. */
const ALWAYS = [{ ...never, id: 'client/never', check: () => BROKEN }];

describe('a campaign that found something', () => {
  const settings = settingsOf(goSubject, { catalogue: ALWAYS, runs: 20 });

  it('shrinks once what all runs show, and counts these', () => {
    const run = campaign(settings);
    let [tries, again] = [0, 0];
    let next = run.next(true);
    for (; next.done !== true; next = run.next(true)) {
      if (next.value.shrinking === 'new') tries += 1;
      if (next.value.shrinking === 'again') again += 1;
    }
    const [found, ...others] = next.value.findings;
    expect([others, next.value.unsorted]).toEqual([[], 0]);
    expect(found).toMatchObject({ runs: 20, signature: 'client/never: a = malloc 1 noscan' });
    expect([tries > 0, again]).toEqual([true, 0]);
  });

  it('ends at once when it is told to, with what is known', () => {
    const run = campaign(settings);
    let next = run.next(true);
    while (next.done !== true && next.value.findings === 0) next = run.next(true);
    const ended = run.next(false);
    expect(ended).toMatchObject({ done: true, value: { runs: 1, findings: [{ runs: 1 }] } });
  });

  it('tells a program that does not break again once', () => {
    let heaps = 0;
    const flaky = defineSubject({
      ...goSubject,
      create: (config) => {
        heaps += 1;
        const heap = goSubject.create(config);
        if (heaps % 3 === 1) heap.usableSize = () => -1;
        return heap;
      },
    });
    const stored = parseProgram('allocheck 1\nheap go\na = malloc 8\n', 'stored');
    const chosen = catalogue.filter(({ id }) => id === 'client/usable-covers-request');
    const result = runCampaign(
      settingsOf(flaky, {
        catalogue: chosen,
        runs: 0,
        first: Array.from({ length: 6 }, () => stored),
      }),
    );
    expect(result.findings).toMatchObject([
      { repeats: false, signature: 'client/usable-covers-request: not repeated' },
    ]);
    expect(result.findings[0]!.runs).toBeGreaterThan(1);
  });
});
