// Goal: every form of line that valgrind logs becomes the command that it stands for; what it does not log is refused
// with its place.
import { describe, expect, it } from 'vitest';
import { looksLikeValgrind, parseValgrind } from '../../src/trace/valgrind.ts';
import { commandsOf, fixture, problemOf } from './support.ts';

const A = '--7-- malloc(24) = 0x10\n';

describe('parseValgrind', () => {
  it.each([
    ['malloc', A, ['MALLOC 0 24 0'], 1],
    ['malloc of nothing', '--7-- malloc(0) = 0x10\n', ['MALLOC 0 0 0'], 1],
    ['calloc', '--7-- calloc(3,100) = 0x10\n', ['CALLOC 0 3 100'], 1],
    ['free', `${A}--7-- free(0x10)\n`, ['MALLOC 0 24 0', 'FREE 0 0 0'], 2],
    ['free of the null pointer', '--7-- free(0x0)\n', [], 1],
    ['sized free', `${A}--7-- free_sized(0x10, 24)\n`, ['MALLOC 0 24 0', 'FREE 0 0 0'], 2],
    ['realloc', `${A}--7-- realloc(0x10,9) = 0x20\n`, ['MALLOC 0 24 0', 'REALLOC 1 0 9'], 2],
    ['realloc of nothing', '--7-- realloc(0x0,9)malloc(9) = 0x20\n', ['MALLOC 0 9 0'], 1],
    [
      'realloc to nothing',
      `${A}--7-- realloc(0x10,0)free(0x10)\n--7--  = 0\n`,
      ['MALLOC 0 24 0', 'FREE 0 0 0'],
      2,
    ],
    [
      'pair of operators',
      '--7-- _ZnwmRKSt9nothrow_t(24) = 0x10\n--7-- _ZdlPvm(0x10)\n',
      ['MALLOC 0 24 0', 'FREE 0 0 0'],
      2,
    ],
    ['query', `--7-- malloc_usable_size(0x10) = 24\n${A}`, ['MALLOC 0 24 0'], 1],
    ['line of another kind', `==7== Memcheck\n--7-- REDIR: (a)\nhello\n${A}`, ['MALLOC 0 24 0'], 1],
    ['line end of Windows', A.replace('\n', '\r\n'), ['MALLOC 0 24 0'], 1],
  ])('reads a %s', (_, text, commands, events) => {
    const trace = parseValgrind(text, 'f');
    expect(commandsOf(trace)).toEqual(commands);
    expect(trace).toMatchObject({ events, refused: 0, gaps: [] });
  });

  it.each([
    ['--7-- memalign(al 64, size 128) = 0x40\n', 64],
    ['--7-- _ZnamSt11align_val_t(size 128, al 32) = 0x40\n', 32],
    ['--7-- aligned_alloc(alignment 16, size 128) = 0x40\n', 16],
  ])('keeps the alignment of %j', (text, alignment) => {
    const trace = parseValgrind(text, 'f');
    expect(commandsOf(trace)).toEqual([`MEMALIGN 0 ${alignment} 128`]);
  });

  it.each([
    ['malloc', '--7-- malloc(18446744073709551615) = 0x0\n', []],
    ['calloc', '--7-- calloc(4611686018427387904,8) = 0x0\n', []],
    ['realloc', `${A}--7-- realloc(0x10,4611686018427387904) = 0x0\n`, ['MALLOC 0 24 0']],
  ])('leaves out a %s that was refused', (_, text, commands) => {
    const trace = parseValgrind(text, 'f');
    expect(commandsOf(trace)).toEqual(commands);
    expect(trace.refused).toBe(1);
  });

  it('tells what it cannot have seen', () => {
    const text = `--7-- free(0x90)\n${A}${A}--7-- realloc(0x80,8) = 0x70\n`;
    expect(parseValgrind(text, 'f')).toMatchObject({
      skippedFrees: 2,
      gaps: [
        { what: 'unseen', count: 2, line: 1 },
        { what: 'reused', count: 1, line: 3 },
      ],
    });
  });

  it('gives the line of each command', () => {
    const text = `==7== Memcheck\n${A}--7-- free(0x0)\n--7-- free(0x10)\n`;
    expect([...parseValgrind(text, 'f').lines]).toEqual([2, 4]);
  });

  it.each([
    ['--7-- malloc(x) = 0x10\n', '1:14: expected a size such as 24, found x'],
    ['--7-- malloc(24)\n', '1:17: expected = and what the call gave, the line ends here'],
    ['--7-- malloc(24) = 10\n', '1:20: expected an address such as 0x4A40040, found 10'],
    ['--7-- malloc(24) = 0x10 x\n', '1:24: expected the end of the line, found x'],
    ['--7-- calloc(3) = 0x10\n', '1:15: expected a comma and a size such as 24, found )'],
    ['--7-- malok(3) = 0x10\n', '1:7: expected a call such as malloc, found malok'],
    ['--7-- toString(3) = 0x10\n', '1:7: expected a call such as malloc, found toString'],
    [
      '--7-- malloc(18446744073709551615) = 0x10\n',
      '1:42: expected a size that can be served, found 18446744073709551615',
    ],
    [`${A}--7-- free(0x1`, '2:15: expected the rest of this line, the file was cut here'],
    [
      `${A}--8-- malloc(24) = 0x10\n`,
      '2:1: this is another process than --7--: its addresses mean other blocks\n' +
        'record each in a file of its own: valgrind --trace-malloc=yes --log-file=trace.%p',
    ],
    [
      '==7== Memcheck\n==7==\n',
      '1:1: there is no call in this log\nrecord it by: valgrind --trace-malloc=yes',
    ],
  ])('refuses %j', (text, problem) => {
    expect(problemOf(() => parseValgrind(text, 'f'))).toBe(`f:${problem}`);
  });
});

