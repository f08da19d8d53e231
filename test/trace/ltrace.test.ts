// Goal: of a log of ltrace, what can be right becomes a program; what ltrace names wrongly is left out and told, and what
// cannot be is refused.
import { describe, expect, it } from 'vitest';
import { looksLikeLtrace, parseLtrace } from '../../src/trace/ltrace.ts';
import { commandsOf, fixture, problemOf } from './support.ts';

const A = 'a->malloc(24)                = 0x1000\n';

describe('parseLtrace', () => {
  it.each([
    ['malloc', A, ['MALLOC 0 24 0'], 1],
    ['malloc without a caller', 'malloc(24) = 0x1000\n', ['MALLOC 0 24 0'], 1],
    ['malloc of a thread', '[pid 7] a->malloc(24) = 0x1000\n', ['MALLOC 0 24 0'], 1],
    ['calloc', 'a->calloc(3, 100) = 0x1000\n', ['CALLOC 0 3 100'], 1],
    ['free', `${A}a->free(0x1000)    = <void>\n`, ['MALLOC 0 24 0', 'FREE 0 0 0'], 2],
    ['free of the null pointer', 'a->free(0) = <void>\n', [], 1],
    ['realloc', `${A}a->realloc(0x1000, 9) = 0x2000\n`, ['MALLOC 0 24 0', 'REALLOC 1 0 9'], 2],
    ['realloc of nothing', 'a->realloc(0, 9) = 0x2000\n', ['MALLOC 0 9 0'], 1],
    ['realloc to nothing', `${A}a->realloc(0x1000, 0) = 0\n`, ['MALLOC 0 24 0', 'FREE 0 0 0'], 2],
    [
      'line of another kind',
      `a->strlen("malloc(") = 7\n--- SIGCHLD (Child exited) ---\n${A}+++ exited (status 0) +++\n`,
      ['MALLOC 0 24 0'],
      1,
    ],
    [
      'pair of calls that overlap',
      '7 a->malloc(24 <unfinished ...>\n8 a->calloc(2, 8)   = 0x2000\n7 <... malloc resumed> )   = 0x1000\n',
      ['CALLOC 0 2 8', 'MALLOC 1 24 0'],
      2,
    ],
    [
      'free that another thread sees the end of',
      `7 ${A}7 a->free(0x1000 <no return ...>\n8 ${A}7 <... free resumed> ) = <void>\n`,
      ['MALLOC 0 24 0', 'FREE 0 0 0', 'MALLOC 1 24 0'],
      3,
    ],
  ])('reads a %s', (_, text, commands, events) => {
    const trace = parseLtrace(text, 'f');
    expect(commandsOf(trace)).toEqual(commands);
    expect(trace).toMatchObject({ events, refused: 0, gaps: [] });
  });

  it('leaves out what was refused; a block that was not moved stays', () => {
    const text = `a->malloc(4611686018427387904) = 0\n${A}a->realloc(0x1000, 99) = 0\na->free(0x1000) = <void>\n`;
    const trace = parseLtrace(text, 'f');
    expect(commandsOf(trace)).toEqual(['MALLOC 0 24 0', 'FREE 0 0 0']);
    expect(trace).toMatchObject({ refused: 2, gaps: [] });
  });

  it('leaves out the calls of libc, and tells it', () => {
    const text =
      `${A}libc.so.6->calloc(0, 1600) = 0x2000\nlibc.so.6->realloc(0x1000, 6) = 0x6\n` +
      '7 ld-linux-x86-64.so.2->malloc(1 <unfinished ...>\n7 <... malloc resumed> ) = 0x3000\n';
    const trace = parseLtrace(text, 'f');
    expect(commandsOf(trace)).toEqual(['MALLOC 0 24 0']);
    expect(trace.gaps).toEqual([{ what: 'misnamed', count: 3, line: 2 }]);
  });

  it('tells frees that it has not seen the blocks of, and blocks that it has not seen freed', () => {
    expect(parseLtrace(`${A}${A}a->free(0x3000) = <void>\n`, 'f').gaps).toEqual([
      { what: 'reused', count: 1, line: 2 },
      { what: 'unseen', count: 1, line: 3 },
    ]);
  });

  it.each([
    ['a->malloc(x) = 0x1000\n', '1:11: expected a number such as 24 or 0x561f8a2da2a0, found x'],
    ['a->malloc(24) = ?\n', '1:17: expected a number such as 24 or 0x561f8a2da2a0, found ?'],
    ['a->malloc(24, 7) = 0x1000\n', '1:13: expected ) = and what the call gave, found ,'],
    ['a->calloc(3) = 0x1000\n', '1:12: expected a comma, found )'],
    ['7 <... malloc resumed> ) = 0x1000\n', '1:1: this call of malloc was not seen to begin'],
    [`${A}a->free(0x10`, '2:13: expected the rest of this line, the file was cut here'],
    [
      'a->realloc(0x1000, 6) = 0x6\n',
      '1:25: realloc(4096, 6) cannot have given 6: ltrace named another call so\n' +
        'record by mtrace, valgrind or heaptrack instead: docs/record-a-trace.md',
    ],
    [
      'a->malloc(18446744073709551615) = 0x1000\n',
      '1:35: malloc(18446744073709552000) cannot have given 4096: ltrace named another call so\n' +
        'record by mtrace, valgrind or heaptrack instead: docs/record-a-trace.md',
    ],
  ])('refuses %j', (text, problem) => {
    expect(problemOf(() => parseLtrace(text, 'f'))).toBe(`f:${problem}`);
  });
});

describe('a real log', () => {
  it('has the calls of small.c that can be right', () => {
    const trace = parseLtrace(fixture('small.ltrace'), 'f');
    expect(commandsOf(trace)).toEqual([
      'MALLOC 0 24 0',
      'CALLOC 1 3 100',
      'REALLOC 2 0 2048',
      'MALLOC 3 40 0',
      'FREE 1 0 0',
      'REALLOC 4 3 16',
      'FREE 4 0 0',
      'MALLOC 5 0 0',
      'FREE 5 0 0',
    ]);
    // One reallocarray, logged as a calloc of libc; its block's end and those of four aligned blocks, not asked for by -e.
    expect(trace).toMatchObject({
      refused: 1,
      gaps: [
        { what: 'misnamed', count: 1, line: 5 },
        { what: 'unseen', count: 5, line: 10 },
      ],
    });
  });

  it('has all calls of two threads', () => {
    const trace = parseLtrace(fixture('threads.ltrace.gz'), 'f');
    const count = (op: string): number => commandsOf(trace).filter((c) => c.startsWith(op)).length;
    expect([count('MALLOC'), count('CALLOC'), count('REALLOC'), count('FREE')]).toEqual([
      40, 40, 40, 80,
    ]);
    expect(trace.gaps).toEqual([]);
  });
});

describe('looksLikeLtrace', () => {
  it.each([
    A,
    'free(0x1000) = <void>\n',
    '7 a->calloc(2, 8 <unfinished ...>\n',
    `a->strlen("x") = 1\n${A}`,
  ])('takes %j', (text) => {
    expect(looksLikeLtrace(text)).toBe(true);
  });

  it.each([
    '',
    'int main(void) {\n  char *a = malloc(24);\n}\n',
    'puts("x") = 1\n',
    'malloc(24)\n',
  ])('refuses %j', (text) => {
    expect(looksLikeLtrace(text)).toBe(false);
  });
});
