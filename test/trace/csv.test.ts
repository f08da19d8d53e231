// Goal: what docs/traces.md says of our own format is so; all else is refused at its cell.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { looksLikeCsv, parseCsv } from '../../src/trace/csv.ts';
import { commandsOf, problemOf } from './support.ts';

const HEAD = 'operation,id,size,alignment,count\n';

describe('parseCsv', () => {
  it('reads the example of docs/traces.md', () => {
    const page = readFileSync('docs/traces.md', 'utf8');
    const [, example = ''] = /```csv\n([^]*?)```/.exec(page) ?? [];
    const trace = parseCsv(example, 'f');
    expect(commandsOf(trace)).toEqual([
      'MALLOC 0 24 0',
      'CALLOC 1 3 100',
      'MEMALIGN 2 64 128',
      'REALLOC 3 0 2048',
      'FREE 1 0 0',
      'MALLOC 4 48 0',
    ]);
    expect(trace).toMatchObject({ events: 6, refused: 0, gaps: [] });
    expect([...trace.lines]).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('reads columns in any order, spaces, empty lines and hexadecimal numbers', () => {
    const text = ' size , id, operation\r\n 0x18, a b, malloc\r\n\r\n, a b, free\r\n';
    expect(commandsOf(parseCsv(text, 'f'))).toEqual(['MALLOC 0 24 0', 'FREE 0 0 0']);
  });

  it.each([
    [
      'operation,id,sise\n',
      '1:14: unknown column sise (did you mean size?)\nuse one of: operation, id, size, alignment, count',
    ],
    ['operation,size\n', '1:11: expected a column id in this line'],
    ['operation,id,id\n', '1:14: there are two columns id'],
    [
      `${HEAD}malok,1,8\n`,
      '2:1: unknown operation malok (did you mean malloc?)\nuse one of: malloc, calloc, memalign, realloc, free',
    ],
    [`${HEAD},1,8\n`, '2:5: expected a value of operation in this line'],
    [`${HEAD}malloc,,8\n`, '2:10: expected a value of id in this line'],
    [`${HEAD}malloc,1\n`, '2:9: expected a value of size in this line'],
    [`${HEAD}malloc,1,x\n`, '2:10: expected a whole number such as 24 or 0x18, found x'],
    [`${HEAD}malloc,1,-8\n`, '2:10: expected a whole number such as 24 or 0x18, found -8'],
    [
      `${HEAD}malloc,1,9007199254740992\n`,
      '2:10: expected a whole number such as 24 or 0x18, found 9007199254740992',
    ],
    [`${HEAD}malloc,1,8,16\n`, '2:12: malloc takes no alignment, leave this cell empty'],
    [`${HEAD}free,1,8\n`, '2:8: free takes no size, leave this cell empty'],
    [`${HEAD}calloc,1,8\n`, '2:11: expected a value of count in this line'],
    [`${HEAD}memalign,1,8,24\n`, '2:14: expected a power of two such as 64, found 24'],
    [`${HEAD}memalign,1,8,0\n`, '2:14: expected a power of two such as 64, found 0'],
    [`${HEAD}malloc,1,8,,,9\n`, '2:14: expected 5 cells, as the first line has, found 6'],
    [`${HEAD}malloc,1,8\nmalloc,1,8\n`, '3:8: id 1 is allocated already'],
    [`${HEAD}free,1\n`, '2:6: id 1 is not allocated here'],
    [`${HEAD}realloc,1,8\n`, '2:9: id 1 is not allocated here'],
    [`${HEAD}malloc,1,204`, '2:13: expected the rest of this line, the file was cut here'],
  ])('refuses %j', (text, problem) => {
    expect(problemOf(() => parseCsv(text, 'f'))).toBe(`f:${problem}`);
  });
});

describe('looksLikeCsv', () => {
  it.each([HEAD, 'size,operation\n', ' operation , id\r\n'])('takes %j', (text) => {
    expect(looksLikeCsv(text)).toBe(true);
  });

  it.each(['', 'operations,id\n', 'name,size\noperation,1\n'])('refuses %j', (text) => {
    expect(looksLikeCsv(text)).toBe(false);
  });
});
