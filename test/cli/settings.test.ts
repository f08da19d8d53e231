// Goal: of defaults, config, environment and flags, the later one has the word.
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { runSettings } from '../../src/cli/settings.ts';

const ENV = {
  ALLOCHECK_RUNS: '20',
  ALLOCHECK_SEED: '-2',
  ALLOCHECK_TIME: '2s',
  ALLOCHECK_MAX_FINDINGS: '4',
};
const CONFIG = {
  runs: 10,
  seed: 1,
  time: '1s',
  maxFindings: 3,
  commands: 11,
  profile: 'manual',
  out: 'c',
  corpus: 'd',
};

describe('runSettings', () => {
  it('has defaults', () => {
    expect(runSettings({}, {}, {}, 7)).toEqual({
      runs: 2000,
      timeMs: undefined,
      maxFindings: 5,
      seed: 7,
      commands: undefined,
      profile: undefined,
      invariants: [],
      out: 'allocheck-out',
      corpus: undefined,
    });
  });

  it('takes the config before defaults', () => {
    expect(runSettings({}, {}, { ...CONFIG, invariants: ['go/*'] }, 7)).toEqual({
      runs: 10,
      timeMs: 1000,
      maxFindings: 3,
      seed: 1,
      commands: 11,
      profile: 'manual',
      invariants: ['go/*'],
      out: 'c',
      corpus: 'd',
    });
  });

  it('takes the environment before the config, and flags before both', () => {
    expect(runSettings({}, ENV, CONFIG, 7)).toMatchObject({
      runs: 20,
      timeMs: 2000,
      maxFindings: 4,
      seed: -2,
    });
    const budgets = { runs: 30, time: 3000, maxFindings: 1 };
    const flags = { ...budgets, seed: 3, commands: 33, profile: 'mixed', out: 'f' };
    expect(runSettings(flags, ENV, CONFIG, 7)).toMatchObject({
      runs: 30,
      timeMs: 3000,
      maxFindings: 1,
      seed: 3,
      commands: 33,
      profile: 'mixed',
      out: 'f',
      corpus: 'd',
    });
  });

  it('takes an empty variable for none', () => {
    expect(runSettings({}, { ALLOCHECK_SEED: '' }, {}, 7).seed).toBe(7);
  });

  it('runs without bound where only a time is given, whoever else gave runs', () => {
    expect(runSettings({ time: 5 }, ENV, CONFIG, 7)).toMatchObject({ runs: Infinity, timeMs: 5 });
    const env = { ALLOCHECK_TIME: '1m' };
    expect(runSettings({}, env, CONFIG, 7)).toMatchObject({ runs: Infinity, timeMs: 60_000 });
  });

  it('names what it cannot read', () => {
    const problem = (act: () => unknown): unknown => {
      try {
        return act();
      } catch (error) {
        return error;
      }
    };
    expect(problem(() => runSettings({}, { ALLOCHECK_RUNS: 'x' }, {}, 7))).toEqual(
      new UsageError('ALLOCHECK_RUNS=x: expected a whole number from 1'),
    );
    expect(problem(() => runSettings({}, {}, { time: 'soon' }, 7))).toEqual(
      new UsageError(
        'run.time of the config is soon: expected a time with its unit, such as 30s, 2m or 1h',
      ),
    );
  });
});
