import { describe, expect, it } from 'vitest';
import { defineMutant } from '../../models/mutants/mutant.ts';
import { derived } from '../../spec/sources.ts';
import { killMatrix } from '../../src/campaign/kill-matrix.ts';
import type { TimedTrial, Tries } from '../../src/campaign/kill-matrix.ts';

const patch = { file: 'models/go/mspan.ts', find: 'a', replace: 'b' };
const sources = [derived('nothing')] as const;
const fault = defineMutant({
  id: 'go/fault',
  story: 'it goes wrong',
  sources,
  patch,
  caughtBy: ['go/a', 'go/b'],
  withinRuns: 10,
  shortest: { lines: [] },
});
const equivalent = defineMutant({
  id: 'go/same',
  story: 'it goes otherwise',
  sources,
  patch,
  equivalent: 'nobody can tell',
});

function trialOf(over: Partial<TimedTrial>): TimedTrial {
  const nothing = { programs: 1, commands: 1, first: [], kills: [], shrunk: undefined, seconds: 0 };
  return { seed: 1, verdict: 'missed', ...nothing, ...over };
}

function caught(...kills: readonly string[]): TimedTrial {
  return trialOf({ verdict: 'caught', kills });
}

function matrixOf(...tries: readonly Tries[]): ReturnType<typeof killMatrix> {
  const invariants = ['client/keeps-running', 'go/a', 'go/b', 'go/c'];
  return killMatrix({ invariants, relations: ['relation/d'] }, [1, 2], tries);
}

describe('the kill matrix', () => {
  it('counts a mutant of an invariant when it is named and broke', () => {
    const { catches, idle } = matrixOf({ mutant: fault, trials: [caught('go/a'), caught('go/c')] });

    expect([...catches]).toEqual([
      ['client/keeps-running', []],
      ['go/a', ['go/fault']],
      ['go/b', []],
      ['go/c', []],
      ['relation/d', []],
    ]);
    expect(idle).toEqual(['go/b', 'go/c']);
  });

  it('lists who noticed a mutant, those that did from most seeds first', () => {
    const trials = [caught('go/c', 'go/b'), caught('go/a', 'go/b')];

    expect(matrixOf({ mutant: fault, trials }).rows[0]?.killedBy).toEqual(['go/b', 'go/a', 'go/c']);
  });

  it.each([
    ['a fault caught from each seed', fault, ['caught', 'caught'], true],
    ['a fault missed from one', fault, ['caught', 'missed'], false],
    ['a fault that others noticed', fault, ['caught', 'misnamed'], false],
    ['a fault that crashed', fault, ['crash'], false],
    ['a fault that hung', fault, ['hang'], false],
    ['a fault that was not tried', fault, [], false],
    ['an equivalent one that nothing noticed', equivalent, ['missed', 'missed'], true],
    ['an equivalent one that something noticed', equivalent, ['missed', 'misnamed'], false],
  ] as const)('says of %s whether that is as it should be', (_, mutant, verdicts, ok) => {
    const trials = verdicts.map((verdict) => trialOf({ verdict }));

    expect(matrixOf({ mutant, trials }).rows[0]?.ok).toBe(ok);
  });
});
