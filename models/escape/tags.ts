/**
 * The tag of a parameter: what a caller has to know of where its value goes.
 *
 * Functions are analysed callees first, so a call needs no more than the tags. Functions that call each other in a circle are
 * analysed together, and have none for each other.
 *
 * Source: Go 1.19 cmd/compile/internal/escape/leaks.go.
 */

/** Results that a tag can name; what flows to a later one is taken to flow to the heap. */
export const RESULTS_MAX = 7;

export interface Leaks {
  /** Least dereferences on the way to the heap: 0 for the value itself. Undefined where none of it goes there. */
  heap: number | undefined;
  /** The same for each result, by its index. */
  readonly results: Map<number, number>;
}

/** What a call without a known callee has to expect. */
export const LEAKS_ALL: Leaks = { heap: 0, results: new Map() };

export function leakToHeap(leaks: Leaks, derefs: number): void {
  leaks.heap = Math.min(leaks.heap ?? derefs, derefs);
}

export function leakToResult(leaks: Leaks, result: number, derefs: number): void {
  leaks.results.set(result, Math.min(leaks.results.get(result) ?? derefs, derefs));
}

/** The tag without what follows from the rest: where the heap gets as much, a result adds nothing. */
export function simplified({ heap, results }: Leaks): Leaks {
  const kept = [...results].filter(([, derefs]) => heap === undefined || derefs < heap);
  return { heap, results: new Map(kept.toSorted(([a], [b]) => a - b)) };
}

/**
 * A tag as the Go compiler's `-m` words it, a line for each flow.
 *
 * @param names  of the results
 */
export function tagTexts(name: string, leaks: Leaks, names: readonly string[]): readonly string[] {
  const { heap, results } = simplified(leaks);
  const lines = [...results].map(
    ([i, derefs]) => `leaking param: ${name} to result ${names[i]} level=${derefs}`,
  );
  if (heap !== undefined) lines.unshift(`leaking param${heap === 0 ? '' : ' content'}: ${name}`);
  return lines.length === 0 ? [`${name} does not escape`] : lines;
}
