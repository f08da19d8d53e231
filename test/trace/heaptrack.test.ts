// Goal: raw recordings of heaptrack become programs; interpreted ones, which have no addresses, are refused with what to do.
import { describe, expect, it } from 'vitest';
import { looksLikeHeaptrack, parseHeaptrack } from '../../src/trace/heaptrack.ts';
import { commandsOf, fixture, problemOf } from './support.ts';

const V = 'v 10400 3\n';
const A = '+ 18 8 558769b3e1d0\n';

describe('parseHeaptrack', () => {
  it.each([
    ['allocation', A, ['MALLOC 0 24 0'], 1],
    ['free', `${A}- 558769b3e1d0\n`, ['MALLOC 0 24 0', 'FREE 0 0 0'], 2],
    [
      'realloc, which is a free and an allocation',
      `${A}- 558769b3e1d0\nt 5 1\n+ 800 c 558769b3e1d0\n`,
      ['MALLOC 0 24 0', 'FREE 0 0 0', 'MALLOC 1 2048 0'],
      3,
    ],
    ['line of another kind', `x 3 abc\nm 1 -\nt 5 1\nc 10\nR 5\n${A}`, ['MALLOC 0 24 0'], 1],
  ])('reads an %s', (_, text, commands, events) => {
    const trace = parseHeaptrack(V + text, 'f');
    expect(commandsOf(trace)).toEqual(commands);
    expect(trace).toMatchObject({ events, gaps: [] });
  });

  it.each([
    ['+ 18 8\n', '2:7: expected an address such as 558769b3e1d0, the line ends here'],
    ['+ 18 8 x\n', '2:7: expected an address such as 558769b3e1d0, found x'],
    ['+ 1g 8 1000\n', '2:2: expected a size such as 18, found 1g'],
    ['+ 18 8 558769b3e1d0 9\n', '2:20: expected the end of the line, found 9'],
    ['- 558769b3e1d0x\n', '2:2: expected an address such as 558769b3e1d0, found 558769b3e1d0x'],
    ['- 558769b3e1d', '2:14: expected the rest of this line, the file was cut here'],
  ])('refuses %j', (text, problem) => {
    expect(problemOf(() => parseHeaptrack(V + text, 'f'))).toBe(`f:${problem}`);
  });

  it.each([
    ['strings', 's 10 /demo/small\n', 2],
    ['instructions', 'm 1 -\ni 7fb5ebc67b9f 8 0 b 0\n', 3],
    ['kinds of allocation', 'a 18 8\n', 2],
    ['allocations without addresses', '+ 1\n', 2],
    ['frees without addresses', '- 1f\n', 2],
  ])('refuses what was interpreted, by its %s', (_, text, line) => {
    expect(problemOf(() => parseHeaptrack(V + text, 'f'))).toBe(
      `f:${line}:1: this recording was interpreted, which leaves the addresses out: frees name no block\n` +
        'record again by: heaptrack --raw PROGRAM; ' +
        'then: zstd -dc heaptrack.PROGRAM.PID.raw.zst > PROGRAM.heaptrack',
    );
  });

  it('refuses a real recording that was interpreted', () => {
    const read = (): unknown => parseHeaptrack(fixture('small.interpreted'), 'f');
    expect(problemOf(read)).toContain('f:4:1: this recording was interpreted');
  });
});

describe('a real recording', () => {
  it('has the calls of small.c but the refused one, and what heaptrack does of its own', () => {
    const trace = parseHeaptrack(fixture('small.heaptrack'), 'f');
    expect(commandsOf(trace)).toEqual([
      'MALLOC 0 72704 0',
      'MALLOC 1 24 0',
      'MALLOC 2 300 0',
      'MALLOC 3 128 0',
      'MALLOC 4 5000 0',
      'FREE 1 0 0',
      'MALLOC 5 2048 0',
      'MALLOC 6 40 0',
      'MALLOC 7 63 0',
      'FREE 2 0 0',
      'FREE 6 0 0',
      'MALLOC 8 16 0',
      'MALLOC 9 10 0',
      'FREE 3 0 0',
      'FREE 4 0 0',
      'FREE 8 0 0',
      'FREE 9 0 0',
      'MALLOC 10 0 0',
      'FREE 10 0 0',
      'FREE 0 0 0',
    ]);
    // Heaptrack 1.4 sees no memalign and no realloc to nothing; of the former it sees the free.
    expect(trace.gaps).toEqual([{ what: 'unseen', count: 1, line: 48 }]);
  });
});

describe('looksLikeHeaptrack', () => {
  it.each([V, 'v 10000\n', 'v 10400 3\r\n'])('takes %j', (text) => {
    expect(looksLikeHeaptrack(text)).toBe(true);
  });

  it.each(['', 'v\n', 'v 1 2 3\n', 'version 1\n', 'v 10400 3'])('refuses %j', (text) => {
    expect(looksLikeHeaptrack(text)).toBe(false);
  });
});
