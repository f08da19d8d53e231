// Goal: a film shows each heap as it was, from whichever place one comes, though it is packed.
// Method: heaps drawn at random, taken by the recorder, and looked at in a drawn order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Film, Thing } from '../../../src/report/film/film.ts';
import { packedFilm } from '../../../src/report/film/pack.ts';
import { Recorder } from '../../../src/report/film/recorder.ts';
import { Reel } from '../../../src/report/film/reel.ts';

/** Texts that share long parts, and some that look as if they were packed. */
const text = fc.oneof(
  fc.stringMatching(/^freeindex \d{1,2}, cache 0x[0-3]{1,3}, taken$/),
  fc.stringMatching(/^\u007F\d{1,2},\d{1,2},[ab]{0,3}$/),
  fc.string({ minLength: 1 }),
);
const heap = fc.dictionary(fc.constantFrom('row:gc', 'span:1', 'block:a', '__proto__'), text);

function things(of: Record<string, string>): readonly Thing[] {
  return Object.entries(of);
}

function filmOf(heaps: readonly Record<string, string>[], scenesMax?: number): Film {
  const recorder = new Recorder(scenesMax);
  const [first = {}, ...others] = heaps;
  recorder.begin(things(first), {});
  for (const each of others) recorder.add({ command: 'gc', answer: '' }, things(each), {});
  const { sizes: _, ...film } = recorder.footage;
  return { ...film, regions: [] };
}

function reelOf(film: Film): Reel {
  return new Reel(packedFilm(film));
}

describe('a film', () => {
  it('shows each heap from whichever place one comes', () => {
    fc.assert(
      fc.property(
        fc.array(heap, { minLength: 1, maxLength: 150 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
        (heaps, visits) => {
          const reel = reelOf(filmOf(heaps));
          expect(reel.places).toBe(heaps.length);
          for (const visit of visits) {
            const place = visit % heaps.length;
            expect(new Map(reel.heapAt(place))).toEqual(new Map(things(heaps[place] ?? {})));
          }
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  it('keeps the last scenes of a long run, and how things were before them', () => {
    const heaps = Array.from({ length: 26 }, (_, i) => ({
      'row:gc': `at ${i}`,
      [`block:${i}`]: 'x',
    }));
    const film = filmOf(heaps, 4);
    expect([film.omitted, film.scenes.length]).toEqual([21, 4]);
    const reel = reelOf(film);
    expect(reel.heapAt(0)).toEqual(new Map(things(heaps[21] ?? {})));
    expect(reel.heapAt(4)).toEqual(new Map(things(heaps[25] ?? {})));
  });

  it('names what a scene changed, and nothing else', () => {
    const reel = reelOf(
      filmOf([
        { 'row:gc': 'off', 'span:1': 'a' },
        { 'row:gc': 'off', 'span:1': 'b', 'span:2': 'c' },
        { 'row:gc': 'off', 'span:2': 'c' },
      ]),
    );
    const changed = [0, 1, 2].map((place) => [...reel.changedAt(place)]);
    expect(changed).toEqual([[], ['span:1', 'span:2'], ['span:1']]);
  });

  it('is shorter when it is packed', () => {
    const long = 'freed of class 5 0x400eae0, 0x4028080, '.repeat(9);
    const heaps = Array.from({ length: 50 }, (_, i) => ({
      'row:P0': `${long}${i}, pages ${long}`,
    }));
    const film = filmOf(heaps);
    const [plain, packed] = [film, packedFilm(film)].map((each) => JSON.stringify(each).length);
    expect(packed).toBeLessThan((plain ?? 0) / 5);
  });
});
