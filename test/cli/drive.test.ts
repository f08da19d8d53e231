// Goal: a campaign goes on while it may, shows how far it is, and stops at Ctrl-C with what is known.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { drive } from '../../src/cli/drive.ts';
import { printProgram } from '../../src/program/text.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { MIXED } from '../../src/workload/profiles.ts';
import { TestTerminal } from './support.ts';

const settings = {
  subject: goSubject,
  catalogue: catalogue.slice(0, 3),
  profile: profileFor(goSubject, { ...MIXED, commandsMax: 10 }),
  seed: 1,
  runs: 100,
  first: [],
};

/** Breaks at once, by an invariant that no block of its programs keeps. */
const breaking = { ...settings, catalogue: [neverHolds('client/never')] };

function neverHolds(id: string): AnyInvariant {
  const served = catalogue.find((each) => each.id === 'client/address-not-null')!;
  return { ...served, id, check: () => ({ at: 'here', expected: 'nothing', actual: 'a call' }) };
}

/** Presses Ctrl-C as soon as anybody listens. */
class InterruptingTerminal extends TestTerminal {
  override readonly onInterrupt = (listener: () => void): (() => void) => {
    listener();
    return () => undefined;
  };
}

describe('drive', () => {
  it('runs to the end, and shows a status line on a terminal', async () => {
    const terminal = new TestTerminal();
    terminal.statusColumns = 80;
    const { result, interrupted } = await drive(settings, undefined, terminal);
    expect({ runs: result.runs, interrupted }).toEqual({ runs: 100, interrupted: false });
    expect(terminal.errors).toMatch(/go: \d+ of 100 programs, \d+ commands, 0\.\d\d s/);
    expect(terminal.errors.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('starts no program when its time is over', async () => {
    const { result } = await drive({ ...settings, runs: Infinity }, 20, new TestTerminal());
    expect(result.runs).toBeGreaterThan(1);
    expect(result.runs).toBeLessThan(20);
  });

  it('tells how long it took to shrink what broke, and nothing where nothing did', async () => {
    const terminal = new TestTerminal();
    const { result, seconds, shrinkSeconds } = await drive(breaking, undefined, terminal);
    const { evaluations } = result.findings[0]!.shrunk;
    // The clock of the terminal advances each time that it is asked, and it is asked after each evaluation.
    expect(shrinkSeconds).toHaveLength(1);
    expect(shrinkSeconds[0]).toBeGreaterThanOrEqual((evaluations - 1) / 1000);
    expect(shrinkSeconds[0]).toBeLessThanOrEqual(seconds);
    expect((await drive(settings, undefined, new TestTerminal())).shrinkSeconds).toEqual([]);
  });

  it('shrinks what broke even when its time is over', async () => {
    const whole = await drive(breaking, undefined, new TestTerminal());
    const late = await drive(breaking, 2, new TestTerminal());
    expect(late.result.findings[0]!.shrunk).toEqual(whole.result.findings[0]!.shrunk);
    expect(printProgram(late.result.findings[0]!.shrunk.program)).toBe(
      'allocheck 1\nheap go\na = malloc 1 noscan\n',
    );
  });

  it('stops after the run in which Ctrl-C came', async () => {
    const { result, interrupted } = await drive(settings, undefined, new InterruptingTerminal());
    expect({ runs: result.runs, interrupted }).toEqual({ runs: 1, interrupted: true });
    // Of three, one is of functions that this subject does not have.
    expect(result.invariants).toHaveLength(2);
  });
});
