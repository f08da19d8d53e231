import { describe, expect, it } from 'vitest';
import { OP, STRIDE } from '../../src/program/program.ts';
import { looksLikeMtrace, parseMtrace } from '../../src/trace/mtrace.ts';
import { NULL_ADDR } from '../../src/trace/trace.ts';
import { problemOf } from './support.ts';

const FILE = 'a.mtrace';
const NAMES = Object.entries(OP);

/** Commands as text, for reading: `MALLOC 0 24 0`. */
function commandsOf(text: string): readonly string[] {
  const { commands } = parseMtrace(text, FILE).program;
  const rows = Array.from({ length: commands.length / STRIDE }, (_, i) =>
    Array.from(commands.subarray(i * STRIDE, (i + 1) * STRIDE)),
  );
  return rows.map(([op, a, b, c, processor]) => {
    expect(processor).toBe(0);
    return [NAMES.find(([, number]) => number === op)?.[0], a, b, c].join(' ');
  });
}

const A = '@ git:(xmalloc+1d)[0x10ad7a] + 0x10 0x18\n';

describe('parseMtrace', () => {
  it.each([
    ['malloc', A, ['MALLOC 0 24 0'], 1],
    ['malloc of nothing', '@ a:[0x1] + 0x10 0\n', ['MALLOC 0 0 0'], 1],
    ['malloc and free', `${A}@ a:[0x1] - 0x10\n`, ['MALLOC 0 24 0', 'FREE 0 0 0'], 2],
    [
      'realloc that moves',
      `${A}@ a:[0x1] < 0x10\n@ a:[0x1] > 0x20 0x800\n@ a:[0x1] - 0x20\n`,
      ['MALLOC 0 24 0', 'REALLOC 1 0 2048', 'FREE 1 0 0'],
      4,
    ],
    [
      'realloc in place',
      `${A}@ a:[0x1] < 0x10\n@ a:[0x1] > 0x10 0x1\n@ a:[0x1] - 0x10\n`,
      ['MALLOC 0 24 0', 'REALLOC 1 0 1', 'FREE 1 0 0'],
      4,
    ],
    [
      'address that is used again',
      `${A}@ a:[0x1] - 0x10\n${A}@ a:[0x1] - 0x10\n`,
      ['MALLOC 0 24 0', 'FREE 0 0 0', 'MALLOC 1 24 0', 'FREE 1 0 0'],
      4,
    ],
    [
      'address that is used again without a free',
      `${A}${A}@ a:[0x1] - 0x10\n`,
      ['MALLOC 0 24 0', 'MALLOC 1 24 0', 'FREE 1 0 0'],
      3,
    ],
    ['free of the null pointer', '@ a:[0x1] - (nil)\n', [], 1],
    ['48-bit address', '@ a:[0x1] + 0xffffffffffff 0x8\n', ['MALLOC 0 8 0'], 1],
    ['markers', `= Start\n${A}= End\n`, ['MALLOC 0 24 0'], 1],
    ['markers alone', '= Start\n= End\n', [], 0],
    ['line without a caller', '+ 0x10 0x18\n', ['MALLOC 0 24 0'], 1],
    ['caller without a module', '@ [0x401136] + 0x10 0x18\n', ['MALLOC 0 24 0'], 1],
    ['caller with spaces', '@ ./my [old] tool:[0x1] + 0x10 0x18\n', ['MALLOC 0 24 0'], 1],
    ['line ends of Windows', '= Start\r\n@ a:[0x1] + 0x10 0x18\r\n', ['MALLOC 0 24 0'], 1],
  ])('reads a %s', (_, text, commands, events) => {
    expect(commandsOf(text)).toEqual(commands);
    expect(parseMtrace(text, FILE)).toMatchObject({ events, skippedFrees: 0, refused: 0 });
  });

  it.each([
    ['free', '@ a:[0x1] - 0x30\n', [], 1],
    ['realloc', '@ a:[0x1] < 0x30\n@ a:[0x1] > 0x40 0x8\n', ['MALLOC 0 8 0'], 2],
    [
      'free of a freed',
      `${A}@ a:[0x1] - 0x10\n@ a:[0x1] - 0x10\n`,
      ['MALLOC 0 24 0', 'FREE 0 0 0'],
      3,
    ],
  ])('counts a %s of a block that it has not seen', (_, text, commands, events) => {
    expect(commandsOf(text)).toEqual(commands);
    expect(parseMtrace(text, FILE)).toMatchObject({ events, skippedFrees: 1 });
  });

  it.each([
    ['malloc', '@ a:[0x1] + (nil) 0xffffffffffffffff\n', [], 1],
    ['realloc', `${A}@ a:[0x1] ! 0x10 0x4000000000000000\n`, ['MALLOC 0 24 0'], 2],
    ['realloc of nothing', '@ a:[0x1] ! (nil) 0x4000000000000000\n', [], 1],
  ])('leaves out a %s that was refused', (_, text, commands, events) => {
    expect(commandsOf(text)).toEqual(commands);
    expect(parseMtrace(text, FILE)).toMatchObject({ events, refused: 1, skippedFrees: 0 });
  });

  it('keeps the realloc of the null pointer as a malloc', () => {
    expect(commandsOf('@ a:[0x1] < (nil)\n@ a:[0x1] > 0x10 0x8\n')).toEqual(['MALLOC 0 8 0']);
    expect(NULL_ADDR).toBe(0);
  });

  it('reads every form that a C program brings glibc to write', () => {
    const text = `= Start
@ ./my:[0x117b] + 0x55e65f94c2a0 0
@ ./my:[0x1191] + (nil) 0x4000000000000000
@ ./my:[0x11ae] ! 0x55e65f94c2a0 0x4000000000000000
@ ./my:[0x11c3] < 0x55e65f94c2a0
@ ./my:[0x11c3] > 0x55e65f94c4a0 0x64
@ ./my:[0x11d9] + (nil) 0x4000000000000000
@ ./my:[0x11ec] + 0x55e65f94c510 0x96
@ ./my:[0x11ff] + 0x55e65f94c600 0x64
@ ./my:[0x120f] + (nil) 0xffffffffffffffff
@ ./my:[0x1222] + 0x55e65f94c2a0 0
@ ./my:[0x1237] - 0x55e65f94c4a0
`;
    expect(commandsOf(text)).toEqual([
      'MALLOC 0 0 0',
      'REALLOC 1 0 100',
      'MALLOC 2 150 0',
      'MALLOC 3 100 0',
      'MALLOC 4 0 0',
      'FREE 1 0 0',
    ]);
    expect(parseMtrace(text, FILE)).toMatchObject({ events: 11, skippedFrees: 0, refused: 4 });
  });

  it('gives a heap of one processor without faults', () => {
    expect(parseMtrace(A, FILE).program.heap).toMatchObject({ procs: 1, faults: [] });
  });
});

