// Goal: the bench of guidance counts right, and does not rot.
// Method: a short run of it, and figures that were made up.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { firstsOf, reachRows, timesFewer } from '../../bench/reach.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { GUIDED, MIXED } from '../../src/workload/profiles.ts';

describe('commands until a mark is reached', () => {
  it('are counted to the end of the program that reached it, until the budget is used', () => {
    const profile = profileFor(goSubject, { ...MIXED, commandsMin: 10, commandsMax: 10 });
    const firsts = firstsOf(goSubject, profile, 1, 95);
    const counts = [...firsts.values()];
    expect(firsts.size).toBeGreaterThan(30);
    expect(counts.filter((count) => count % 10 > 0)).toEqual([]);
    expect(Math.min(...counts)).toBe(10);
    expect(Math.max(...counts)).toBeLessThanOrEqual(100);
  });

  it('are others with guidance, and the same for the same seed', () => {
    const guided = profileFor(goSubject, GUIDED);
    const firsts = firstsOf(goSubject, guided, 1, 500);
    expect(firstsOf(goSubject, guided, 1, 500)).toEqual(firsts);
    expect(firstsOf(goSubject, profileFor(goSubject, MIXED), 1, 500)).not.toEqual(firsts);
  });
});

describe('the rows', () => {
  const firsts = [{ a: 10, b: 500 }, { a: 30, b: 100 }, { a: 20 }].map(
    (each) => new Map(Object.entries(each)),
  );
  const guided = [{ a: 5, b: 250 }, { a: 5 }, { a: 5, b: 50 }].map(
    (each) => new Map(Object.entries(each)),
  );

  it('have the median of all seeds, the coldest mark first', () => {
    expect(reachRows(['a', 'b', 'c'], firsts, guided)).toEqual([
      { id: 'c', random: Infinity, guided: Infinity },
      { id: 'b', random: 500, guided: 250 },
      { id: 'a', random: 20, guided: 5 },
    ]);
  });

  it('are summed up by their geometric mean', () => {
    expect(timesFewer(reachRows(['a', 'b'], firsts, guided))).toBeCloseTo(Math.sqrt(8));
  });
});
