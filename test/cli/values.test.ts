// Goal: what people write is read as they mean it, or refused with what was expected.
import { describe, expect, it } from 'vitest';
import { readCount, readDuration, readSeed } from '../../src/cli/values.ts';

describe('readCount', () => {
  it.each([
    ['1', 1],
    ['2000', 2000],
  ])('reads %s', (text, count) => {
    expect(readCount(text)).toBe(count);
  });

  it.each(['0', '-1', '1.5', '', 'many', '1e3', '9'.repeat(16)])('refuses %j', (text) => {
    expect(readCount(text)).toEqual({ problem: 'expected a whole number from 1' });
  });
});

describe('readSeed', () => {
  it.each([
    ['0', 0],
    ['-123', -123],
    ['-2147483648', -(2 ** 31)],
    ['4294967295', 2 ** 32 - 1],
  ])('reads %s', (text, seed) => {
    expect(readSeed(text)).toBe(seed);
  });

  it.each(['abc', '1.5', '4294967296', '-2147483649', '', '--1'])('refuses %j', (text) => {
    expect(readSeed(text)).toHaveProperty('problem');
  });
});

describe('readDuration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
  ])('reads %s', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each(['30', '0s', 's', '30 s', '-1s', '30d', ''])('refuses %j', (text) => {
    expect(readDuration(text)).toHaveProperty('problem');
  });
});
