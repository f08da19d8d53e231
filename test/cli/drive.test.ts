// Goal: a campaign goes on while it may, shows how far it is, and stops at Ctrl-C with what is known.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import type { CampaignFinding } from '../../src/campaign/result.ts';
import { drive } from '../../src/cli/drive.ts';
import { printProgram } from '../../src/program/text.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { MIXED } from '../../src/workload/profiles.ts';
import { TestTerminal } from './support.ts';

const settings = {
  subject: goSubject,
  catalogue: catalogue.filter(({ id }) => id.startsWith('client/')).slice(0, 3),
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

/** The same, where each thing that is judged takes a tenth of a second. */
function slowlyBreaking(terminal: TestTerminal): typeof breaking {
  const [never] = breaking.catalogue as [AnyInvariant];
  const check: AnyInvariant['check'] = (...args) => {
    terminal.wait(100);
    return never.check(...args);
  };
  return { ...breaking, catalogue: [{ ...never, check }] };
}

/** Presses Ctrl-C as soon as anybody listens. */
class InterruptingTerminal extends TestTerminal {
  override readonly onInterrupt = (listener: () => void): (() => void) => {
    listener();
    return () => undefined;
  };
}

const CLEAR = '\r\u001b[2K';

describe('drive', () => {
  it('runs to the end, and shows a status line on a terminal', async () => {
    const terminal = new TestTerminal();
    terminal.statusColumns = 80;
    const { result, interrupted } = await drive(settings, undefined, terminal);
    expect({ runs: result.runs, interrupted }).toEqual({ runs: 100, interrupted: false });
    expect(terminal.errors).toMatch(
      /go: \d+ of 100 programs, \d+ s left, [\d,]+ commands\/s, \d+ of 110 marks/,
    );
    expect(terminal.errors.endsWith(CLEAR)).toBe(true);
  });

  it('starts no program when its time is over', async () => {
    const { result } = await drive({ ...settings, runs: Infinity }, 20, new TestTerminal());
    expect(result.runs).toBeGreaterThan(1);
    expect(result.runs).toBeLessThan(20);
  });

  it('tells of a bug once, when it is known, and how long it took to shrink', async () => {
    const terminal = new TestTerminal();
    terminal.statusColumns = 80;
    const told: { found: CampaignFinding; shrinkSeconds: number; status: string }[] = [];
    const { result, seconds } = await drive(breaking, undefined, terminal, (found, shrinkSeconds) =>
      told.push({ found, shrinkSeconds, status: terminal.errors }),
    );
    const [bug, ...more] = told;
    expect(more).toEqual([]);
    expect(bug!.found.finding).toEqual(result.findings[0]!.finding);
    // The clock of the terminal advances each time that it is asked, and it is asked after each evaluation.
    const { evaluations } = result.findings[0]!.shrunk;
    expect(bug!.shrinkSeconds).toBeGreaterThanOrEqual((evaluations - 1) / 1000);
    expect(bug!.shrinkSeconds).toBeLessThanOrEqual(seconds);
    // No status line stands where it is told.
    expect(bug!.status === '' || bug!.status.endsWith(CLEAR)).toBe(true);
  });

  it('tells of a bug while others are looked for', async () => {
    const two = { ...breaking, catalogue: [neverHolds('client/never')], maxFindings: 2, runs: 40 };
    const terminal = new TestTerminal();
    let runsThen = 0;
    terminal.statusColumns = 200;
    await drive(two, undefined, terminal, () => {
      const [, runs = '0'] = /.*\b(\d+) of 40 programs/s.exec(terminal.errors) ?? [];
      runsThen = Number(runs);
    });
    const [, last = '0'] = /.*\b(\d+) of 40 programs/s.exec(terminal.errors) ?? [];
    expect(runsThen).toBeLessThan(Number(last));
  });

  it('shows how far the program that broke was made smaller', async () => {
    const terminal = new TestTerminal();
    terminal.statusColumns = 120;
    await drive(slowlyBreaking(terminal), undefined, terminal);
    expect(terminal.errors).toMatch(
      /go: 1 of 100 programs, shrinking \d+ to \d+ commands?, \d+ tries/,
    );
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
