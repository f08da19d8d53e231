import { describe, expect, it } from 'vitest';
import { defineMutant } from '../../models/mutants/mutant.ts';
import { derived } from '../../spec/sources.ts';
import { killMatrix } from '../../src/campaign/kill-matrix.ts';
import type { TimedTrial, Tries } from '../../src/campaign/kill-matrix.ts';
import { matrixJson } from '../../src/report/matrix-json.ts';
import { matrixText } from '../../src/report/matrix-text.ts';
import { PLAIN } from '../../src/report/paint.ts';

const common = {
  sources: [derived('nothing')],
  patch: { file: 'models/go/mspan.ts', find: 'a', replace: 'b' },
} as const;

const first = defineMutant({
  ...common,
  id: 'go/first',
  story: 'it goes wrong',
  caughtBy: ['go/a'],
  withinRuns: 10,
  shortest: { lines: [] },
});
const second = defineMutant({ ...first, id: 'go/second' });
const same = defineMutant({ ...common, id: 'go/same', story: 'it differs', equivalent: 'no' });

function trialOf(seed: number, over: Partial<TimedTrial> = {}): TimedTrial {
  return {
    seed,
    verdict: 'caught',
    programs: seed,
    commands: 1000 * seed,
    first: ['go/a'],
    kills: ['go/a', 'go/b'],
    shrunk: seed === 1 ? { commands: 2, program: 'allocheck 1\n' } : undefined,
    seconds: 0.25,
    ...over,
  };
}

const missed = { verdict: 'missed', first: [], kills: [], shrunk: undefined } as const;
const good: Tries = { mutant: first, trials: [1, 2, 3].map((seed) => trialOf(seed)) };
const bad: Tries = { mutant: second, trials: [trialOf(1), trialOf(2, missed), trialOf(3)] };
const equal: Tries = { mutant: same, trials: [1, 2, 3].map((seed) => trialOf(seed, missed)) };
const judges = { invariants: ['go/a', 'go/b'], relations: [] };
const effort = { seconds: 2.5, workers: 2, interrupted: false, isWhole: true };

function textOf(tries: readonly Tries[], over: Partial<typeof effort> = {}): readonly string[] {
  const matrix = killMatrix(judges, [1, 2, 3], tries);
  return matrixText(matrix, { ...effort, ...over }, PLAIN).split('\n');
}

describe('the text of the kill matrix', () => {
  it('has a line for each mutant, and says what holds', () => {
    expect(textOf([good, equal], { isWhole: false })).toEqual(
      [
        'mutant    caught      after programs  commands               seconds  shrunk to  by',
        'go/first  3 of 3      1…3 (2)         1,000…3,000 (2,000)    0.8      2          go/a, 1 more',
        'go/same   equivalent  -               -                      0.8      -',
        '',
        '1 mutant caught from 3 seeds; nothing notices 1 equivalent one',
        '6 trials, 12 programs, 2.50 s on 2 workers',
        '',
      ].map((line) => expect.stringMatching(pattern(line))),
    );
  });

  it('names what is not as it should be, and from which seed', () => {
    const text = textOf([good, bad]);

    expect(text[2]).toMatch(/^go\/second +2 of 3 .* seed 2 missed, go\/a, 1 more$/);
    expect(text.slice(4, 6)).toEqual([
      'not as it should be: go/second',
      'catch no mutant that names them: go/b',
    ]);
  });

  it('says when an equivalent one was noticed', () => {
    const noticed = { ...equal, trials: [trialOf(1, { verdict: 'misnamed' })] };

    expect(textOf([noticed])[1]).toContain('seed 1 only by others than it names');
  });

  it('says that it was interrupted', () => {
    expect(textOf([good], { interrupted: true, isWhole: false })).toContain(
      'interrupted: the others were not tried',
    );
  });
});

describe('the JSON of the kill matrix', () => {
  it('has each trial, and what each invariant catches', () => {
    const json = matrixJson(killMatrix(judges, [1, 2, 3], [bad]), effort);

    expect(json).toMatchObject({ version: 1, seeds: [1, 2, 3], workers: 2, seconds: 2.5 });
    expect(json.mutants[0]).toMatchObject({
      id: 'go/second',
      ok: false,
      killedBy: ['go/a', 'go/b'],
    });
    expect(json.mutants[0]?.trials.map(({ verdict }) => verdict)).toEqual([
      'caught',
      'missed',
      'caught',
    ]);
    expect(json.invariants).toEqual([{ id: 'go/a', catches: ['go/second'] }]);
    expect(json.idle).toEqual(['go/b']);
  });

  it('does not call an invariant idle where only some mutants were tried', () => {
    const matrix = killMatrix(judges, [1], [good]);

    expect(matrixJson(matrix, { ...effort, isWhole: false }).idle).toBeNull();
  });
});

/** Cells may be padded otherwise. */
function pattern(line: string): RegExp {
  const words = line.split(/ {2,}/).map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${words.join(' +')}$`);
}
