/** The items of which `test` holds: without a copy when that is all or none of them, the usual case. */
export function only<T>(items: readonly T[], test: (item: T) => boolean): readonly T[] {
  if (items.length === 1) return test(items[0] as T) ? items : NONE;
  let count = 0;
  for (let i = 0; i < items.length; i += 1) if (test(items[i] as T)) count += 1;
  if (count === items.length) return items;
  return count === 0 ? NONE : items.filter(test);
}

/** No subject at all. */
export const NONE: readonly never[] = Object.freeze([]);
