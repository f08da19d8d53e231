/** A map of cells on a canvas. Only the rows that can be seen are drawn, so a map may be as tall as it likes. */
import { cellAt, cellOfKeys, isOf, rowOfKeys, rowsOf } from '../src/report/film/cells.ts';
import type { CellRun, MapRow, Segment } from '../src/report/film/cells.ts';
import type { CellMap } from '../src/report/film/maps.ts';
import { CellCursor } from './cell-cursor.ts';
import { element } from './elements.ts';
import { colours } from './colours.ts';
import type { Colours } from './colours.ts';

/** Pixels of a row, and of a cell at least: whole ones, so that no edge is blurred. */
const ROW = 18;
const CELL_MIN = 18;
const WIDE_CELL_MIN = 36;
/** Columns, as powers of two. */
const COLUMNS_MIN = 2;
const COLUMNS_MAX = 6;
const HEIGHT_MAX = 360;
const FONT = '11px system-ui, sans-serif';

/** Things to point out. */
export interface Emphasis {
  /** What the last command changed. */
  readonly changed: ReadonlySet<string>;
  /** What the finding is about. */
  readonly guilty: ReadonlySet<string>;
  /** What was chosen. */
  readonly chosen: string;
}

export interface MapOptions {
  readonly isWide: boolean;
  /** A cell was clicked that belongs to a thing. */
  readonly pick: (key: string) => void;
  /** What is said of a cell. */
  readonly describe: (map: CellMap, run: CellRun, cell: number) => string;
}

export class MapView {
  readonly root: HTMLElement;
  readonly #options: MapOptions;
  readonly #heading = element('h4');
  readonly #canvas = element('canvas', { 'aria-hidden': 'true' });
  readonly #sizer = element('div', { class: 'sizer' });
  readonly #scroller: HTMLElement;
  readonly #note = element('p', { class: 'note' });
  readonly #cursor: CellCursor;
  #map: CellMap | undefined;
  #rows: readonly MapRow[] = [];
  #columns = 0;
  #cell = CELL_MIN;
  #emphasis: Emphasis = { changed: new Set(), guilty: new Set(), chosen: '' };

