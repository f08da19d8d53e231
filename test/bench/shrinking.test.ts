// Goal: what the bench says of shrunk programs is what they are.
// Method: results that were made up, each with one thing wrong.
import { describe, expect, it } from 'vitest';
import {
  figuresOf,
  quantile,
  renderShrinking,
  shortestFor,
} from '../../bench/shrinking-results.ts';
import type { MutantShrinks, Shrink } from '../../bench/shrinking-results.ts';

function shrink(commands: number, over: Partial<Shrink> = {}): Shrink {
  const made = { aim: 'a/one', breaks: ['a/one'], found: 9, text: 'gc', evaluations: 10 };
  return { ...made, isProven: true, ms: 5, commands, ...over };
}

function row(shrinks: readonly Shrink[], over: Partial<MutantShrinks> = {}): MutantShrinks {
  const known = { commands: 3, breaks: ['a/one'] };
  return { id: 'go/x', isSetAside: false, shrinks, known, ...over };
}

describe('figures of shrunk programs', () => {
  it.each([
    ['the shortest of the results', row([shrink(2), shrink(4)]), 2],
    ['what the mutant names', row([shrink(4)]), 3],
    ['only what breaks the same', row([shrink(4), shrink(1, { breaks: ['b/two'] })]), 3],
  ])('are held against %s', (_, of, shortest) => {
    expect(shortestFor(of, of.shrinks[0]!)).toBe(shortest);
  });

  it('count what is too long, slipped, or told in two ways', () => {
    const slipped = shrink(3, { breaks: ['b/two'], text: 'free a', evaluations: 30, ms: 50 });
    expect(figuresOf([row([shrink(3), shrink(5), slipped])])).toEqual({
      shrinks: 3,
      shortest: 200 / 3,
      excess: 2,
      slipped: 1,
      distinct: 2,
      evaluations: 10,
      ms: 50,
    });
  });

  it.each([
    [[5, 1, 9], 0.5, 5],
    [[1, 2, 3, 4], 0.99, 4],
    [[], 0.5, Number.NaN],
  ])('rank %j by %d', (figures, share, expected) => {
    expect(quantile(figures, share)).toBe(expected);
  });

  it('say of each goal whether it is met by all mutants, and name what is too long', () => {
    const text = renderShrinking(
      [row([shrink(3)]), row([shrink(4)], { isSetAside: true })],
      1,
      'a machine',
    );
    expect(text.split('\n').filter((line) => /^\| (as short|commands too|go)/.test(line))).toEqual([
      '| as short as the shortest known, %    |   ≥ 98 |  50 |       100 |         0 | missed |',
      '| commands too many, at most           |    ≤ 2 |   1 |         0 |         1 |    met |',
      '| go/x   |     a/one |     9 |      4 |        3 |          10 |',
    ]);
  });
});
