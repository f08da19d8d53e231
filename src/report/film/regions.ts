/**
 * Addresses of a subject whose memory lies where the machine puts it: told by the stretch that they lie in, and how far from
 * its first page, so that the same program gives the same film.
 */
import { hex } from '../../base/units.ts';
import type { Film, Region, Scene } from './film.ts';
import { FIELD } from './film.ts';

/** Two blocks that lie further apart are of different stretches. */
const GAP_BYTES = 2 ** 20;
/** What a system lays memory out by. */
const PAGE_BYTES = 4096;
/** A machine lays no memory out below: whose addresses are smaller has memory of its own, of which they tell the truth. */
const LEAST_ADDR = 2 ** 16;

interface Stretch {
  readonly low: number;
  readonly high: number;
}

/** Where a block lies, as a film notes it. */
interface Placed {
  readonly addr: number;
  readonly rest: readonly string[];
  readonly end: number;
}

export class Regions {
  readonly #stretches: readonly Stretch[];
  readonly #isOwn: boolean;

  /** In the order in which the film comes to them. */
  constructor({ before, scenes }: Pick<Film, 'before' | 'scenes'>) {
    const placed = [before, ...scenes.map(({ changes }) => changes)].flatMap(placedIn);
    const stretches = stretchesOf(placed);
    this.#stretches = stretches.toSorted((a, b) => firstIn(a, placed) - firstIn(b, placed));
    this.#isOwn = stretches.some(({ low }) => low < LEAST_ADDR);
  }

  get regions(): readonly Region[] {
    return this.#stretches.map(({ low, high }, i) => {
      const bytes = high - low;
      return this.#isOwn ? { name: '', base: low, bytes } : { name: nameOf(i), base: 0, bytes };
    });
  }

  /** A text with its addresses told so. */
  told(text: string): string {
    if (this.#isOwn) return text;
    return text.replaceAll(/0x[\da-f]+/g, (digits) => {
      const addr = Number(digits);
      const i = addr < LEAST_ADDR ? -1 : this.#indexOf(addr);
      return i < 0 ? digits : `${nameOf(i)}+${hex(addr - (this.#stretches[i] as Stretch).low)}`;
    });
  }

  scene({ command, answer, changes }: Scene): Scene {
    return { command, answer: this.told(answer), changes: this.changes(changes) };
  }

  changes(changes: readonly string[]): readonly string[] {
    return changes.map((text, i) => {
      const key = changes[i - 1] ?? '';
      if (i % 2 === 0 || text === '') return text;
      return key.startsWith('block:') ? this.#placed(text) : this.told(text);
    });
  }

  #placed(text: string): string {
    const { addr, rest } = placedOf(text);
    const i = this.#indexOf(addr);
    const { low = 0 } = this.#stretches[i] ?? {};
    return [Math.max(0, i), addr - low, ...rest].join(FIELD);
  }

  /** Up to the end of its last page: what is just behind the blocks is of it too. */
  #indexOf(addr: number): number {
    return this.#stretches.findIndex(
      ({ low, high }) => low <= addr && addr < Math.ceil(high / PAGE_BYTES) * PAGE_BYTES,
    );
  }
}

function placedIn(changes: readonly string[]): readonly Placed[] {
  return changes.flatMap((text, i) => {
    const isBlock = i % 2 === 1 && text !== '' && changes[i - 1]?.startsWith('block:') === true;
    return isBlock ? [placedOf(text)] : [];
  });
}

function placedOf(text: string): Placed {
  const [, addr, size, usable] = text.split(FIELD);
  const rest = [size ?? '', usable ?? ''];
  return { addr: Number(addr), rest, end: Number(addr) + Math.max(1, ...rest.map(Number)) };
}

function stretchesOf(placed: readonly Placed[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { addr, end } of placed.toSorted((a, b) => a.addr - b.addr)) {
    const last = stretches.at(-1);
    if (last === undefined || addr - last.high > GAP_BYTES)
      stretches.push({ low: addr - (addr % PAGE_BYTES), high: end });
    else stretches[stretches.length - 1] = { low: last.low, high: Math.max(last.high, end) };
  }
  return stretches;
}

function firstIn({ low, high }: Stretch, placed: readonly Placed[]): number {
  return placed.findIndex(({ addr }) => low <= addr && addr < high);
}

/** A, B, … Z, AA, … */
function nameOf(index: number): string {
  const letter = String.fromCodePoint('A'.codePointAt(0)! + (index % 26));
  return index < 26 ? letter : `${nameOf(Math.floor(index / 26) - 1)}${letter}`;
}
