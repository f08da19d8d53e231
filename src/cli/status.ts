/**
 * The status line: how far a long run is.
 *
 * On a terminal it is one line of `err` that is redrawn; elsewhere a whole line now and then, so that a log shows that
 * something goes on and no more. It never writes an escape into a pipe.
 */
import type { Terminal } from './terminal.ts';

/** Least milliseconds between two redrawings, and between two lines of a log. */
const REDRAW_MS = 100;
const PULSE_MS = 30_000;

const CLEAR_LINE = '\r\u001b[2K';

export class StatusLine {
  readonly #terminal: Terminal;
  readonly #periodMs: number;
  #last: number;
  #isDrawn = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#periodMs = terminal.statusColumns > 0 ? REDRAW_MS : PULSE_MS;
    this.#last = terminal.now();
  }

  /** Shows what `text` gives, if it is time to. */
  show(text: () => string): void {
    const { statusColumns: columns } = this.#terminal;
    const now = this.#terminal.now();
    if (now - this.#last < this.#periodMs) return;
    this.#last = now;
    if (columns === 0) {
      this.#terminal.err(`${text()}\n`);
      return;
    }
    this.#terminal.err(CLEAR_LINE + this.#terminal.errPaint.dim(text().slice(0, columns - 1)));
    this.#isDrawn = true;
  }

  /** Takes the line away, so that other text may follow. */
  clear(): void {
    if (this.#isDrawn) this.#terminal.err(CLEAR_LINE);
    this.#isDrawn = false;
  }
}
