// Goal: the line of a finding is that of its command in the file, whatever comments and empty lines stand around.
import { describe, expect, it } from 'vitest';
import { parseRecording } from '../../src/engine/recording.ts';
import { lineOfStep, stepIn } from '../../src/report/place.ts';
import { findingReport } from './support.ts';

const FILE = `# mine
allocheck 1
# broke: client/disjoint at step 2

heap bump procs=2   # two
fault map#2 refuse
a = malloc 8

  # nothing
gc
fault place descending
b = malloc 8  # guilty
`;

describe('the line of a step', () => {
  it.each([
    [0, 7],
    [1, 10],
    [2, 12],
    [3, 12],
    [undefined, 5],
  ])('%s is %i', (step, line) => {
    expect(lineOfStep(FILE, step)).toBe(line);
    expect(lineOfStep(FILE.replaceAll('\n', '\r\n'), step)).toBe(line);
  });

  it('of a program without commands is that of its heap', () => {
    expect(lineOfStep('allocheck 1\nheap bump\n', 0)).toBe(2);
  });
});

describe('the step in a file', () => {
  const report = findingReport();

  it('is that of the finding, where the file holds its program', () => {
    const same =
      'allocheck 1\n# broke: client/kept at step 0\nheap bump\na = malloc 8\nb = malloc 8';
    expect(stepIn(parseRecording(same, 'x'), report)).toBe(report.finding.step);
  });

  it('is what the file says, where it holds a larger one that breaks the same', () => {
    expect(stepIn(parseRecording(FILE, 'x'), report)).toBe(2);
    const other = FILE.replace('client/disjoint', 'client/kept');
    expect(stepIn(parseRecording(other, 'x'), report)).toBeUndefined();
  });
});