  constructor(options: MapOptions) {
    this.#options = options;
    this.#scroller = element('div', { class: 'map', tabindex: '0', role: 'grid' }, this.#sizer);
    this.#cursor = new CellCursor(this.#scroller, {
      describe: (run, cell) => this.#describe({ run, cell }),
      moved: (text, row) => {
        this.#note.textContent = text;
        if (row >= 0) this.#reveal(row, ROW);
      },
      pick: options.pick,
    });
    this.#sizer.append(this.#canvas, this.#cursor.root);
    this.root = element(
      'section',
      { class: 'map-view' },
      this.#heading,
      this.#scroller,
      this.#note,
    );
    this.#scroller.addEventListener('scroll', () => this.#draw());
    this.#canvas.addEventListener('click', (event) => {
      const at = this.#at(event);
      const [key] = at?.run.keys ?? [];
      if (key !== undefined) options.pick(key);
    });
    // Who points does not want the arrow keys to be of this map.
    this.#canvas.addEventListener('mousedown', (event) => event.preventDefault());
    this.#canvas.addEventListener('mousemove', (event) => this.#tell(this.#at(event)));
    this.#canvas.addEventListener('mouseleave', () => this.#tell(undefined));
    new ResizeObserver(() => this.#layOut()).observe(this.#scroller);
  }

  show(map: CellMap, emphasis: Emphasis): void {
    const isSame = this.#map?.id === map.id;
    this.#map = map;
    this.#emphasis = emphasis;
    this.#heading.textContent = map.title;
    this.#layOut();
    this.#scrollTo(isSame);
  }

  /** Draws what is there again, in the colours of now. */
  redraw(): void {
    this.#draw();
  }

  #layOut(): void {
    if (this.#map === undefined || this.#scroller.clientWidth === 0) return;
    const width = this.#scroller.clientWidth - 2;
    const fitting = width / (this.#options.isWide ? WIDE_CELL_MIN : CELL_MIN);
    const power = Math.floor(Math.log2(fitting));
    this.#columns = 2 ** Math.max(COLUMNS_MIN, Math.min(COLUMNS_MAX, power));
    this.#cell = Math.floor(width / this.#columns);
    this.#rows = rowsOf(this.#map.runs, this.#columns);
    const height = this.#rows.length * ROW;
    this.#sizer.style.height = `${height + 2}px`;
    this.#scroller.style.height = `${Math.min(HEIGHT_MAX, height + 2)}px`;
    this.#scroller.setAttribute('aria-label', this.#summary());
    const [rows, columns] = [this.#rows, this.#columns];
    const start = cellOfKeys(rows, this.#pointed());
    this.#cursor.layOut({ rows, columns, width: this.#cell, height: ROW }, start);
    this.#draw();
  }

  /** For who does not see it: how many cells there are of each kind. */
  #summary(): string {
    const counts = new Map<string, number>();
    for (const { symbol, count } of this.#map?.runs ?? [])
      counts.set(symbol, (counts.get(symbol) ?? 0) + count);
    const told = [...counts].map(([symbol, count]) => `${count} ${nameOf(symbol)}`);
    return `${this.#map?.title}: ${told.join(', ')}`;
  }

  /** What is pointed out before all else, of what is on this map. */
  #pointed(): ReadonlySet<string> {
    const { changed, guilty, chosen } = this.#emphasis;
    const all = [guilty, changed, new Set([chosen])];
    return all.find((keys) => rowOfKeys(this.#rows, keys) >= 0) ?? new Set();
  }

  #scrollTo(isSame: boolean): void {
    const row = rowOfKeys(this.#rows, this.#pointed());
    if (row >= 0) this.#reveal(row, this.#scroller.clientHeight / 2);
    else if (!isSame) this.#scroller.scrollTop = 0;
  }

  /** @param above  pixels to be seen above the row, where it is not seen as it is */
  #reveal(row: number, above: number): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const at = row * ROW;
    const isSeen = scrollTop <= at && at + ROW <= scrollTop + clientHeight;
    if (!isSeen) this.#scroller.scrollTop = Math.max(0, at - above);
  }

  #draw(): void {
    const pen = this.#canvas.getContext('2d');
    if (pen === null || this.#columns === 0) return;
    const { clientHeight: height, scrollTop } = this.#scroller;
    const width = this.#columns * this.#cell + 2;
    const scale = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    pen.setTransform(scale, 0, 0, scale, scale, scale - Math.round(scrollTop * scale));
    pen.font = FONT;
    pen.textBaseline = 'middle';
    const from = Math.floor(scrollTop / ROW);
    const to = Math.min(this.#rows.length, Math.ceil((scrollTop + height) / ROW));
    const palette = colours();
    for (let row = from; row < to; row += 1) this.#drawRow(pen, row, palette);
  }

  #drawRow(pen: CanvasRenderingContext2D, index: number, palette: Colours): void {
    const row = this.#rows[index] as MapRow;
    const y = index * ROW;
    if (row.kind === 'fold') {
      this.#drawFold(pen, row, y, palette);
      return;
    }
    for (const segment of row.segments) this.#drawSegment(pen, segment, y, palette);
    const { bar = -1 } = this.#map ?? {};
    const column = bar - row.first;
    if (bar < 0 || column < 0 || column >= this.#columns) return;
    pen.fillStyle = palette.bar;
    pen.fillRect(column * this.#cell - 1, y, 3, ROW);
  }

  #drawFold(
    pen: CanvasRenderingContext2D,
    { run, rows }: Extract<MapRow, { kind: 'fold' }>,
    y: number,
    palette: Colours,
  ): void {
    const width = this.#columns * this.#cell;
    pen.fillStyle = run.tone === 0 ? palette.free : (palette.tones[run.tone] as string);
    pen.fillRect(0, y, width - 1, ROW - 1);
    pen.fillStyle = run.tone === 0 ? palette.faint : palette.ink;
    const { unit = '' } = this.#map ?? {};
    const count = `${rows * this.#columns} ${unit === 'page' || unit === 'slot' ? `${unit}s` : 'cells'}`;
    pen.fillText(
      `⋮ ${run.text === '' ? '' : `${run.text}, `}${count}, ${nameOf(run.symbol)}`,
      6,
      y + ROW / 2,
    );
    this.#outline(pen, run, { x: 0, y, width });
  }

  #drawSegment(
    pen: CanvasRenderingContext2D,
    { run, column, count, skipped }: Segment,
    y: number,
    palette: Colours,
  ): void {
    const x = column * this.#cell;
    const width = count * this.#cell;
    pen.fillStyle = run.tone === 0 ? palette.free : (palette.tones[run.tone] as string);
    if (run.keys.length === 0 || this.#map?.unit === 'slot')
      for (let i = 0; i < count; i += 1)
        pen.fillRect(x + i * this.#cell, y, this.#cell - 1, ROW - 1);
    else pen.fillRect(x, y, width - 1, ROW - 1);
    pen.fillStyle = run.tone === 0 ? palette.faint : palette.ink;
    this.#write(pen, run, { x, y, width, count, isStart: skipped === 0 });
    this.#outline(pen, run, { x, y, width });
  }

  /** A name where there is room for it, else what kind it is. */
  #write(
    pen: CanvasRenderingContext2D,
    { text, symbol }: CellRun,
    { x, y, width, count, isStart }: Written,
  ): void {
    const mark =
      symbol === '.' || symbol === 's' || symbol === '#' ? '' : (MARKS[symbol] ?? symbol);
    const whole = [text, mark].filter((part) => part !== '').join(' ');
    const isOne = text !== '';
    if (isOne) {
      const fits = isStart && pen.measureText(whole).width <= width - 4;
      const shown = fits ? whole : mark;
      if (shown !== '') pen.fillText(shown, x + 3, y + ROW / 2);
      return;
    }
    if (mark === '') return;
    for (let i = 0; i < count; i += 1)
      pen.fillText(mark, x + i * this.#cell + this.#cell / 2 - 4, y + ROW / 2);
  }

  #outline(pen: CanvasRenderingContext2D, run: CellRun, { x, y, width }: Box): void {
    const { changed, guilty, chosen } = this.#emphasis;
    const palette = colours();
    const frame = (colour: string, inset: number, dash: readonly number[]): void => {
      pen.strokeStyle = colour;
      pen.lineWidth = 2;
      pen.setLineDash([...dash]);
      pen.strokeRect(x + inset, y + inset, width - 1 - 2 * inset, ROW - 1 - 2 * inset);
      pen.setLineDash([]);
    };
    if (run.keys.includes(chosen)) {
      pen.fillStyle = palette.bar;
      pen.fillRect(x + 3, y + ROW - 5, Math.max(0, width - 7), 2);
    }
    if (isOf(run, guilty)) frame(palette.guilty, 1, [4, 2]);
    else if (isOf(run, changed)) frame(palette.changed, 1, []);
  }

  #at(event: MouseEvent): ReturnType<typeof cellAt> {
    const row = Math.floor((event.offsetY + this.#scroller.scrollTop) / ROW);
    return cellAt(this.#rows, row, Math.floor(event.offsetX / this.#cell));
  }

  #tell(at: ReturnType<typeof cellAt>): void {
    this.#note.textContent = at === undefined ? '' : this.#describe(at);
  }

  #describe({ run, cell }: NonNullable<ReturnType<typeof cellAt>>): string {
    return this.#map === undefined ? '' : this.#options.describe(this.#map, run, cell);
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Written extends Box {
  readonly count: number;
  readonly isStart: boolean;
}

/** What is written for a symbol. */
const MARKS: Readonly<Record<string, string>> = {
  '@': '●',
  '*': '○',
  r: '↺',
  m: '≡',
  c: '·',
  '~': '~',
  '?': '?',
  '!': '!',
  x: '!',
  t: '⌂',
  b: '▤',
};

const NAMES: Readonly<Record<string, string>> = {
  '#': 'taken',
  '@': 'taken and marked',
  '.': 'free',
  '*': 'free and marked',
  r: 'freed, to be reused',
  s: 'in spans, with the bytes of their slots',
  m: 'in manual spans',
  c: 'in a page cache',
  '~': 'free, given back',
  '?': "taken, nobody's",
  '!': 'free, but in a span',
  x: 'of two at once',
  t: 'with a thread',
  b: 'in a batch of the transfer cache',
};

export function nameOf(symbol: string): string {
  return NAMES[symbol] ?? symbol;
}

/** What stands for those that have no mark, in a legend alone. */
const SAMPLES: Readonly<Record<string, string>> = { s: '64', '#': '■', '.': '□' };

/** Of the symbols, with what is drawn for each. */
export function legend(symbols: readonly string[]): HTMLElement {
  const item = (mark: string, text: string): HTMLElement =>
    element('li', {}, element('b', {}, mark), ` ${text}`);
  return element(
    'ul',
    { class: 'legend' },
    ...symbols.map((symbol) => item(SAMPLES[symbol] ?? MARKS[symbol] ?? symbol, nameOf(symbol))),
    item('▭', 'outlined: changed by the command'),
    item('┄', 'dashed: what broke'),
  );
}
