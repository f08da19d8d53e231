/**
 * The cell of a map that the keyboard is at. A map is painted, so there is no element for each cell: this one is put where the
 * cell is, with its text as its name. It is a new one after each move, since only of a new one it is told that it is there.
 */
import { cellAt, placeAfter, placeOf } from '../src/report/film/cells.ts';
import type { CellRun, MapRow } from '../src/report/film/cells.ts';
import { element } from './elements.ts';

export interface CursorOptions {
  readonly describe: (run: CellRun, cell: number) => string;
  /** The keyboard came to a cell. */
  readonly moved: (text: string, row: number) => void;
  /** A cell was chosen that belongs to a thing. */
  readonly pick: (key: string) => void;
}

/** Sizes in pixels, and how many columns there are. */
export interface Layout {
  readonly rows: readonly MapRow[];
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

let made = 0;

export class CellCursor {
  readonly root = element('div', { role: 'row', class: 'cell-row' });
  readonly #grid: HTMLElement;
  readonly #options: CursorOptions;
  #layout: Layout = { rows: [], columns: 1, width: 0, height: 0 };
  #cell = 0;
  #isMoved = false;

  /** @param grid  the element that has the focus */
  constructor(grid: HTMLElement, options: CursorOptions) {
    this.#grid = grid;
    this.#options = options;
    grid.addEventListener('focus', () => this.#tell());
    grid.addEventListener('blur', () => options.moved('', -1));
    grid.addEventListener('keydown', (event) => {
      const isOurs = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!isOurs || !this.#key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#put();
  }

  /** @param start  where it is until the keyboard was here */
  layOut(layout: Layout, start: number): void {
    this.#layout = layout;
    if (!this.#isMoved) this.#cell = start;
    this.#grid.setAttribute('aria-rowcount', String(layout.rows.length));
    this.#grid.setAttribute('aria-colcount', String(layout.columns));
    this.#put();
    if (document.activeElement === this.#grid) this.#tell();
  }

  #key(name: string): boolean {
    const { rows } = this.#layout;
    const place = placeOf(rows, this.#cell);
    if (place === undefined) return false;
    const at = cellAt(rows, place.row, place.column);
    if (name === 'Enter' || name === ' ') {
      const [key] = at?.run.keys ?? [];
      if (key !== undefined) this.#options.pick(key);
      return true;
    }
    const next = placeAfter(rows, place, name);
    if (next === undefined) return false;
    this.#cell = cellAt(rows, next.row, next.column)?.cell ?? 0;
    this.#isMoved = true;
    this.#put();
    this.#tell();
    return true;
  }

  /** An element at the cell, under a name that there was not before. */
  #put(): void {
    const { rows, columns, width, height } = this.#layout;
    const place = placeOf(rows, this.#cell) ?? { row: 0, column: 0 };
    const isFold = rows[place.row]?.kind === 'fold';
    made += 1;
    const cell = element('div', {
      role: 'gridcell',
      class: 'cell',
      id: `cell-${made}`,
      'aria-label': this.#text(),
      'aria-colindex': String(place.column + 1),
    });
    cell.style.left = `${place.column * width}px`;
    cell.style.top = `${place.row * height}px`;
    cell.style.width = `${(isFold ? columns : 1) * width - 1}px`;
    cell.style.height = `${height - 1}px`;
    this.root.setAttribute('aria-rowindex', String(place.row + 1));
    this.root.replaceChildren(cell);
    this.#grid.setAttribute('aria-activedescendant', cell.id);
  }

  #text(): string {
    const { rows } = this.#layout;
    const place = placeOf(rows, this.#cell);
    const at = place && cellAt(rows, place.row, place.column);
    return at === undefined ? 'nothing' : this.#options.describe(at.run, at.cell);
  }

  #tell(): void {
    this.#options.moved(this.#text(), placeOf(this.#layout.rows, this.#cell)?.row ?? -1);
  }
}
