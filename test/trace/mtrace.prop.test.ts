// Goal: whatever happens to the text of a trace, reading it gives a program that the text says, or
// a BadInput with a place inside the text; never an error of another kind.
// Method: cut a small trace with every form of line at every byte; change random places of it; and
// write random traces together with the program that they must become.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/base/errors.ts';
import { OP } from '../../src/program/program.ts';
import { parseMtrace } from '../../src/trace/mtrace.ts';
import type { Trace } from '../../src/trace/trace.ts';

const WHOLE = `= Start
@ libc.so.6:[0x39221] + 0x5640662d82a0 0x5
@ git:(xrealloc+2a)[0x10ad7a] < 0x5640662d82a0
@ git:(xrealloc+2a)[0x10ad7a] > 0x5640662d84a0 0x1d8
@ git:[0x33bcd] + (nil) 0xffffffffffffffff
@ git:[0x33bcd] ! 0x5640662d84a0 0xfffffffffffff
@ git:[0x33bcd] - 0x5640662d84a0
@ git:[0x33bcd] + 0x5640662d82a0 0
@ git:[0x33bcd] - 0x5640662d9999
= End
`;

/** The trace, or the error with which it was refused; any other error is thrown on. */
function read(text: string): Trace | BadInput {
  try {
    return parseMtrace(text, 'f');
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}

describe('a trace that was cut', () => {
  const whole = parseMtrace(WHOLE, 'f');
  const cuts = Array.from({ length: WHOLE.length }, (_, at) => WHOLE.slice(0, at));

  it('is a shorter one or is refused on its last line, wherever it was cut', () => {
    for (const text of cuts) {
      const result = read(text);
      const lines = text.replace(/\n$/, '').split('\n');
      if (result instanceof BadInput) {
        expect(result.place.line).toBe(lines.length);
        expect(result.place.column).toBeLessThanOrEqual((lines.at(-1) as string).length + 1);
        continue;
      }
      expect(text.endsWith('\n')).toBe(true);
      const { commands } = result.program;
      expect(whole.program.commands.slice(0, commands.length)).toEqual(commands);
      expect(result.events).toBe(lines.filter((line) => line.startsWith('@')).length);
    }
  });

  it('is read up to every line end but the one between < and >', () => {
    const ends = cuts.filter((text) => !(read(text) instanceof BadInput));
    expect(ends.map((text) => text.split('\n').length - 1)).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
  });
});

describe('a trace with random changes', () => {
  it('is read or refused with a place inside the text', () => {
    const change = fc.record({
      at: fc.nat(WHOLE.length - 1),
      remove: fc.nat(12),
      insert: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 6 }),
        fc.constantFrom('\n', ' ', ']'),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let text = WHOLE;
        for (const { at, remove, insert } of changes) {
          text = text.slice(0, at) + insert + text.slice(at + remove);
        }
        const result = read(text);
        if (!(result instanceof BadInput)) return;
        const { line, column } = result.place;
        const found = text.split('\n')[line - 1];
        expect(found).toBeDefined();
        expect(column).toBeGreaterThan(0);
        expect(column).toBeLessThanOrEqual((found as string).length + 1);
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});

/** What a client does: a new block of a size, or a free or realloc of one that is live. */
interface Step {
  readonly what: 'malloc' | 'free' | 'realloc';
  readonly which: number;
  readonly size: number;
}

/**
 * Writes steps as a trace and as the commands that it must become. Addresses are used again, the
 * lowest free one first, so that they mean different blocks in turn.
 */
function written(steps: readonly Step[]): { readonly text: string; readonly commands: number[] } {
  const live: { readonly addr: number; readonly label: number }[] = [];
  const lines: string[] = [];
  const commands: number[] = [];
  let labels = 0;
  const place = (): { readonly addr: number; readonly label: number } => {
    let addr = 0x1000;
    while (live.some((block) => block.addr === addr)) addr += 0x1000;
    const block = { addr, label: labels };
    labels += 1;
    live.push(block);
    return block;
  };
  const hex = (n: number): string => (n === 0 ? '0' : `0x${n.toString(16)}`);
  for (const { what, which, size } of steps) {
    const old = what === 'malloc' ? undefined : live.splice(which % Math.max(1, live.length), 1)[0];
    if (old && what === 'free') {
      lines.push(`@ a:[0x1] - ${hex(old.addr)}`);
      commands.push(OP.FREE, old.label, 0, 0, 0, 0);
      continue;
    }
    const { addr, label } = place();
    if (old) lines.push(`@ a:[0x1] < ${hex(old.addr)}`);
    lines.push(`@ a:[0x1] ${old ? '>' : '+'} ${hex(addr)} ${hex(size)}`);
    if (old) commands.push(OP.REALLOC, label, old.label, size, 0, 0);
    else commands.push(OP.MALLOC, label, size, 0, 0, 0);
  }
  return { text: lines.map((line) => `${line}\n`).join(''), commands };
}

describe('a random trace', () => {
  const step = fc.record({
    what: fc.constantFrom('malloc' as const, 'free' as const, 'realloc' as const),
    which: fc.nat(99),
    size: fc.oneof(fc.nat(4096), fc.constantFrom(0, 2 ** 31, 2 ** 47, Number.MAX_SAFE_INTEGER)),
  });

  it('becomes the program that was traced', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const { text, commands } = written(steps);
        const trace = parseMtrace(text, 'f');
        expect(Array.from(trace.program.commands)).toEqual(commands);
        expect(trace.skippedFrees).toBe(0);
        expect(trace.events).toBe(text.split('\n').length - 1);
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});
