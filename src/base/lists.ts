/** Empties a list that mostly has one or two items: popping them is cheaper than setting the length. */
export function clear(list: unknown[]): void {
  for (let left = list.length; left > 0; left -= 1) list.pop();
}
