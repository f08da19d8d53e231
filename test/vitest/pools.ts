/** Small pools to test: one that is right, and one whose second of three blocks in a row lies on the first. */
import { poolSubject } from '../../src/adapters/js/pool.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';

const UNIT = 16;
const BYTES = 32 * 1024;

/** Blocks one behind the other; nothing is used again. */
class Bump {
  #top = UNIT;
  #live = new Set<number>();

  take(size: number): number {
    const addr = this.#top;
    if (!(addr + size <= BYTES)) return 0;
    this.#top += Math.max(UNIT, Math.ceil(size / UNIT) * UNIT);
    this.#live.add(addr);
    return addr;
  }

  give(addr: number): boolean {
    return this.#live.delete(addr);
  }
}

export const sound: SubjectDefinition = poolSubject({
  id: 'sound',
  alignment: UNIT,
  size: BYTES,
  make: () => {
    const bump = new Bump();
    return { malloc: (size) => bump.take(size), free: (addr) => bump.give(addr as number) };
  },
});

export const overlapping: SubjectDefinition = poolSubject({
  id: 'overlapping',
  alignment: UNIT,
  size: BYTES,
  make: () => {
    const bump = new Bump();
    let made = 0;
    const malloc = (size: number): number => {
      made += 1;
      const addr = bump.take(size);
      return made === 2 ? UNIT : addr;
    };
    return { malloc, free: (addr) => bump.give(addr as number) };
  },
});
