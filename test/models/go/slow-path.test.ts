// Goal: a slow path stops where it is told to, for as long as it is told to, and nobody waits for ever. Method: paths
// that write down what they do, on processors whose switches are written down too.
import { beforeEach, describe, expect, it } from 'vitest';
import { SlowPaths } from '../../../models/go/slow-path.ts';
import type { Slow, YieldPoint } from '../../../models/go/slow-path.ts';

let log: string[];
let current: number;
let others: number;
let slow: SlowPaths;

beforeEach(() => {
  log = [];
  current = 0;
  others = 0;
  slow = new SlowPaths(
    (p) => {
      const before = current;
      current = p;
      return before;
    },
    () => {
      others -= 1;
      return others >= 0;
    },
  );
});

/** A path that yields at each of these points, when it is to, and writes down where it is. */
function* path(name: string, ...points: readonly YieldPoint[]): Slow<string> {
  for (const point of points) {
    log.push(`${name} ${point} on P${current}`);
    if (slow.yields) yield point;
  }
  log.push(`${name} ends on P${current}`);
  return name;
}

describe('a slow path', () => {
  it('runs to its end without a stop, and gives what it comes to', () => {
    expect(slow.run(path('a', 'span-popped', 'span-swept'))).toBe('a');
    expect(log).toEqual(['a span-popped on P0', 'a span-swept on P0', 'a ends on P0']);
  });

  it('stops at its n-th yield point, and goes on from there on its own processor', () => {
    slow.begin(1, path('a', 'span-popped', 'span-acquired', 'span-swept'), 2);
    expect([slow.suspended, slow.isSuspended(1), slow.isSuspended(0), current]).toEqual([
      1,
      true,
      false,
      0,
    ]);
    log.push('others run');
    expect(slow.resume(1, 1)).toBe(true);
    expect(slow.resume(1, 9)).toBe(true);
    expect(slow.resume(1, 1)).toBe(false);
    expect([slow.suspended, current]).toEqual([0, 0]);
    expect(log).toEqual([
      'a span-popped on P1',
      'a span-acquired on P1',
      'others run',
      'a span-swept on P1',
      'a ends on P1',
    ]);
  });

  it('ends at once when it has fewer yield points', () => {
    slow.begin(1, path('a', 'span-popped'), 5);
    expect([slow.suspended, log.at(-1)]).toEqual([0, 'a ends on P1']);
  });

  it('does not stop inside of one that is run to its end', () => {
    function* outer(): Slow<void> {
      slow.run(path('inner', 'span-popped'));
      log.push(`outer ${slow.yields ? 'may' : 'may not'} yield`);
      if (slow.yields) yield 'span-swept';
    }
    slow.begin(1, outer(), 1);
    expect([...log, slow.suspended]).toEqual([
      'inner span-popped on P1',
      'inner ends on P1',
      'outer may yield',
      1,
    ]);
  });

  it('need not yield unless somebody has it suspended', () => {
    expect(slow.yields).toBe(false);
    slow.begin(1, path('a', 'span-popped'), 1);
    expect(slow.yields).toBe(false);
  });

  it('is resumed by its own processor', () => {
    slow.begin(2, path('a', 'span-popped'), 1);
    slow.begin(1, path('b', 'span-popped'), 1);
    expect([slow.resume(1, 1), slow.isSuspended(1), slow.isSuspended(2)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(log.at(-1)).toBe('b ends on P1');
  });

  it('ends before the world stops, the oldest first', () => {
    slow.begin(2, path('a', 'span-popped'), 1);
    slow.begin(1, path('b', 'span-popped'), 1);
    slow.finishAll();
    expect(log.slice(2)).toEqual(['a ends on P2', 'b ends on P1']);
  });
});

describe('a path that waits', () => {
  const door = { isFree: false };

  function* waits(): Slow<void> {
    while (!door.isFree) yield 'spin';
    log.push('free');
  }

  beforeEach(() => {
    door.isFree = false;
  });

  it('lets whoever is suspended get on', () => {
    function* frees(): Slow<void> {
      yield 'span-acquired';
      door.isFree = true;
      yield 'span-swept';
      log.push('freed');
    }
    slow.begin(1, frees(), 1);
    slow.run(waits());
    expect([log, slow.suspended]).toEqual([['free'], 1]);
  });

  it('lets the heap get on with what no processor does', () => {
    others = 2;
    function* waitsTwice(): Slow<void> {
      yield 'spin';
      yield 'spin';
    }
    slow.run(waitsTwice());
    expect(others).toBe(0);
  });

  it('lets others get on while it is itself one that may be suspended, until it is', () => {
    others = 1;
    function* waitsTwice(): Slow<void> {
      yield 'spin';
      yield 'spin';
      log.push('through');
    }
    slow.begin(1, waitsTwice(), 1);
    expect([others, slow.suspended, log]).toEqual([1, 1, []]);
    slow.begin(2, waitsTwice(), 2);
    expect([others, slow.suspended, log]).toEqual([1, 2, []]);
    slow.finishAll();
    expect(log).toEqual(['through', 'through']);
  });

  it('gives up when nobody can end its wait', () => {
    expect(() => slow.run(waits())).toThrow('spinning: nobody is at work on it');
  });
});
