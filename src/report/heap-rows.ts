/** The rows that a drawing of a heap is made of. */

/** One thing and how it is. */
export interface Row {
  /** Names the thing, and stays the same as long as it is there. */
  readonly label: string;
  readonly text: string;
  /** Symbols of the text that a legend explains. */
  readonly symbols?: Readonly<Record<string, string>>;
}

/** Most slots that are looked at: a broken span may say anything. */
export const SLOTS_MAX = 8192;

/** Equal symbols in a row that are counted instead of printed. */
const COUNTED_MIN = 8;

/** Most things that one row names. */
export const NAMED_MAX = 8;

/** A row, unless there is nothing to say. */
export function rowOf(label: string, text: string, symbols?: Row['symbols']): readonly Row[] {
  if (text === '') return [];
  return [symbols === undefined ? { label, text } : { label, text, symbols }];
}

/** The first few of many, and how many there are beyond. */
export function someOf<T>(items: readonly T[], text: (item: T) => string): string {
  const named = items.slice(0, NAMED_MAX).map(text).join(', ');
  const left = items.length - NAMED_MAX;
  return left > 0 ? `${named}, … ${left} more` : named;
}

/** A number of any kind, short. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return value === Number.POSITIVE_INFINITY ? 'none' : String(value);
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

/** Each symbol, long runs of one counted: `##.×1022`. */
export function runsText(symbols: readonly string[]): string {
  let text = '';
  for (let i = 0; i < symbols.length;) {
    const symbol = symbols[i] as string;
    let end = i;
    while (symbols[end] === symbol) end += 1;
    text += end - i < COUNTED_MIN ? symbol.repeat(end - i) : `${symbol}×${end - i} `;
    i = end;
  }
  return text.trimEnd();
}
