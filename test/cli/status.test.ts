// Goal: the status line is redrawn in place on a terminal, seldom said in a log, and never in the way of other text.
import { describe, expect, it } from 'vitest';
import { StatusLine } from '../../src/cli/status.ts';
import { TestTerminal } from './support.ts';

const CLEAR = '\r\u001b[2K';

describe('the status line', () => {
  it('is redrawn ten times a second at most, within the width, and taken away', () => {
    const terminal = new TestTerminal();
    terminal.statusColumns = 10;
    const status = new StatusLine(terminal);
    status.show(() => 'too early');
    terminal.wait(100);
    status.show(() => 'as wide as a house');
    status.show(() => 'too early');
    terminal.wait(100);
    status.show(() => 'two');
    status.clear();
    status.clear();
    expect(terminal.errors).toBe(`${CLEAR}as wide a${CLEAR}two${CLEAR}`);
  });

  it('is a whole line each half minute in a pipe, without escapes', () => {
    const terminal = new TestTerminal();
    const status = new StatusLine(terminal);
    for (let second = 1; second <= 61; second += 1) {
      terminal.wait(999);
      status.show(() => `second ${second}`);
    }
    status.clear();
    expect(terminal.errors).toBe('second 30\nsecond 60\n');
  });
});
