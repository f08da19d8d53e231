// Goal: a map shows each of its cells once, in its place, and long alike stretches on one row.
// Method: maps drawn at random, whose rows are laid out again cell by cell; and examples.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellAt,
  cellOfKeys,
  placeAfter,
  placeOf,
  rowOfKeys,
  rowsOf,
} from '../../../src/report/film/cells.ts';
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

describe('the keyboard on a map', () => {
  const rows = rowsOf([run(3, 'a'), run(6, 'b'), run(40, 'c'), run(2, 'd')], 4);

  /** Cells that the key leads to, from that cell on, until it leads no further. */
  function walk(from: number, key: string): readonly number[] {
    const cells = [];
    let place = placeOf(rows, from);
    for (let before; place !== undefined && String(before) !== `${place.row},${place.column}`;) {
      before = `${place.row},${place.column}`;
      cells.push(cellAt(rows, place.row, place.column)?.cell ?? -1);
      place = placeAfter(rows, place, key);
    }
    return cells;
  }

  it('comes to each cell on the way on and the way back, a fold being one', () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 48, 49, 50];
    expect(walk(0, 'ArrowRight')).toEqual(all);
    expect(walk(50, 'ArrowLeft')).toEqual(all.toReversed());
  });

  it('goes up and down in a column, as far as rows are long, and to both ends', () => {
    expect(walk(1, 'ArrowDown')).toEqual([1, 5, 9, 12, 48]);
    expect(walk(50, 'ArrowUp')).toEqual([50, 12, 8, 4, 0]);
    expect(walk(6, 'End')).toEqual([6, 50]);
    expect(walk(6, 'Home')).toEqual([6, 0]);
  });

  it('knows no other key, and no place where there is no cell', () => {
    expect(placeAfter(rows, { row: 0, column: 0 }, 'a')).toBeUndefined();
    expect(placeOf([], 0)).toBeUndefined();
    expect(placeOf(rows, 1e9)).toEqual(placeOf(rows, 50));
  });

  it('begins at the first cell of what is pointed out', () => {
    const of = (key: string): number => cellOfKeys(rows, new Set([key]));
    expect(['b', 'c', 'd', 'z'].map(of)).toEqual([3, 9, 49, 0]);
  });
});
