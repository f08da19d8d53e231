// Goal: a call that loops for ever is a finding, told by its call; a program that is only slow is none.
// Method: the first run of a program hangs outside of all calls, as a slow one seems to, and its second does not; then a call
// hangs in both, in JavaScript and in WebAssembly's manner. No test waits for a time to pass that it could miss.
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../spec/invariants/index.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import { HangGuard } from '../../../src/adapters/js/hang-guard.ts';
import { poolSubject } from '../../../src/adapters/js/pool.ts';
import { printProgram } from '../../../src/program/print.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { MANUAL } from '../../../src/workload/profiles.ts';
import { ListPool } from './pools.ts';

const LIMITS = { programMs: 200, firstCallMs: 500, callMs: 500 };

function loop(): never {
  for (;;);
}

describe('a guarded program', () => {
  it('answers what it answers, and throws what it throws', () => {
    const guard = new HangGuard(LIMITS);
    expect(
      guard.program(() =>
        guard.call(
          () => 'it',
          () => 7,
        ),
      ),
    ).toBe(7);
    const fails = (): never => {
      throw new RangeError('as it is');
    };
    expect(() => guard.program(() => guard.call(() => 'it', fails))).toThrow(RangeError);
  });

  it('runs again where it did not end in time, and may end then', () => {
    const guard = new HangGuard(LIMITS);
    let runs = 0;
    const run = (): number => {
      runs += 1;
      if (runs === 1) loop();
      return guard.call(
        () => 'it',
        () => 7,
      );
    };
    expect(guard.program(run)).toBe(7);
    expect(runs).toBe(2);
  });

  it('is told of the call that does not return, each time', () => {
    const guard = new HangGuard(LIMITS);
    const run = (): string => {
      try {
        return guard.call(() => 'free(0x10)', loop);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(guard.program(run)).toBe('free(0x10) does not return');
    expect(guard.program(run)).toBe('free(0x10) does not return');
  });
});

describe('a pool that hangs', () => {
  it('is found, and the program is made small', () => {
    const definition = {
      id: 'hangs',
      alignment: 8,
      make: (buffer: ArrayBuffer) => new ListPool(buffer, { hangs: 3 }),
    };
    const subject = poolSubject(definition, new HangGuard(LIMITS));
    const profile = profileFor(subject, { ...MANUAL, commandsMax: 12 });
    const { findings } = runCampaign({ subject, catalogue, profile, seed: 1, runs: 20, first: [] });
    const [{ finding, shrunk } = {}] = findings as typeof findings | readonly undefined[];
    expect(finding?.invariant).toBe('client/keeps-running');
    expect(finding?.violation.actual).toMatch(/malloc\(\d+\) does not return$/);
    expect(printProgram(shrunk!.program).trimEnd().split('\n')).toHaveLength(5);
  });
});
