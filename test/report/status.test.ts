// Goal: the line of a long run says how far it is, how fast it goes and when it will be over, or what is made smaller.
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../src/campaign/result.ts';
import { statusText } from '../../src/report/status-text.ts';
import type { Status } from '../../src/report/status-text.ts';

const NONE: Progress = { runs: 0, commands: 0, findings: 0, known: [], reached: 0, marks: 0 };

function text(progress: Partial<Progress>, status: Partial<Status> = {}): string {
  const free = { subject: 'bump', most: Infinity, seconds: 10, secondsLeft: Infinity };
  return statusText({ ...free, ...status, progress: { ...NONE, ...progress } });
}

describe('the status of a run', () => {
  it('says how far it is, and how fast it goes', () => {
    expect(text({ runs: 500, commands: 412_030, reached: 96, marks: 110 }, { most: 2000 })).toBe(
      'bump: 500 of 2,000 programs, 30 s left, 41,203 commands/s, 96 of 110 marks',
    );
    expect(text({ runs: 1, commands: 10, findings: 2 })).toBe(
      'bump: 1 program, 1 commands/s, 2 bugs',
    );
    expect(text({}, { seconds: 0 })).toBe('bump: 0 programs');
  });

  it('says when it will be over: by the programs that are left, or by the time', () => {
    const left = (secondsLeft: number, most = 100): string =>
      /, (\S+ \S+) left/.exec(text({ runs: 10 }, { most, secondsLeft }))?.[1] ?? '';
    expect(left(8.2)).toBe('9 s');
    expect(left(500)).toBe('90 s');
    expect(left(500, Infinity)).toBe('9 min');
    expect(left(-1)).toBe('0 s');
    expect(left(Infinity, Infinity)).toBe('');
  });

  it('says what is made smaller, and how far', () => {
    const shrink = { from: 1051, commands: 12, evaluations: 45 };
    const known = { runs: 7, commands: 99, findings: 1, reached: 1, marks: 2 };
    expect(text({ ...known, shrinking: 'new', shrink }, { most: 40 })).toBe(
      'bump: 7 of 40 programs, shrinking 1,051 to 12 commands, 45 tries, 1 bug',
    );
  });
});
