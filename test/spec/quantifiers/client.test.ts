// Goal: of the client's log, each quantifier gives exactly the entries that it names.
// Method: small logs with one entry of each kind.
import { describe, expect, it } from 'vitest';
import { answer, block, clientView, observation } from '../../../spec/fixtures/client.ts';
import {
  badAlignments,
  badFrees,
  badSizes,
  failures,
  failuresToFill,
  frees,
  freshReadings,
  goodCalls,
  keptReadings,
  refusedCalls,
  servedMallocs,
  usablePlacements,
  usableSizes,
  zeroSizeBlocks,
} from '../../../spec/quantifiers/client.ts';
import type { Reading } from '../../../spec/views/client.ts';

describe('answers', () => {
  const served = answer({ allowed: ['served', 'out-of-memory'] });
  const freed = answer({ call: 'free', argument: 0x1000 });
  const badSize = answer({ argument: -1, outcome: 'bad-size', allowed: ['bad-size'] });
  const badFree = answer({
    call: 'free',
    argument: 1,
    outcome: 'bad-free',
    allowed: ['bad-free'],
  });
  const badAlignment = answer({
    call: 'memalign',
    outcome: 'bad-alignment',
    allowed: ['bad-alignment'],
  });
  const view = clientView({ answers: [served, freed, badSize, badFree, badAlignment] });

  it.each([
    ['served mallocs', servedMallocs, [served]],
    ['refused calls', refusedCalls, [badSize, badFree, badAlignment]],
    ['calls that may be served', goodCalls, [served, freed]],
    ['mallocs that must be refused', badSizes, [badSize]],
    ['frees that must be refused', badFrees, [badFree]],
    ['alignments that must be refused', badAlignments, [badAlignment]],
  ])('are told apart: %s', (_, quantifier, expected) => {
    expect(quantifier.all(view)).toEqual(expected);
    expect(quantifier.touched?.(view)).toEqual(expected);
  });

  it('are not copied when all or none of them are meant', () => {
    const one = clientView({ answers: [served] });
    expect(servedMallocs.touched?.(one)).toBe(one.client.answers);
    expect(badFrees.touched?.(one)).toHaveLength(0);
    const two = clientView({ answers: [served, served] });
    expect(servedMallocs.touched?.(two)).toBe(two.client.answers);
    expect(badFrees.touched?.(two)).toHaveLength(0);
  });
});

describe('observations', () => {
  const free = observation();
  const failure = observation({ of: 'errno-after-failure', call: 'malloc' });
  const pointer = observation({ of: 'pointer-after-failure', call: 'posix_memalign' });
  const usable = observation({ of: 'usable-size' });
  const view = clientView({ observations: [free, failure, pointer, usable] });

  it.each([
    ['errno behind a free', frees, free],
    ['errno behind a failure', failures, failure],
    ['the pointer behind a failure', failuresToFill, pointer],
    ['a usable size', usableSizes, usable],
  ])('are told apart: %s', (_, quantifier, expected) => {
    expect(quantifier.all(view)).toEqual([expected]);
    expect(quantifier.touched?.(view)).toEqual([expected]);
  });
});

describe('readings', () => {
  const reading = (over: Partial<Reading>): Reading => ({
    block: block(),
    fresh: false,
    at: -1,
    expected: 0,
    actual: 0,
    ...over,
  });

  it('are of new zeroes or of what the client wrote', () => {
    const [fresh, kept] = [reading({ fresh: true }), reading({})];
    const view = clientView({ readings: [fresh, kept] });
    expect(freshReadings.touched?.(view)).toEqual([fresh]);
    expect(freshReadings.all(view)).toEqual([fresh]);
    expect(keptReadings.touched?.(view)).toEqual([kept]);
  });

  it('are those of all live blocks, and those of blocks that are gone since', () => {
    const [live, gone] = [block(), block({ label: 1 })];
    const now = reading({ block: live });
    const last = reading({ block: gone });
    const view = clientView({
      readings: [reading({ block: live }), last],
      allReadings: () => [now],
    });
    const all = keptReadings.all(view);
    expect(all).toHaveLength(2);
    expect(all[0]).toBe(now);
    expect(all[1]).toBe(last);
  });
});

describe('usable bytes', () => {
  it('may be those of blocks of no bytes, where these have any', () => {
    const [one, two] = [0, 1].map((label) => block({ label, addr: 0x1000, size: 0, usable: 24 }));
    const none = block({ label: 2, addr: 0x1000, size: 0, usable: 0 });
    expect(usablePlacements.all(clientView({ live: [one!, two!, none] }))).toEqual([
      { block: two, other: one },
    ]);
  });
});

describe('blocks of no bytes', () => {
  const lower = block({ addr: 0x1000, size: 60, usable: 64 });
  const upper = block({ addr: 0x2000, size: 64 });

  it.each([
    [0x0fff, undefined],
    [0x1000, lower],
    [0x103f, lower],
    [0x1040, undefined],
    [0x2001, upper],
    [0x2040, undefined],
  ])('are shown with the block around them: %i', (addr, other) => {
    const empty = block({ addr, size: 0 });
    const view = clientView({ live: [upper, empty, lower] });
    expect(zeroSizeBlocks.all(view)).toEqual([{ block: empty, other }]);
  });

  it('are none where there is none', () => {
    expect(zeroSizeBlocks.all(clientView({ live: [lower, upper] }))).toHaveLength(0);
  });
});
