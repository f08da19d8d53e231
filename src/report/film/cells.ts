/**
 * A map of memory as rows of equal cells.
 *
 * A map is made of runs of cells that look alike, so that one of 64 MiB costs no more than what is in it. Rows that would be
 * alike from end to end, four or more in a row, are folded to one.
 */

/** Cells in a row that belong together. */
export interface CellRun {
  readonly count: number;
  /** Of the things that they show. */
  readonly keys: readonly string[];
  /** 0 is nothing, 1 to 7 are classes, 8 is anything else. */
  readonly tone: number;
  /** How they are besides: one of the symbols that a legend explains. */
  readonly symbol: string;
  /** Written into them where there is room. */
  readonly text: string;
}

/** A part of a run, in one row. */
export interface Segment {
  readonly run: CellRun;
  /** Column, and how many. */
  readonly column: number;
  readonly count: number;
  /** Cell of the run that it begins with. */
  readonly skipped: number;
}

export type MapRow =
  | { readonly kind: 'cells'; readonly first: number; readonly segments: readonly Segment[] }
  /** Rows that one run fills. */
  | {
      readonly kind: 'fold';
      readonly first: number;
      readonly run: CellRun;
      readonly skipped: number;
      readonly rows: number;
    };

/** Alike rows that are folded. */
const FOLDED_MIN = 4;

export function rowsOf(runs: readonly CellRun[], columns: number): readonly MapRow[] {
  const rows: MapRow[] = [];
  let segments: Segment[] = [];
  let cell = 0;
  for (const run of runs) {
    for (let skipped = 0; skipped < run.count;) {
      const column = cell % columns;
      const left = run.count - skipped;
      const full = column === 0 ? Math.floor(left / columns) : 0;
      if (full >= FOLDED_MIN) {
        rows.push({ kind: 'fold', first: cell, run, skipped, rows: full });
        cell += full * columns;
        skipped += full * columns;
        continue;
      }
      const count = Math.min(left, columns - column);
      segments.push({ run, column, count, skipped });
      cell += count;
      skipped += count;
      if (cell % columns !== 0) continue;
      rows.push({ kind: 'cells', first: cell - columns, segments });
      segments = [];
    }
  }
  if (segments.length > 0) rows.push({ kind: 'cells', first: cell - (cell % columns), segments });
  return rows;
}

/** The run that a place of the map shows, and its cell; undefined beside all of them. */
export function cellAt(
  rows: readonly MapRow[],
  row: number,
  column: number,
): { readonly run: CellRun; readonly cell: number } | undefined {
  const it = rows[row];
  if (it === undefined) return undefined;
  if (it.kind === 'fold') return { run: it.run, cell: it.first };
  const segment = it.segments.find((each) => {
    return each.column <= column && column < each.column + each.count;
  });
  return segment && { run: segment.run, cell: it.first + column };
}

/** Index of the first row that shows any of these things; -1 where none does. */
export function rowOfKeys(rows: readonly MapRow[], keys: ReadonlySet<string>): number {
  return rows.findIndex((row) =>
    row.kind === 'fold' ? isOf(row.run, keys) : row.segments.some(({ run }) => isOf(run, keys)),
  );
}

/** Whether a run shows any of these things. */
export function isOf({ keys }: CellRun, wanted: ReadonlySet<string>): boolean {
  return keys.some((key) => wanted.has(key));
}

/** Where a cell is: a fold is one place, in the first column. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** The place of a cell; the last one where there are fewer, and undefined where there is none. */
export function placeOf(rows: readonly MapRow[], cell: number): Place | undefined {
  const row = rows.findLastIndex(({ first }) => first <= cell);
  const it = rows[row];
  return it && { row, column: Math.max(0, Math.min(cell - it.first, placesIn(it) - 1)) };
}

/** The first cell that shows any of these things; 0 where none does. */
export function cellOfKeys(rows: readonly MapRow[], keys: ReadonlySet<string>): number {
  const it = rows[rowOfKeys(rows, keys)];
  if (it === undefined) return 0;
  if (it.kind === 'fold') return it.first;
  return it.first + (it.segments.find(({ run }) => isOf(run, keys))?.column ?? 0);
}

/**
 * Where a key leads from a place: on and back over the ends of rows, up and down in its column, and to both ends of the map.
 * The same place where there is nothing further; undefined for any other key.
 */
export function placeAfter(
  rows: readonly MapRow[],
  { row, column }: Place,
  key: string,
): Place | undefined {
  const last = (of: number): number => placesIn(rows[of]) - 1;
  const within = (of: number): Place => ({ row: of, column: Math.min(column, last(of)) });
  const end = rows.length - 1;
  switch (key) {
    case 'ArrowRight':
      if (column < last(row)) return { row, column: column + 1 };
      return row === end ? { row, column } : { row: row + 1, column: 0 };
    case 'ArrowLeft':
      if (column > 0) return { row, column: column - 1 };
      return row === 0 ? { row, column } : { row: row - 1, column: last(row - 1) };
    case 'ArrowDown':
      return within(Math.min(end, row + 1));
    case 'ArrowUp':
      return within(Math.max(0, row - 1));
    case 'Home':
      return { row: 0, column: 0 };
    case 'End':
      return { row: end, column: last(end) };
    default:
      return undefined;
  }
}

function placesIn(row: MapRow | undefined): number {
  if (row === undefined || row.kind === 'fold') return 1;
  return row.segments.reduce((sum, { count }) => sum + count, 0);
}
