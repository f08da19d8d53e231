// Goal: a film of a native allocator is the same wherever the machine puts its memory. Method: one film, with its memory in
// two places.
import { describe, expect, it } from 'vitest';
import { Regions } from '../../../src/report/film/regions.ts';
import type { Film, Scene } from '../../../src/report/film/film.ts';
import { hex } from '../../../src/base/units.ts';

function block(key: string, addr: number, size: number): readonly string[] {
  return [`block:${key}`, `0|${addr}|${size}|${size + 8}`];
}

/** @param high  where the second stretch is, above or below the first */
function filmOf(low: number, high: number): Pick<Film, 'before' | 'scenes'> {
  const scene = (answer: string, ...changes: readonly string[]): Scene => {
    return { command: 'a = malloc 24', answer, changes };
  };
  return {
    before: [],
    scenes: [
      scene(`${hex(low + 0x2a0)}, 24 bytes usable`, ...block('a', low + 0x2a0, 24)),
      scene(`${hex(high + 0x10)}, 4096 bytes usable`, ...block('b', high + 0x10, 4096)),
      scene('freed', 'block:a', '', 'row:blocks', `next ${hex(low + 0x2c0)}, byte 0xa5`),
    ],
  };
}

function told(film: Pick<Film, 'before' | 'scenes'>): unknown {
  const regions = new Regions(film);
  return { scenes: film.scenes.map((scene) => regions.scene(scene)), of: regions.regions };
}

describe('addresses of a memory of its own', () => {
  it('are told as they are', () => {
    const film = {
      before: [],
      scenes: [{ command: 'a = malloc 8', answer: '0x1010', changes: block('a', 0x1010, 8) }],
    };
    expect(told(film)).toEqual({
      scenes: [{ ...film.scenes[0], changes: ['block:a', '0|16|8|16'] }],
      of: [{ name: '', base: 0x1000, bytes: 32 }],
    });
  });
});

describe('addresses of a machine', () => {
  it('are told by the stretch that they lie in, and how far from its first page', () => {
    expect(told(filmOf(0x55d0_3000, 0x7f00_0000_0000))).toMatchObject({
      scenes: [
        { answer: 'A+0x2a0, 24 bytes usable', changes: ['block:a', '0|672|24|32'] },
        { answer: 'B+0x10, 4096 bytes usable', changes: ['block:b', '1|16|4096|4104'] },
        { answer: 'freed', changes: ['block:a', '', 'row:blocks', 'next A+0x2c0, byte 0xa5'] },
      ],
      of: [{ name: 'A' }, { name: 'B' }],
    });
  });

  it('give the same film wherever they are', () => {
    const here = told(filmOf(0x55d0_3000, 0x7f00_0000_0000));
    expect(told(filmOf(0x6123_9000, 0x7abc_d000_0000))).toEqual(here);
    expect(told(filmOf(0x7f00_0000_0000, 0x55d0_3000))).toEqual(here);
  });
});
