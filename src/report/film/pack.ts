/**
 * Texts of a film, short: of a thing that was there before, only what is new of its text.
 *
 * Such a text begins with a mark, and says how many characters of the old one stay at its begin and at its end:
 * `freeindex 7, cache 0x…` after `freeindex 6, cache 0x…` is `<mark>10,12,7`.
 */
import type { Changes, Film } from './film.ts';

const MARK = '\u007F';
/** Characters that it must save. */
const SAVED_MIN = 8;

export function packedFilm(film: Film): Film {
  const heap = new Map<string, string>();
  const before = packed(film.before, heap);
  const scenes = film.scenes.map((scene) => ({ ...scene, changes: packed(scene.changes, heap) }));
  return { ...film, before, scenes };
}

/** @param heap  as it was before, and then is */
function packed(changes: Changes, heap: Map<string, string>): Changes {
  return changes.map((text, i) => {
    if (i % 2 === 0) return text;
    const key = changes[i - 1] as string;
    const old = heap.get(key) ?? '';
    if (text === '') heap.delete(key);
    else heap.set(key, text);
    return patchOf(old, text);
  });
}

function patchOf(old: string, text: string): string {
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  // What begins with the mark is no plain text.
  if (head + tail < SAVED_MIN && !text.startsWith(MARK)) return text;
  return `${MARK}${head},${tail},${text.slice(head, text.length - tail)}`;
}

/** @param old  what the text of the thing was; empty where it is new */
export function unpacked(old: string, text: string): string {
  if (!text.startsWith(MARK)) return text;
  const [, head = 0, tail = 0] = /^.(\d+),(\d+),/s.exec(text)?.map(Number) ?? [];
  const middle = text.slice(`${MARK}${head},${tail},`.length);
  return old.slice(0, head) + middle + old.slice(old.length - tail);
}
