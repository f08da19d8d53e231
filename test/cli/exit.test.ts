// Goal: each outcome has its exit code, and a user's mistake never shows a stack, while a bug of ours always does.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput, HarnessBug, UsageError } from '../../src/base/errors.ts';
import { failureOf, worstOf } from '../../src/cli/exit.ts';
import { Keeper } from '../../src/cli/keeper.ts';
import { parseProgram } from '../../src/program/text.ts';
import { TestTerminal, fileOf, temporaryFolder } from './support.ts';

describe('failureOf', () => {
  it('says the message of a mistake, and no more', () => {
    expect(failureOf(new UsageError('no such flag'))).toEqual({
      text: 'allocheck: no such flag\n',
      exitCode: 2,
    });
    expect(failureOf(new BadInput({ file: 'x', line: 3, column: 4 }, 'what?'))).toEqual({
      text: 'allocheck: x:3:4: what?\n',
      exitCode: 2,
    });
  });

  it.each([new HarnessBug('lost'), new TypeError('lost')])('asks to report %s', (error) => {
    const { text, exitCode } = failureOf(error);
    expect(exitCode).toBe(70);
    expect(text).toContain('allocheck: this is a bug in allocheck, please report it');
    expect(text).toMatch(/lost\n +at /);
  });

  it('tells also what is no error', () => {
    expect(failureOf('lost').text).toContain('\nlost\n');
  });
});

describe('worstOf', () => {
  it.each([
    [[], 0],
    [[0, 0], 0],
    [[0, 4], 4],
    [[4, 3, 0], 3],
    [[3, 1, 4], 1],
    [[1, 130], 130],
  ])('of %j is %i', (codes, worst) => {
    expect(worstOf(codes)).toBe(worst);
  });
});

describe('a keeper', () => {
  const folder = temporaryFolder();

  it('quotes for the shell what needs it', () => {
    const keeper = new Keeper('out', ['--config', "it's.ts"]);
    expect(keeper.replayLine('my out/x.allocheck')).toBe(
      String.raw`npx allocheck replay 'my out/x.allocheck' --config 'it'\''s.ts'`,
    );
    expect(keeper.replayLine(undefined)).toBeUndefined();
  });

  it('says why it could not write, and goes on', () => {
    const terminal = new TestTerminal();
    const out = join(fileOf(folder, 'file', ''), 'out');
    const finding = {
      invariant: 'client/contents-kept',
      step: 0,
      violation: { at: 'a', expected: 'b', actual: 'c' },
    };
    const program = parseProgram('allocheck 1\nheap go\ngc\n', 'x');
    const file = new Keeper(out, []).keep({ program, finding, invariant: undefined }, terminal);
    expect(file).toBeUndefined();
    expect(terminal.errors).toMatch(/^allocheck: .* cannot be written: not a folder\n$/);
  });
});
