// Goal: a recording of any program and any finding is read back as it was.
// Method: print and parse generated programs with findings of generated texts, line ends and comment signs among them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Prng } from '../../src/base/prng.ts';
import { looksLikeProgram, parseRecording, printRecording } from '../../src/engine/recording.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { MIXED } from '../../src/workload/profiles.ts';

const text = fc.string({ unit: 'binary' });
const finding = fc.record({
  invariant: fc.stringMatching(/^[a-z]+\/[a-z][a-z-]*$/),
  step: fc.nat(4_000_000),
  violation: fc.record({ at: text, expected: text, actual: text }),
});

const about = fc.record({ holds: text, writtenBy: text, subjectVersion: text });

describe('a recording', () => {
  it('keeps the program, the invariant and the step', () => {
    fc.assert(
      fc.property(fc.integer(), finding, about, (seed, found, said) => {
        const program = generateProgram(new Prng(seed), { ...MIXED, commandsMax: 40 });
        const printed = printRecording(program, found, said);
        const { invariant, step } = found;
        expect(parseRecording(printed, 'x')).toMatchObject({ program, broke: { invariant, step } });
        expect(looksLikeProgram(printed)).toBe(true);
      }),
      { seed: 42, numRuns: 300 },
    );
  });
});
