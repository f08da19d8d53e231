// Goal: a campaign goes on while it may, shows how far it is, and stops at Ctrl-C with what is known.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { drive } from '../../src/cli/drive.ts';
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

  it('stops after the run in which Ctrl-C came', async () => {
    const { result, interrupted } = await drive(settings, undefined, new InterruptingTerminal());
    expect({ runs: result.runs, interrupted }).toEqual({ runs: 1, interrupted: true });
    expect(result.invariants).toHaveLength(3);
  });
});
