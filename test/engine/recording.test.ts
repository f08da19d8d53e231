// Goal: a recording says what it broke in a form that people can read and edit, and is a program all the same.
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/base/errors.ts';
import {
  looksLikeProgram,
  parseRecording,
  printRecording,
  recordingName,
} from '../../src/engine/recording.ts';
import { parseProgram } from '../../src/program/text.ts';

const PROGRAM = 'allocheck 1\nheap bump\na = malloc 8\nb = malloc 8\n';
const FINDING = {
  invariant: 'client/live-blocks-disjoint',
  step: 1,
  violation: { at: '0x1000', expected: '8 bytes of its own', actual: 'shared' },
};

function recordingOf(finding = FINDING): string {
  return printRecording(parseProgram(PROGRAM, 'x'), finding, 'no two live blocks share a byte');
}

function problemOf(text: string): string {
  try {
    parseRecording(text, 'x.allocheck');
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('printRecording', () => {
  it('puts what broke into comments below the version', () => {
    expect(recordingOf()).toMatchInlineSnapshot(`
      "allocheck 1
      # broke: client/live-blocks-disjoint at step 1
      # it always holds that no two live blocks share a byte
      # at 0x1000, expected 8 bytes of its own, actual shared
      heap bump
      a = malloc 8
      b = malloc 8
      "
    `);
  });

  it('keeps to one line whatever a subject says when it crashes', () => {
    const actual = 'boom\nfree a\u2028free b\r\n\u001b[31m';
    const text = recordingOf({ ...FINDING, violation: { ...FINDING.violation, actual } });
    expect(text).toContain('actual boom free a free b [31m\n');
    expect(parseRecording(text, 'x').program).toEqual(parseProgram(PROGRAM, 'x'));
  });
});

describe('parseRecording', () => {
  it('reads back the program and what it broke', () => {
    const { program, broke } = parseRecording(recordingOf(), 'x');
    expect(program).toEqual(parseProgram(PROGRAM, 'x'));
    expect(broke).toEqual({ invariant: 'client/live-blocks-disjoint', step: 1 });
  });

  it('reads a plain program as one that broke nothing', () => {
    expect(parseRecording(PROGRAM, 'x').broke).toBeUndefined();
  });

  it('reads line ends of Windows', () => {
    const { broke } = parseRecording(recordingOf().replaceAll('\n', '\r\n'), 'x');
    expect(broke).toEqual({ invariant: 'client/live-blocks-disjoint', step: 1 });
  });

  it.each(['# broke:', '# broke: client/x', '# broke: client/x at step', '# broke: x at step -1'])(
    'refuses the header %j with its line',
    (header) => {
      expect(problemOf(`allocheck 1\n${header}\nheap bump\n`)).toBe(
        'x.allocheck:2:1: this does not say what was broken\n' +
          'write for example: # broke: client/contents-kept at step 3',
      );
    },
  );
});

describe('looksLikeProgram', () => {
  it.each(['allocheck 1\n', 'allocheck', '\uFEFFallocheck 1', '# a comment\n\n  allocheck 2\n'])(
    'accepts %j',
    (text) => {
      expect(looksLikeProgram(text)).toBe(true);
    },
  );

  it.each(['', '= Start\n', 'allochecker 1', '@ allocheck:[0x1] + 0x1 0x1', '# allocheck 1'])(
    'refuses %j',
    (text) => {
      expect(looksLikeProgram(text)).toBe(false);
    },
  );
});

describe('recordingName', () => {
  it('names the subject, the invariant and the content, and no folder', () => {
    const name = recordingName(PROGRAM, 'acme/pool.v2', 'client/contents-kept');
    expect(name).toMatch(/^acme-pool-v2-contents-kept-[\da-f]{8}\.allocheck$/);
  });

  it('differs for another program', () => {
    const name = (text: string): string => recordingName(text, 'go', 'client/contents-kept');
    expect(name(PROGRAM)).not.toBe(name(`${PROGRAM}gc\n`));
    expect(name(PROGRAM)).toBe(name(PROGRAM));
  });
});

describe('a recording of a relation', () => {
  it.each([7, -123_456_789])('says what its rewriting drew from: %i', (seed) => {
    const finding = { ...FINDING, invariant: 'relation/replay-repeats-the-run', seed };
    const text = recordingOf(finding);
    expect(text).toContain(`\n# broke: relation/replay-repeats-the-run at step 1, seed ${seed}\n`);
    expect(parseRecording(text, 'x').broke).toEqual({
      invariant: 'relation/replay-repeats-the-run',
      step: 1,
      seed,
    });
  });
});
