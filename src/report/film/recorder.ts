/** Takes a film of a run, scene by scene. */
import type { Changes, Film, Scene, Sizes, Thing } from './film.ts';

/** Most scenes of a film: of a longer run, the last ones. */
export const SCENES_MAX = 10_000;

export type Footage = Omit<Film, 'regions'> & {
  /** How large the heap was at each place of the film. */
  readonly sizes: readonly Sizes[];
};

export class Recorder {
  readonly #scenesMax: number;
  readonly #before = new Map<string, string>();
  readonly #heap = new Map<string, string>();
  #scenes: Scene[] = [];
  #sizes: Sizes[] = [];
  #omitted = 0;

  constructor(scenesMax: number = SCENES_MAX) {
    this.#scenesMax = scenesMax;
  }

  /** The heap before the first command. */
  begin(things: Iterable<Thing>, sizes: Sizes): void {
    for (const map of [this.#before, this.#heap]) map.clear();
    apply(this.#before, this.#changes(things));
    this.#scenes = [];
    this.#sizes = [sizes];
    this.#omitted = 0;
  }

  add(told: Omit<Scene, 'changes'>, things: Iterable<Thing>, sizes: Sizes): void {
    this.#scenes.push({ ...told, changes: this.#changes(things) });
    this.#sizes.push(sizes);
    if (this.#scenes.length >= 2 * this.#scenesMax) this.#cut();
  }

  get footage(): Footage {
    if (this.#scenes.length > this.#scenesMax) this.#cut();
    const before = [...this.#before].flat();
    return { omitted: this.#omitted, before, scenes: this.#scenes, sizes: this.#sizes };
  }

  /** What is not as it was, and from now on is. */
  #changes(things: Iterable<Thing>): string[] {
    const changes: string[] = [];
    const gone = new Set(this.#heap.keys());
    for (const [key, text] of things) {
      gone.delete(key);
      if (this.#heap.get(key) !== text) changes.push(key, text);
    }
    for (const key of gone) changes.push(key, '');
    apply(this.#heap, changes);
    return changes;
  }

  #cut(): void {
    const cut = this.#scenes.length - this.#scenesMax;
    for (const { changes } of this.#scenes.slice(0, cut)) apply(this.#before, changes);
    this.#scenes = this.#scenes.slice(cut);
    this.#sizes = this.#sizes.slice(cut);
    this.#omitted += cut;
  }
}

function apply(heap: Map<string, string>, changes: Changes): void {
  for (let i = 0; i < changes.length; i += 2) {
    const [key, text] = [changes[i] as string, changes[i + 1] as string];
    if (text === '') heap.delete(key);
    else heap.set(key, text);
  }
}