describe('a real log', () => {
  it('has every call of small.c', () => {
    const trace = parseValgrind(fixture('small.valgrind'), 'f');
    expect(commandsOf(trace)).toEqual([
      'MALLOC 0 24 0',
      'CALLOC 1 3 100',
      'MEMALIGN 2 64 128',
      'MEMALIGN 3 4096 5000',
      'REALLOC 4 0 2048',
      'MALLOC 5 40 0',
      'MALLOC 6 63 0',
      'FREE 1 0 0',
      'REALLOC 7 5 16',
      'MEMALIGN 8 32 77',
      'MEMALIGN 9 4096 10',
      'FREE 2 0 0',
      'FREE 3 0 0',
      'FREE 7 0 0',
      'FREE 8 0 0',
      'FREE 9 0 0',
      'MALLOC 10 0 0',
      'FREE 10 0 0',
      'FREE 6 0 0',
    ]);
    expect(trace).toMatchObject({ refused: 1, gaps: [] });
  });

  it('has the operators of C++', () => {
    const trace = parseValgrind(fixture('operators.valgrind'), 'f');
    const frees = commandsOf(trace).filter((command) => command.startsWith('FREE'));
    expect(frees).toHaveLength(20);
    expect(trace).toMatchObject({ refused: 0, gaps: [] });
    expect(commandsOf(trace)).toHaveLength(40);
    expect(commandsOf(trace).filter((command) => command.startsWith('MEMALIGN'))).toEqual([
      'MEMALIGN 18 64 384',
    ]);
  });
});

describe('looksLikeValgrind', () => {
  it.each([A, '==123== Memcheck, a memory error detector\n'])('takes %j', (text) => {
    expect(looksLikeValgrind(text)).toBe(true);
  });

  it.each(['', '= Start\n', '-- a comment\n', '== 7 ==\n', '==7-- \n'])('refuses %j', (text) => {
    expect(looksLikeValgrind(text)).toBe(false);
  });
});
