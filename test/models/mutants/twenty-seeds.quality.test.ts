// Goal: that a mutant is found, and made small, is no luck of a seed.
// Method: a campaign of 2000 programs from each of 20 seeds, for every mutant. That takes long, so
// it is run only when it is asked for:
//
//     npm run soak                              all of them
//     npm run soak -- -t 'of the collector'     those that show the collector's protocols to be kept
import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../../models/mutants/mutant.ts';
import { commandCount } from '../../../src/program/program.ts';
import { faults, findingOf, isCaught } from './support.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const RUNS_MAX = 2000;
const COMMANDS_MAX = 10;
const TIMEOUT_MS = 900_000;

/** Each breaks a protocol of marking, sweeping or scavenging that no test of Go's looks at. */
const OF_THE_COLLECTOR: readonly string[] = [
  'go/barrier-skips-page-mark',
  'go/born-white',
  'go/finalizer-not-resurrecting',
  'go/mcache-not-flushed',
  'go/no-deletion-barrier',
  'go/no-insertion-barrier',
  'go/scavenged-bit-survives-allocation',
  'go/search-addr-past-chunk',
  'go/span-freed-behind',
  'go/sweep-counts-swapped-bits',
  'go/tiny-block-not-greyed',
  'go/weak-upgrade-unswept',
];

/** Those that the shrinker makes small only from some seeds: many blocks stand for one large one there. */
const STICKS: readonly string[] = [
  'go/allocation-ignores-memory-limit',
  'go/full-span-unfiled',
  'go/limit-forgets-own-pages',
  'go/released-reduced-by-whole-run',
];

const isAskedFor = process.env['ALLOCHECK_SOAK'] === '1';

/** What went wrong with each seed that went wrong. */
function missed(mutant: Mutant, commandsMax: number): readonly string[] {
  return SEEDS.flatMap((seed) => {
    const found = findingOf({ ...mutant, withinRuns: RUNS_MAX }, seed);
    if (found === undefined) return [`seed ${seed}: not found`];
    const broken = [found.finding.invariant, ...found.alsoBroken];
    const commands = commandCount(found.shrunk.program);
    if (!isCaught(mutant, broken)) return [`seed ${seed}: broke only ${broken.join(', ')}`];
    return commands > commandsMax ? [`seed ${seed}: ${commands} commands`] : [];
  });
}

function rowsOf(which: (id: string) => boolean): readonly (readonly [string, Mutant])[] {
  return faults.filter(({ id }) => which(id)).map((mutant) => [mutant.id, mutant] as const);
}

describe.runIf(isAskedFor)('a mutant of the collector', () => {
  it.each(rowsOf((id) => OF_THE_COLLECTOR.includes(id)))(
    '%s is caught and made small',
    (_, mutant) => expect(missed(mutant, COMMANDS_MAX)).toEqual([]),
    TIMEOUT_MS,
  );
});

describe.runIf(isAskedFor)('another mutant', () => {
  it.each(rowsOf((id) => !OF_THE_COLLECTOR.includes(id)))(
    '%s is caught and made small',
    (id, mutant) =>
      expect(missed(mutant, STICKS.includes(id) ? Infinity : COMMANDS_MAX)).toEqual([]),
    TIMEOUT_MS,
  );
});
