// Goal: engines are compared by the same measure, and the bench of it does not rot.
// Method: both hunt a toy whose smallest program is plain to see, and what they say is held against the engine's own
// words; figures that were made up.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { mutants } from '../../models/mutants/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { defineSubject } from '../../spec/subject.ts';
import { ENGINES, huntAll } from '../../bench/engine-contest.ts';
import type { PreyHunts } from '../../bench/engine-contest.ts';
import { huntByCommands } from '../../bench/engine-fc.ts';
import {
  foundWithin,
  geometricMean,
  median,
  medianToFind,
  solvedWithin,
  versus,
} from '../../bench/engine-figures.ts';
import { Counter, evaluationsTo } from '../../bench/engine-hunt.ts';
import type { Hunt } from '../../bench/engine-hunt.ts';
import { spreadOfMutants } from '../../bench/engine-mutants.ts';
import { huntOurs } from '../../bench/engine-ours.ts';
import { renderEngines } from '../../bench/engine-results.ts';
import { runCampaign } from '../../src/campaign/campaign.ts';
import { execute } from '../../src/engine/execute.ts';
import { applicable } from '../../src/engine/judge.ts';
import { parseProgram } from '../../src/program/text.ts';
import { commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { MIXED } from '../../src/workload/profiles.ts';

const judges = applicable(catalogue, goSubject.offers);

/** A heap whose third malloc gives the block of its first again. */
const toy = defineSubject({
  ...goSubject,
  create: (config) => {
    const made = goSubject.create(config);
    const malloc = made.malloc.bind(made);
    const given: number[] = [];
    made.malloc = (...request) => {
      const addr = given.length === 2 ? given[0]! : malloc(...request);
      given.push(addr);
      return addr;
    };
    return made;
  },
});
const BUDGET = 30;

describe('what is counted', () => {
  it('is each program, and each of its commands and its end', () => {
    const counter = new Counter(goSubject);
    const text = 'allocheck 1\nheap go\na = malloc 8 noscan\nfree a\n';
    const program = parseProgram(text, 'test');
    execute(program, counter.subject, []);
    execute({ ...program }, counter.subject, []);
    expect([counter.programs, counter.commands]).toEqual([2, 6]);
    expect([0, 1, 2].map((programs) => counter.commandsOf(programs))).toEqual([0, 3, 6]);
  });
});

/** What a hunt is, but for its seconds. */
function counted({ found: { programs, commands }, shrunk }: Hunt): readonly unknown[] {
  return [programs, commands, shrunk?.length, shrunk?.evaluations, shrunk?.path];
}

describe('allocheck hunts', () => {
  const { found, shrunk } = huntOurs(toy, 1, BUDGET);

  it('as its campaign does, with the same smallest program', () => {
    const settings = { subject: toy, catalogue, profile: profileFor(toy, MIXED), seed: 1 };
    const result = runCampaign({ ...settings, runs: BUDGET, first: [] });
    expect(found.programs).toBe(result.runs);
    expect(found.commands).toBeGreaterThanOrEqual(result.commands);
    expect(found.commands).toBeLessThanOrEqual(result.commands + result.runs);
    const [finding] = result.findings;
    expect(shrunk!.length).toBe(commandCount(finding!.shrunk.program));
    // The look at the smallest is one more.
    expect(shrunk!.evaluations).toBe(finding!.shrunk.evaluations + 1);
    expect(evaluationsTo(shrunk!, shrunk!.length)).toBeLessThan(shrunk!.evaluations);
  });

  it('until the budget is used up, where nothing is wrong', () => {
    const none = huntOurs(goSubject, 1, 3);
    expect([none.found.programs, none.shrunk]).toEqual([3, undefined]);
  });

  it('beside the others, each of which is the same alone', () => {
    const { hunts } = huntAll({ name: 'toy', shortest: 3, load: () => toy }, 1, BUDGET);
    expect(hunts.map((its) => its.length)).toEqual(ENGINES.map(() => 1));
    expect(counted(hunts[0]![0]!)).toEqual(counted({ found, shrunk }));
  });
});

describe('fast-check hunts', () => {
  const failed: { program: Program; length: number }[] = [];
  const hunt = huntByCommands('+1', (program, length) => failed.push({ program, length }));
  const { found, shrunk } = hunt(toy, 1, BUDGET);

  it('down to the three mallocs', () => {
    expect(shrunk!.length).toBe(3);
    expect(shrunk!.path).toHaveLength(failed.length);
    expect(found.programs).toBeGreaterThan(0);
    expect(found.programs).toBeLessThanOrEqual(BUDGET);
    expect(found.commands).toBeGreaterThanOrEqual(failed[0]!.length);
  });

  it('by what is a program, and breaks the same when it is run as one', () => {
    for (const { program, length } of [failed[0]!, failed.at(-1)!]) {
      expect(commandCount(program)).toBe(length);
      expect(execute(program, toy, judges).findings).not.toEqual([]);
      expect(execute(program, goSubject, judges).findings).toEqual([]);
    }
  });

  it('until the budget is used up, where nothing is wrong', () => {
    const { found: none, shrunk: nothing } = hunt(goSubject, 1, 10);
    expect([none.programs, nothing]).toEqual([10, undefined]);
  });
});

describe('the mutants', () => {
  it('are a spread of all that take two commands or more', () => {
    const spread = spreadOfMutants();
    expect(spread.length).toBeGreaterThan(20);
    expect(spread.every(({ shortest }) => shortest.lines.length >= 2)).toBe(true);
    expect(mutants.filter((mutant) => spread.some((each) => each === mutant))).toEqual(spread);
  });
});

function hunted(programs: number, lengths?: readonly number[]): Hunt {
  const found = { programs, commands: programs * 10, ns: programs * 1e6 };
  if (lengths === undefined) return { found, shrunk: undefined };
  const path = lengths.map((length, i) => ({ evaluation: i * 10, length }));
  const evaluations = lengths.length * 10;
  return { found, shrunk: { length: lengths.at(-1)!, evaluations, path, ns: 1e6 } };
}

describe('the figures', () => {
  const preys: readonly PreyHunts[] = [
    {
      name: 'easy',
      shortest: 2,
      hunts: [
        [hunted(4, [9, 3, 2]), hunted(4, [9, 3, 2])],
        [hunted(8, [9, 4]), hunted(8, [9, 4])],
        [hunted(8, [9, 4]), hunted(100)],
      ],
    },
    {
      name: 'hard',
      shortest: 5,
      hunts: [
        [hunted(25, [50, 6]), hunted(25, [50, 6])],
        [hunted(100), hunted(100)],
        [hunted(100), hunted(100)],
      ],
    },
  ];
  const programs = ({ found }: Hunt): number => found.programs;

  it('have hunts that found nothing count with all that they used up', () => {
    const all = versus(preys, 1);
    const rows = all.map(({ what, ours, theirs, factor }) => [
      what,
      ...[ours, theirs, factor].map((figure) => Number(figure.toFixed(2))),
    ]);
    expect(rows).toEqual([
      ['hunts that found it', 4, 2, 2],
      ['mutants found from all seeds', 2, 1, 2],
      ['programs until it broke', 10, 28.28, 2.83],
      ['commands until it broke', 100, 282.84, 2.83],
      ['milliseconds until it broke', 10, 28.28, 2.83],
      ['programs until as short as both', 22.14, 42.43, 1.92],
      ['commands of the smallest program', 2, 4, 2],
      ['shrunk to the shortest known, %', 100, 0, Infinity],
      ['evaluations until as short as both', 10, 10, 1],
      ['evaluations until the smallest', 20, 10, 0.5],
      ['evaluations in all', 30, 20, 0.67],
      ['milliseconds of shrinking', 1, 1, 1],
    ]);
    const atLeast = all.filter(({ isLeast }) => isLeast).map(({ what }) => what);
    expect(atLeast.map((what) => what.split(' ')[0])).toEqual([
      'programs',
      'commands',
      'milliseconds',
      'programs',
    ]);
  });

  it('tell what was found within a budget, and by how many seeds', () => {
    expect(solvedWithin(preys, 0, programs, 4)).toBe(1);
    expect(solvedWithin(preys, 2, programs, 100)).toBe(0);
    expect(foundWithin(preys[0]!.hunts[2]!, programs, 100)).toBe(1);
    expect(medianToFind(preys[1]!.hunts[1]!, programs)).toBe(Infinity);
  });

  it('have the lower of two middle ones', () => {
    expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 1, NaN]);
    expect(geometricMean([1, 100])).toBeCloseTo(10);
  });

  it('come as goals, sums and each mutant', () => {
    const text = renderEngines({ preys, seeds: 2, budget: 100, machine: 'Node 20' });
    expect(text).toContain('Made with Node 20; 2 mutants, 2 seeds, 100 programs a hunt.');
    expect(text).toMatch(/^\| commands until it broke +\| +≥ 2\.83 \| +≥ \S+ \| +met \|$/m);
    expect(text).toMatch(/^\| programs until as short as both +\| +≥ 1\.92 \| +≥ \S+ \| +met \|$/m);
    expect(text).toMatch(/^\| hard +\| +2 \/ 0 \/ 0 \| +25 \/ – \/ – \| +250 \/ – \/ – \|$/m);
    expect(text).toMatch(/^\| easy +\| +2 \| +2 \/ 4 \/ 4 \| /m);
  });

  it('say where the others are better', () => {
    const swapped = preys.map((prey) => ({ ...prey, hunts: prey.hunts.toReversed() }));
    const text = renderEngines({ preys: swapped, seeds: 2, budget: 100, machine: 'Node 20' });
    expect(text).toMatch(/^\| commands of the smallest program +\| +\S+ \| +\S+ \| missed \|$/m);
  });
});
