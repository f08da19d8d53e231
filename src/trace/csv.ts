/**
 * Import of traces that people or programs of their own write: comma-separated values. docs/traces.md says what may be
 * in one.
 *
 *     operation,id,size,alignment,count       the program does
 *     ---------------------------------------------------------------
 *     malloc,1,24                             a = malloc 24 noscan
 *     calloc,p,100,,3                         b = calloc 3 100
 *     memalign,0x7f10,128,64                  c = malloc 128 noscan, aligned to 64
 *     realloc,1,2048                          d = realloc a 2048; the id stays
 *     free,1                                  free d
 *
 * The header names the columns, in any order.
 */
import { didYouMean } from '../base/nearest.ts';
import { BadInput } from '../base/errors.ts';
import { linesOf, shown } from './scanner.ts';
import type { LinePlace } from './scanner.ts';
import { TraceBuilder } from './trace.ts';
import type { Trace } from './trace.ts';

const COLUMNS = ['operation', 'id', 'size', 'alignment', 'count'] as const;
type Column = (typeof COLUMNS)[number];

/** The columns that each operation must have, besides operation and id; any other must be empty. */
const OPERATIONS = {
  malloc: ['size'],
  calloc: ['size', 'count'],
  memalign: ['size', 'alignment'],
  realloc: ['size'],
  free: [],
} as const satisfies Readonly<Record<string, readonly Column[]>>;
type Operation = keyof typeof OPERATIONS;

/** Whether the first line of a text names the column `operation`. */
export function looksLikeCsv(text: string): boolean {
  const [header = ''] = text.split('\n', 1);
  return header.split(',').some((name) => name.trim() === 'operation');
}

/**
 * Reads the text of a trace.
 *
 * @param file  its name, for the errors
 * @throws {BadInput} at the first cell that is not what it should be
 */
export function parseCsv(text: string, file: string): Trace {
  const builder = new TraceBuilder();
  let columns: readonly Column[] | undefined;
  for (const [line, place] of linesOf(text, file)) {
    if (line.trim() === '') continue;
    if (columns === undefined) columns = columnsOf(cellsOf(line, place));
    else readRow(new Row(columns, cellsOf(line, place), place), builder);
  }
  return builder.finish();
}

/** What stands between two commas, and where. */
interface Cell {
  readonly text: string;
  readonly place: LinePlace & { readonly column: number };
}

function cellsOf(line: string, place: LinePlace): readonly Cell[] {
  let from = 0;
  return line.split(',').map((cell) => {
    const column = from + cell.search(/\S|$/) + 1;
    from += cell.length + 1;
    return { text: cell.trim(), place: { ...place, column } };
  });
}

function columnsOf(cells: readonly Cell[]): readonly Column[] {
  const columns: Column[] = [];
  for (const { text, place } of cells) {
    const column = COLUMNS.find((name) => name === text);
    if (column === undefined) {
      const problem = `unknown column ${shown(text)}${didYouMean(text, COLUMNS)}`;
      throw new BadInput(place, `${problem}\nuse one of: ${COLUMNS.join(', ')}`);
    }
    if (columns.includes(column)) throw new BadInput(place, `there are two columns ${column}`);
    columns.push(column);
  }
  const end = cells.at(-1) as Cell;
  if (!columns.includes('id')) throw new BadInput(end.place, 'expected a column id in this line');
  return columns;
}

/** One line below the header. */
class Row {
  readonly line: number;
  readonly #cells = new Map<Column, Cell>();
  readonly #end: Cell['place'];

  constructor(columns: readonly Column[], cells: readonly Cell[], place: LinePlace) {
    this.line = place.line;
    const last = cells.at(-1) as Cell;
    this.#end = { ...place, column: last.place.column + last.text.length };
    for (const [i, cell] of cells.entries()) {
      const column = columns[i];
      if (column === undefined) {
        const problem = `expected ${columns.length} cells, as the first line has, found ${cells.length}`;
        throw new BadInput(cell.place, problem);
      }
      if (cell.text !== '') this.#cells.set(column, cell);
    }
  }

  has(column: Column): boolean {
    return this.#cells.has(column);
  }

  cell(column: Column): Cell {
    const cell = this.#cells.get(column);
    if (cell === undefined)
      throw new BadInput(this.#end, `expected a value of ${column} in this line`);
    return cell;
  }

  /** A whole number from 0. */
  number(column: Column): number {
    const { text, place } = this.cell(column);
    const value = /^(?:\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    throw new BadInput(place, `expected a whole number such as 24 or 0x18, found ${shown(text)}`);
  }
}

function readRow(row: Row, builder: TraceBuilder): void {
  const operation = operationOf(row);
  const { text: id, place } = row.cell('id');
  const isNew = operation !== 'free' && operation !== 'realloc';
  if (isNew && builder.isLive(id))
    throw new BadInput(place, `id ${shown(id)} is allocated already`);
  if (!isNew && !builder.isLive(id))
    throw new BadInput(place, `id ${shown(id)} is not allocated here`);
  builder.events += 1;
  const { line } = row;
  if (operation === 'free') builder.free(line, id);
  else if (operation === 'malloc') builder.malloc(line, id, row.number('size'));
  else if (operation === 'calloc')
    builder.calloc(line, id, row.number('count'), row.number('size'));
  else if (operation === 'memalign')
    builder.memalign(line, id, row.number('size'), alignmentOf(row));
  else builder.realloc(line, builder.take(line, id), id, row.number('size'));
}

function operationOf(row: Row): Operation {
  const { text, place } = row.cell('operation');
  const names = Object.keys(OPERATIONS) as readonly Operation[];
  const operation = names.find((name) => name === text);
  if (operation === undefined) {
    const problem = `unknown operation ${shown(text)}${didYouMean(text, names)}`;
    throw new BadInput(place, `${problem}\nuse one of: ${names.join(', ')}`);
  }
  const wanted: readonly Column[] = ['operation', 'id', ...OPERATIONS[operation]];
  const idle = COLUMNS.find((column) => row.has(column) && !wanted.includes(column));
  if (idle !== undefined)
    throw new BadInput(
      row.cell(idle).place,
      `${operation} takes no ${idle}, leave this cell empty`,
    );
  return operation;
}

function alignmentOf(row: Row): number {
  const alignment = row.number('alignment');
  if (alignment > 0 && Number.isInteger(Math.log2(alignment))) return alignment;
  throw new BadInput(
    row.cell('alignment').place,
    `expected a power of two such as 64, found ${alignment}`,
  );
}
