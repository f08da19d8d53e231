// Goal: a recording says what it broke in a form that people can read and edit, and is a program all the same.
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/base/errors.ts';
import {
  looksLikeProgram,
  parseRecording,
  printRecording,
  recordingName,
} from '../../src/engine/recording.ts';
import type { About } from '../../src/engine/recording.ts';
import type { Finding } from '../../spec/invariant.ts';
import { parseProgram } from '../../src/program/text.ts';

const PROGRAM = 'allocheck 1\nheap bump\na = malloc 8\nb = malloc 8\n';
const FINDING = {
  invariant: 'client/live-blocks-disjoint',
  step: 1,
  violation: { at: '0x1000', expected: '8 bytes of its own', actual: 'shared' },
};

const HOLDS = 'no two live blocks share a byte';
const ABOUT = { holds: HOLDS, writtenBy: 'allocheck 1.2.3', subjectVersion: '4.5, x86_64' };

function recordingOf(finding = FINDING, about: About = ABOUT): string {
  return printRecording(parseProgram(PROGRAM, 'x'), finding, about);
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
      # recording: 1
      # written by: allocheck 1.2.3
      # subject version: 4.5, x86_64
      # broke: client/live-blocks-disjoint at step 1
      # it always holds that no two live blocks share a byte
      # at 0x1000, expected 8 bytes of its own, actual shared
      heap bump
      a = malloc 8
      b = malloc 8
      "
    `);
  });

  it('says nothing of versions that nobody states', () => {
    const text = recordingOf(FINDING, { holds: HOLDS });
    expect(text.split('\n').slice(0, 3)).toEqual([
      'allocheck 1',
      '# recording: 1',
      '# broke: client/live-blocks-disjoint at step 1',
    ]);
    expect(parseRecording(text, 'x')).toMatchObject({
      writtenBy: undefined,
      subjectVersion: undefined,
    });
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

  it('reads back where it comes from', () => {
    const { writtenBy, subjectVersion } = parseRecording(recordingOf(), 'x');
    expect({ writtenBy, subjectVersion }).toEqual({
      writtenBy: 'allocheck 1.2.3',
      subjectVersion: '4.5, x86_64',
    });
  });

  it('reads files of before there were versions in them', () => {
    const text = 'allocheck 1\n# broke: client/x at step 1\nheap bump\na = malloc 8\n';
    expect(parseRecording(text, 'x')).toEqual({
      program: parseProgram(text, 'x'),
      broke: { invariant: 'client/x', step: 1 },
      writtenBy: undefined,
      subjectVersion: undefined,
    });
  });

  it('refuses a later version of the comments, with its place', () => {
    expect(problemOf(recordingOf().replace('recording: 1', 'recording: 2'))).toBe(
      'x.allocheck:2:14: this recording is of version 2, and only version 1 can be read here\n' +
        'use the allocheck that wrote it, or a later one',
    );
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
  const name = (text: string, finding: Omit<Finding, 'violation'> = FINDING): string =>
    recordingName(parseProgram(text, 'x'), finding);

  it('names the subject, the invariant and the content, and no folder', () => {
    expect(name(PROGRAM.replace('bump', 'acme/pool.v2'))).toMatch(
      /^acme-pool-v2-live-blocks-disjoint-[\da-f]{8}\.allocheck$/,
    );
  });

  it('differs for another program, and where it broke otherwise', () => {
    const names = [
      name(PROGRAM),
      name(`${PROGRAM}gc\n`),
      name(PROGRAM, { ...FINDING, step: 2 }),
      name(PROGRAM, { ...FINDING, seed: 7 }),
      name(PROGRAM, { ...FINDING, seed: 8 }),
    ];
    expect(new Set(names).size).toBe(names.length);
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
