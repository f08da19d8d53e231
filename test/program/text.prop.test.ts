// Goal: the text form loses nothing, so that a recording is the program that failed.
// Method: print and parse programs that are generated, that are arbitrary, and that the shrinker
// proposes, and compare number by number with Object.is, which tells -0 from 0 and knows NaN.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallerPrograms } from '../../src/engine/shrink.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { readNumber, numberText } from '../../src/program/words.ts';
import { anyProgram, generated } from './programs.ts';

/** A plain value of the whole program; toStrictEqual compares its numbers by Object.is. */
function contentOf({ subject, heap, commands }: Program): unknown {
  return { subject, heap, commands: Array.from(commands) };
}

function roundTrip(program: Program): Program {
  return parseProgram(printProgram(program), 'round-trip');
}

describe('a program that is printed and parsed', () => {
  it('is the program that was generated', () => {
    fc.assert(
      fc.property(generated(), (program) => {
        expect(contentOf(roundTrip(program))).toStrictEqual(contentOf(program));
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it('is the same program, whatever its numbers are', () => {
    fc.assert(
      fc.property(anyProgram, (program) => {
        expect(contentOf(roundTrip(program))).toStrictEqual(contentOf(program));
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it('is the program that the shrinker proposes', () => {
    const short = generated().filter(({ commands }) => commands.length <= 60);
    for (const program of fc.sample(short, { seed: 7, numRuns: 8 })) {
      for (const smaller of smallerPrograms(program)) {
        expect(contentOf(roundTrip(smaller))).toStrictEqual(contentOf(smaller));
      }
    }
  });

  it('is the same text again, whatever its line ends are', () => {
    fc.assert(
      fc.property(
        anyProgram,
        fc.constantFrom('\r\n', '\r', '\n\n# a comment\n'),
        (program, end) => {
          const text = printProgram(program);
          const other = parseProgram(text.replaceAll('\n', end), 'other-ends');
          expect(printProgram(other)).toBe(text);
        },
      ),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe('a number in text', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(readNumber(numberText(value))).toBe(value);
      }),
      {
        seed: 42,
        numRuns: 1000,
        examples: [[-0], [2 ** 31], [2 ** 1023], [2 ** 53 - 1], [5e-324]],
      },
    );
  });
});