describe('parseMtrace of a broken file', () => {
  it.each([
    ['', '1:1', 'expected = Start, no text'],
    [
      '= Start\n@ a:[0x1] + 0x10 0x1',
      '2:21',
      'expected the rest of this line, the file was cut here',
    ],
    ['= Sta\n', '1:3', 'expected Start or End, found Sta'],
    ['=\n', '1:2', 'expected Start or End, the line ends here'],
    ['=Start\n', '1:1', 'expected = Start or = End, found =Start'],
    ['= Start now\n', '1:9', 'expected the end of the line, found now'],
    [`${A}\n`, '2:1', 'expected one of + - < > !, the line ends here'],
    ['hello\n', '1:1', 'expected one of + - < > !, found hello'],
    ['@\n', '1:2', 'expected a caller that ends in ], the line ends here'],
    ['@a:[0x1] - 0x10\n', '1:1', 'expected a caller: @ path[address], found @a:[0x1]'],
    [
      '@ libc.so.6:[0x39 + 0x10\n',
      '1:3',
      'expected a caller that ends in ], found libc.so.6:[0x39',
    ],
    ['@ a:[0x1]\n', '1:10', 'expected one of + - < > !, the line ends here'],
    ['@ a:[0x1] * 0x10 0x8\n', '1:11', 'expected one of + - < > !, found *'],
    ['@ a:[0x1] ++ 0x10 0x8\n', '1:11', 'expected one of + - < > !, found ++'],
    ['@ a:[0x1] +\n', '1:12', 'expected an address such as 0x5640662d82a0, the line ends here'],
    ['@ a:[0x1] + 0x 0x8\n', '1:13', 'expected an address such as 0x5640662d82a0, found 0x'],
    ['@ a:[0x1] - 0x1g\n', '1:13', 'expected an address such as 0x5640662d82a0, found 0x1g'],
    ['@ a:[0x1] - 10\n', '1:13', 'expected an address such as 0x5640662d82a0, found 10'],
    ['@ a:[0x1] - 0x0\n', '1:13', 'expected an address such as 0x5640662d82a0, found 0x0'],
    [
      '@ a:[0x1] - 0x5640662d82a0000\n',
      '1:13',
      'expected an address such as 0x5640662d82a0, found 0x5640662d82a0000',
    ],
    ['@ a:[0x1] + 0x10\n', '1:17', 'expected a size such as 0x40, the line ends here'],
    ['@ a:[0x1] + 0x10 \n', '1:18', 'expected a size such as 0x40, the line ends here'],
    ['@ a:[0x1] + 0x10 24\n', '1:18', 'expected a size such as 0x40, found 24'],
    ['@ a:[0x1] + 0x10 -0x8\n', '1:18', 'expected a size such as 0x40, found -0x8'],
    [
      '@ a:[0x1] + 0x10 0xffffffffffffffff\n',
      '1:18',
      'expected a size such as 0x40, found 0xffffffffffffffff',
    ],
    ['@ a:[0x1] - 0x10 0x8\n', '1:18', 'expected the end of the line, found 0x8'],
    ['@ a:[0x1] > 0x10 0x8\n', '1:11', 'expected a line with < before this >'],
    ['@ a:[0x1] < 0x10\n', '1:11', 'expected a line with > after this <'],
    [
      `@ a:[0x1] < 0x10\n@ b:[0x1] - 0x20\n`,
      '2:11',
      'expected > to complete the < before it, found -',
    ],
    ['@ a:[0x1] < 0x10\n= End\n', '2:1', 'expected > to complete the < before it, found ='],
    [
      '@ a:[0x1] < 0x10\n@ a:[0x1] > (nil) 0x8\n',
      '2:13',
      'expected an address such as 0x5640662d82a0, found (nil)',
    ],
    ['\u001b[2J\u0007\n', '1:1', 'expected one of + - < > !, found ?[2J?'],
    [`${'x'.repeat(50)}\n`, '1:1', `expected one of + - < > !, found ${'x'.repeat(40)}…`],
  ])('says where %j is broken and what belongs there', (text, at, problem) => {
    expect(problemOf(() => parseMtrace(text, FILE))).toBe(`${FILE}:${at}: ${problem}`);
  });
});

describe('looksLikeMtrace', () => {
  it.each([
    '= Start\n',
    '= Start\r\n',
    A,
    '+ 0x10 0x18\n',
    '@ a:[0x1] - 0x10\n',
    '@ a:[0x1] + (nil) 0x8\n',
  ])('takes %j for a trace', (text) => {
    expect(looksLikeMtrace(text)).toBe(true);
  });

  it.each([
    '',
    'allocheck 1\nheap go\na = malloc 8\n',
    '= Start',
    '= 5\n',
    '+ 11c00 4 55d72701f530\n',
    'v 10400 3\n',
    '--17014-- malloc(64) = 0x4AFA2F0\n',
    '{"version":1}\n',
    '@ a:[0x1]\n- 0x10\n',
    '\u007fELF\u0002',
  ])('does not take %j for one', (text) => {
    expect(looksLikeMtrace(text)).toBe(false);
  });
});
