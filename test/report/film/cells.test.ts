// Goal: a map shows each of its cells once, in its place, and long alike stretches on one row.
// Method: maps drawn at random, whose rows are laid out again cell by cell; and examples.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, rowOfKeys, rowsOf } from '../../../src/report/film/cells.ts';
import type { CellRun } from '../../../src/report/film/cells.ts';

function run(count: number, key = ''): CellRun {
  return { count, keys: key === '' ? [] : [key], tone: 0, symbol: '.', text: '' };
}

describe('the rows of a map', () => {
  it('hold each cell once, in order', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 12 });
    fc.assert(
      fc.property(counts, fc.constantFrom(4, 8, 16), (all, columns) => {
        const runs = all.map((count) => run(count));
        const laid = rowsOf(runs, columns).flatMap((row) =>
          row.kind === 'fold'
            ? Array.from({ length: row.rows * columns }, () => row.run)
            : row.segments.flatMap((each) => Array.from({ length: each.count }, () => each.run)),
        );
        expect(laid).toEqual(
          runs.flatMap((each) => Array.from({ length: each.count }, () => each)),
        );
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('fold where four or more would be alike from end to end', () => {
    const kinds = rowsOf([run(3), run(45)], 8).map(({ kind, first }) => [kind, first]);
    expect(kinds).toEqual([
      ['cells', 0],
      ['fold', 8],
    ]);
    expect(rowsOf([run(24)], 8).map(({ kind }) => kind)).toEqual(['cells', 'cells', 'cells']);
  });

  it('stay few for a map of a thousand million cells', () => {
    expect(rowsOf([run(1), run(1e9), run(1)], 32).length).toBeLessThan(5);
  });

  it('tell which run and which cell is where', () => {
    const rows = rowsOf([run(3, 'a'), run(6, 'b'), run(40, 'c')], 4);
    expect(cellAt(rows, 0, 3)).toMatchObject({ cell: 3, run: { keys: ['b'] } });
    expect(cellAt(rows, 3, 2)).toMatchObject({ run: { keys: ['c'] } });
    expect(cellAt(rows, 99, 0)).toBeUndefined();
    expect([rowOfKeys(rows, new Set(['b'])), rowOfKeys(rows, new Set(['z']))]).toEqual([0, -1]);
  });
});
