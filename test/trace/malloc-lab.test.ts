// Goal: traces of the malloc lab become programs, and are refused where they are not whole or name what is not there.
import { describe, expect, it } from 'vitest';
import { looksLikeMallocLab, parseMallocLab } from '../../src/trace/malloc-lab.ts';
import { commandsOf, problemOf } from './support.ts';

const TRACE = '20000\n2\n6\n1\na 0 2040\na 1 48\nr 0 4072\nf 1\na 1 16\nf 0\n';

describe('parseMallocLab', () => {
  it('reads a trace, whose ids are used again', () => {
    const trace = parseMallocLab(TRACE, 'f');
    expect(commandsOf(trace)).toEqual([
      'MALLOC 0 2040 0',
      'MALLOC 1 48 0',
      'REALLOC 2 0 4072',
      'FREE 1 0 0',
      'MALLOC 3 16 0',
      'FREE 2 0 0',
    ]);
    expect(trace).toMatchObject({ events: 6, refused: 0, gaps: [] });
    expect([...trace.lines]).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('reads a free of nothing, and empty lines', () => {
    expect(commandsOf(parseMallocLab('1\n1\n2\n0\n\na 0 8\nf -1\n\n', 'f'))).toEqual([
      'MALLOC 0 8 0',
    ]);
  });

  it.each([
    ['1\n1\n1\n1\nx 0 8\n', '5:1: expected one of a r f, found x'],
    ['1\n1\n1\n1\na 0\n', '5:4: expected a size such as 2040, the line ends here'],
    ['1\n1\n1\n1\na 0 -8\n', '5:4: expected a size such as 2040, found -8'],
    ['1\n1\n1\n1\na x 8\n', '5:2: expected an id such as 0, found x'],
    ['1\n1\n1\n1\na 0 8 8\n', '5:6: expected the end of the line, found 8'],
    ['1\n1\n1\n1\na 1 8\n', '5:4: expected an id below 1, as the second line says, found 1'],
    ['1\n1\n2\n1\na 0 8\na 0 8\n', '6:4: id 0 is allocated already'],
    ['1\n1\n1\n1\nf 0\n', '5:4: id 0 is not allocated here'],
    ['1\n1\n1\n1\nr 0 8\n', '5:4: id 0 is not allocated here'],
    ['1\nx\n1\n1\na 0 8\n', '2:1: expected a number of ids such as 8, found x'],
    ['1\n1\n1\n1\na 0 8', '5:6: expected the rest of this line, the file was cut here'],
    [
      TRACE.replace('f 0\n', ''),
      '9:7: expected 6 operations, as the third line says, found 5: the file was cut, or the third line is wrong',
    ],
  ])('refuses %j', (text, problem) => {
    expect(problemOf(() => parseMallocLab(text, 'f'))).toBe(`f:${problem}`);
  });
});

describe('looksLikeMallocLab', () => {
  it.each([TRACE, '1\r\n1\r\n1\r\n1\r\nf 0\r\n'])('takes %j', (text) => {
    expect(looksLikeMallocLab(text)).toBe(true);
  });

  it.each(['', '1\n2\n3\n', '1\n2\n3\n4\n5\n', '1 2 3 4\na 0 8\n'])('refuses %j', (text) => {
    expect(looksLikeMallocLab(text)).toBe(false);
  });
});
