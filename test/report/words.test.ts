// Goal: numbers read the same in every report, and on every machine.
import { describe, expect, it } from 'vitest';
import {
  amount,
  byteSize,
  counted,
  duration,
  listed,
  rounded,
  table,
  wrapped,
} from '../../src/report/words.ts';

describe('words', () => {
  it('groups digits by threes', () => {
    expect([0, 7, 999, 1000, 231_402, 41_234_567].map(amount)).toEqual([
      '0',
      '7',
      '999',
      '1,000',
      '231,402',
      '41,234,567',
    ]);
  });

  it('says one thing and several', () => {
    expect([counted(1, 'program'), counted(0, 'program'), counted(2000, 'try', 'tries')]).toEqual([
      '1 program',
      '0 programs',
      '2,000 tries',
    ]);
  });

  it('scales bytes', () => {
    expect([64, 1023, 1024, 1536, 2 ** 20, 3.2 * 2 ** 20, 5 * 2 ** 30].map(byteSize)).toEqual([
      '64 B',
      '1023 B',
      '1.0 KiB',
      '1.5 KiB',
      '1.0 MiB',
      '3.2 MiB',
      '5.0 GiB',
    ]);
  });

  it('gives a duration the digits that matter', () => {
    expect([0, 0.123, 9.994, 12.34, 119.9, 125.2].map(duration)).toEqual([
      '0.00 s',
      '0.12 s',
      '9.99 s',
      '12.3 s',
      '119.9 s',
      '2 min 5 s',
    ]);
  });

  it('lists with commas and an and', () => {
    expect(listed([])).toBe('');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  });

  it('aligns columns and leaves no blank at the end', () => {
    expect(
      table([
        ['a', 'long', 'x'],
        ['bcd', 'e', ''],
      ]),
    ).toEqual(['  a    long  x', '  bcd  e']);
  });

  it('wraps items at 100 columns, below each other', () => {
    expect(wrapped('  did', [])).toEqual([]);
    expect(wrapped('  did', ['one', 'two'])).toEqual(['  did one, two']);
    const items = Array.from({ length: 9 }, (_, i) => `${i} pointer stores`);
    expect(wrapped('  did', items)).toEqual([
      `  did ${items.slice(0, 5).join(', ')},`,
      `      ${items.slice(5).join(', ')}`,
    ]);
  });

  it('rounds seconds to milliseconds', () => {
    expect(rounded(1.23456)).toBe(1.235);
  });
});
