/** Empties a list that mostly has one or two items: popping them is cheaper than setting the length. */
export function clear(list: unknown[]): void {
  for (let left = list.length; left > 0; left -= 1) list.pop();
}

/** At most `most` of them, spread evenly over the list, the first among them; the list itself where it is no longer. */
export function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)] as T);
}
