/** Which things of a heap a finding speaks of: those that hold one of its addresses. */
import { FIELD } from './film.ts';
import type { Thing } from './film.ts';

/** @param things  with their addresses as the subject has them */
export function keysAt(things: Iterable<Thing>, addresses: readonly number[]): readonly string[] {
  return [...things]
    .filter(([key, text]) => {
      const [low, bytes] = extentOf(key, text.split(FIELD));
      return addresses.some((it) => low <= it && it < low + bytes);
    })
    .map(([key]) => key);
}

/** First byte and bytes; nothing lies in what has no place. */
function extentOf(key: string, fields: readonly string[]): readonly [low: number, bytes: number] {
  const numbers = fields.map(Number);
  if (key.startsWith('span:')) return [numbers[0] ?? 0, (numbers[1] ?? 0) * (numbers[2] ?? 0)];
  if (key.startsWith('block:')) return [numbers[1] ?? 0, Math.max(1, numbers[2] ?? 0)];
  return [0, 0];
}
