// Goal: each measure is what docs/compare.md says. Method: a toy whose numbers are reckoned by hand, and programs of the models of
// which it is known how far each request goes.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { tcmallocSubject } from '../../models/tcmalloc/subject.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Compared } from '../../src/compare/compared.ts';
import { measure } from '../../src/compare/measure.ts';
import { ReuseMeter } from '../../src/compare/reuse.ts';
import { parseProgram } from '../../src/program/text.ts';
import { UNLUCKY, closedToy, openToy } from './toy.ts';

function measured(
  subject: SubjectDefinition,
  lines: readonly string[],
  { points = 240, heap = '' } = {},
): Compared {
  const text = `allocheck 1\nheap ${subject.id}${heap}\n${lines.join('\n')}\n`;
  return measure(parseProgram(text, 'here'), subject, points);
}

/** `count` blocks of that size, named x1, x2, … */
function many(count: number, size: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `x${i + 1} = malloc ${size} noscan`);
}

const FEW = [
  'a = malloc 10 noscan',
  'b = malloc 20 noscan',
  'free a',
  'c = malloc 0 noscan',
  'free b',
  'd = malloc 40 noscan',
  'e = malloc 30 noscan',
  'free z',
  'f = malloc 65 noscan',
];

describe('of a toy', () => {
  it('tells sizes after evenly spaced commands, and the first of the largest footprints', () => {
    const { points, peak, mean, peakLive } = measured(openToy, FEW.slice(0, 7), { points: 3 });
    expect(points).toEqual([
      { commands: 3, footprint: 4096, live: 20, usable: 64 },
      { commands: 5, footprint: 4096, live: 0, usable: 64 },
      { commands: 7, footprint: 4096, live: 70, usable: 192 },
    ]);
    expect(peak).toEqual({ commands: 1, footprint: 4096, live: 10, usable: 64 });
    expect([mean, peakLive]).toEqual([4096, 70]);
  });

  it('takes the mean over all commands, also those without a point', () => {
    const grown = many(128, 64);
    const { peak, mean, osCalls } = measured(openToy, grown, { points: 1 });
    // The second page comes with the 65th block.
    expect(peak).toEqual({ commands: 65, footprint: 8192, live: 4160, usable: 4160 });
    expect(mean).toBe((64 * 4096 + 64 * 8192) / 128);
    expect(osCalls).toEqual({ reserve: 2, map: 0, used: 0, unused: 0, fault: 0, free: 0 });
  });

  it('counts what did something, what was served and what was refused', () => {
    const { commands, requests, refused } = measured(openToy, FEW);
    expect({ commands, requests, refused }).toEqual({ commands: 8, requests: 5, refused: 1 });
  });

  it('counts allocations from a free to the one that returns its address, without those of 0 bytes', () => {
    // c, of 0 bytes, takes what a had; d what b had, at once; e a new one.
    const { reuse } = measured(openToy, FEW);
    expect(reuse).toEqual({ count: 1, atOnce: 1, median: 0, p90: 0 });
  });

  it('takes a realloc for an allocation and a free where the block moves', () => {
    // b is elsewhere, as a is held until then; c gets what a had.
    const lines = ['a = malloc 8 noscan', 'b = realloc a 16', 'c = malloc 8 noscan'];
    const { reuse, requests, tiers } = measured(openToy, lines);
    expect(reuse).toEqual({ count: 1, atOnce: 1, median: 0, p90: 0 });
    expect([requests, tiers]).toEqual([3, undefined]);
  });

  it('has the peak of usable bytes, and no more, where no system is shown', () => {
    const compared = measured(closedToy, FEW.slice(0, 3));
    expect(compared.peak).toEqual({ commands: 2, footprint: undefined, live: 30, usable: 128 });
    expect([compared.mean, compared.osCalls, compared.bookkeeping]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('ends where it breaks down', () => {
    const lines = ['a = malloc 8 noscan', `b = malloc ${UNLUCKY} noscan`, 'c = malloc 8 noscan'];
    const { brokeDown, requests, points } = measured(openToy, lines);
    expect(brokeDown).toEqual({ step: 1, message: 'out of luck' });
    expect([requests, points.length]).toEqual([1, 2]);
  });

  it('has nothing of a program without commands', () => {
    const { points, peak, mean, reuse } = measured(openToy, []);
    expect([points, mean]).toEqual([[], undefined]);
    expect(peak).toEqual({ commands: 0, footprint: 0, live: 0, usable: 0 });
    expect(reuse).toEqual({ count: 0, atOnce: 0, median: undefined, p90: undefined });
  });
});

describe('distances', () => {
  it('have the least number that half, and nine of ten, do not exceed', () => {
    const meter = new ReuseMeter();
    for (let addr = 1; addr <= 10; addr += 1) meter.allocated(addr);
    for (let addr = 1; addr <= 10; addr += 1) meter.freed(addr);
    for (let addr = 1; addr <= 10; addr += 1) meter.allocated(addr);
    // 0 to 9.
    expect(meter.result()).toEqual({ count: 10, atOnce: 1, median: 4, p90: 8 });
  });
});

describe('tiers of Go', () => {
  it('are told by what each request came to', () => {
    const lines = [
      'a = malloc 0 noscan', // no memory
      'b = malloc 24 noscan', // the first span, of a heap that grows for it
      'c = malloc 24 noscan', // the same span
      'd = malloc 8 noscan', // a tiny block, of a new span
      'e = malloc 8 noscan', // the other half of it
      'free b',
      'f = malloc 20 noscan', // the slot that b had
      'g = malloc 100000 noscan', // pages
    ];
    expect(measured(goSubject, lines).tiers).toEqual({
      none: 1,
      tiny: 1,
      cache: 2,
      central: 0,
      pages: 2,
      system: 1,
    });
  });

  it('have a span of mcentral where a collection freed slots of one that is not cached', () => {
    // Two slots a span: the second span is cached when the first one comes free.
    const lines = [...many(4, 4096), 'drop x1', 'gc'];
    const { tiers, points } = measured(goSubject, [...lines, 'y = malloc 4096 noscan']);
    expect(tiers).toEqual({ none: 0, tiny: 0, cache: 2, central: 1, pages: 1, system: 1 });
    expect(points.map(({ live }) => live).slice(-2)).toEqual([12_288, 16_384]);
  });

  it('count an address that a collection freed, and was given again', () => {
    const lines = [...many(4, 4096), 'drop x1', 'gc', 'y = malloc 4096 noscan'];
    expect(measured(goSubject, lines).reuse).toMatchObject({ count: 1, atOnce: 1 });
  });
});

describe('tiers of TCMalloc', () => {
  it('are told by what each request came to', () => {
    const lines = [
      'a = malloc 24 noscan', // one object of a new span, of a heap that grows for it
      'b = malloc 24 noscan', // one of two, of the span
      'c = malloc 24 noscan', // the other
      'd = malloc 400000 noscan', // pages
      'e = realloc d 400100', // pages as many
    ];
    expect(measured(tcmallocSubject, lines).tiers).toEqual({
      inPlace: 1,
      cache: 1,
      transfer: 0,
      central: 1,
      pages: 1,
      system: 1,
    });
  });

  it('have a batch of the transfer cache for another thread than gave it', () => {
    // A batch of blocks of 64 KiB is two: the list of P0 is cut, and P1 wants a batch at its second miss.
    const size = 65_536;
    const ours = many(40, size);
    const freed = ours.map((_, i) => `free x${i + 1}`);
    const theirs = Array.from({ length: 6 }, (_, i) => `y${i + 1} = malloc ${size} noscan on P1`);
    const compared = measured(tcmallocSubject, [...ours, ...freed, ...theirs], {
      heap: ' procs=2',
    });
    expect(compared.tiers?.transfer).toBeGreaterThan(0);
    expect(compared.bookkeeping).toBe(8 * 2 ** 20);
    const all = Object.values(compared.tiers ?? {}).reduce((sum, count) => sum + count, 0);
    expect(all).toBe(compared.requests);
  });

  it('leave bookkeeping out of the footprint', () => {
    // A region of 1 MiB was given back as it came, and a span of a page was cut from it.
    const { peak } = measured(tcmallocSubject, ['a = malloc 24 noscan']);
    expect(peak.footprint).toBe(8192);
  });
});
