/** A packed film that can be looked at from any of its places, forth and back. */
import type { Changes, Film } from './film.ts';
import { unpacked } from './pack.ts';

export type Heap = ReadonlyMap<string, string>;

/** Scenes between two heaps that are kept. */
const KEPT_EVERY = 64;

/**
 * Place 0 is before the first scene, place n after scene n - 1.
 *
 * @cost a place: as much as 64 scenes, and one heap
 */
export class Reel {
  readonly places: number;
  readonly #film: Film;
  readonly #kept: Heap[] = [];
  #at = 0;
  #heap: Map<string, string>;

  constructor(film: Film) {
    this.#film = film;
    this.places = film.scenes.length + 1;
    this.#heap = changed(new Map(), film.before);
  }

  /** The heap at a place; it is the caller's until the next call. */
  heapAt(place: number): Heap {
    if (place < this.#at || place >= this.#at + KEPT_EVERY) this.#jump(place);
    while (this.#at < place) this.#step();
    return this.#heap;
  }

  /** Keys of the things that the scene before a place changed. */
  changedAt(place: number): ReadonlySet<string> {
    const changes = place === 0 ? [] : (this.#film.scenes[place - 1]?.changes ?? []);
    return new Set(changes.filter((_, i) => i % 2 === 0));
  }

  #jump(place: number): void {
    const kept = Math.min(Math.floor(place / KEPT_EVERY), this.#kept.length - 1);
    if (kept < 0 || (kept * KEPT_EVERY < this.#at && this.#at <= place)) return;
    this.#heap = new Map(this.#kept[kept]);
    this.#at = kept * KEPT_EVERY;
  }

  #step(): void {
    if (this.#at % KEPT_EVERY === 0) this.#kept[this.#at / KEPT_EVERY] ??= new Map(this.#heap);
    changed(this.#heap, this.#film.scenes[this.#at]?.changes ?? []);
    this.#at += 1;
  }
}

/** The same heap, with what changed. */
function changed(heap: Map<string, string>, changes: Changes): Map<string, string> {
  for (let i = 0; i < changes.length; i += 2) {
    const [key, text] = [changes[i] as string, changes[i + 1] as string];
    if (text === '') heap.delete(key);
    else heap.set(key, unpacked(heap.get(key) ?? '', text));
  }
  return heap;
}
