/** Long rows of few symbols, short: each symbol once, with how often it comes. `##...` is `#2.3`. */

/** So many equal symbols in a row. */
export interface SymbolRun {
  readonly symbol: string;
  readonly count: number;
}

/** @param symbols  one character each, none a digit */
export function encodeRuns(symbols: readonly string[]): string {
  let text = '';
  for (let from = 0; from < symbols.length;) {
    const symbol = symbols[from] as string;
    let to = from;
    while (symbols[to] === symbol) to += 1;
    text += to - from === 1 ? symbol : `${symbol}${to - from}`;
    from = to;
  }
  return text;
}

export function decodeRuns(text: string): readonly SymbolRun[] {
  return [...text.matchAll(/(\D)(\d*)/g)].map(([, symbol = '', count = '']) => {
    return { symbol, count: count === '' ? 1 : Number(count) };
  });
}
