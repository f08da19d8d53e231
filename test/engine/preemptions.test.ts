// Goal: the schedules of a program with few preemptions are all there, each once; random ones keep what its commands need of
// each other; and a fault that takes a preemption is found without one in the program. Method: literal enumerations on Go's
// heap, and its mutants of suspended calls.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { worldRunsWhileResized } from '../../models/mutants/go/world-runs-while-resized.ts';
import { worldStopsAnywhere } from '../../models/mutants/go/world-stops-anywhere.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { spread } from '../../src/base/lists.ts';
import { Prng } from '../../src/base/prng.ts';
import { execute } from '../../src/engine/execute.ts';
import { preemptionsOf, stopsOf } from '../../src/engine/preemptions.ts';
import { byPriority } from '../../src/engine/priorities.ts';
import { schedulesOf } from '../../src/engine/schedules.ts';
import { judgeVariants } from '../../src/engine/variants.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';

const catalogue = applicable(all, goSubject.offers);

function programOf(...lines: readonly string[]): Program {
  return parseProgram(`allocheck 1\nheap go procs=2\n${lines.join('\n')}\n`, 'x');
}

function linesOf(program: Program): readonly string[] {
  return printProgram(program).trimEnd().split('\n').slice(2);
}

/** The schedules, and whether they are all with at most two preemptions. */
function schedulesUpTo(program: Program, most: number): readonly [readonly Program[], boolean] {
  const all = schedulesOf(program, { definition: goSubject, seed: 1, most });
  const programs: Program[] = [];
  for (;;) {
    const { done, value } = all.next();
    if (done === true) return [programs, value];
    programs.push(value);
  }
}

/** A refill: pages taken, span popped, slot taken. The second of its class is served from the same span. */
const FIRST = 'a = malloc 64 noscan';
const RESUME = 'resume 1000000';

describe('yield points', () => {
  it('are those that a call comes by when it is stopped at each', () => {
    const program = programOf(
      FIRST,
      'b = malloc 64 noscan',
      'c = malloc 40000',
      'read a',
      'sweep 3',
    );
    expect(stopsOf(program, goSubject)).toEqual([3, 1, 2, 0, 0]);
  });

  it('are none of a call that is stopped anyway, and the further ones of one that goes on', () => {
    const program = programOf('pause 1', FIRST, 'b = malloc 64 noscan on P1', RESUME);
    expect(stopsOf(program, goSubject)).toEqual([0, 0, 3, 2]);
  });
});

describe('preemptions', () => {
  it('stop each call at each of its yield points, and let it go on behind each command of another', () => {
    const program = programOf(
      FIRST,
      'b = malloc 8 on P1',
      'read b on P1',
      'c = malloc 9 on P1',
      'gc',
    );
    const stopped = preemptionsOf(program, goSubject)
      .map(linesOf)
      .filter((lines) => lines[1] === FIRST);
    expect(stopped.map((lines) => [lines[0], lines.indexOf(RESUME)])).toEqual([
      ['pause 1', 3],
      ['pause 1', 5],
      ['pause 2', 3],
      ['pause 2', 5],
      ['pause 3', 3],
      ['pause 3', 5],
    ]);
  });

  it('are of others that follow, since the processor itself goes on first', () => {
    const program = programOf('a = malloc 8', 'b = malloc 8', 'c = malloc 8');
    expect(preemptionsOf(program, goSubject)).toEqual([]);
  });

  it('go on at the latest where the world stops', () => {
    const program = programOf(FIRST, 'gcStart on P1', 'b = malloc 8 on P1');
    const ends = preemptionsOf(program, goSubject).map((each) => linesOf(each).indexOf(RESUME));
    expect(ends).toEqual([3, 3, 3]);
  });

  it('come one behind the other, or stop the same call again', () => {
    const [, , once] = preemptionsOf(programOf(FIRST, 'mark 1 on P1', 'assist on P1'), goSubject);
    expect(linesOf(once!)).toEqual(['pause 2', FIRST, 'mark 1 on P1', RESUME, 'assist on P1']);
    expect(preemptionsOf(once!, goSubject).map(linesOf)).toEqual([
      ['pause 2', FIRST, 'mark 1 on P1', 'resume 1', 'assist on P1', RESUME],
    ]);
  });
});

describe('schedules', () => {
  const PROGRAM = programOf(FIRST, 'b = malloc 8 on P1', 'c = malloc 9', 'free a on P1');

  it('are each there once, and all with at most two preemptions where there is room', () => {
    const [programs, isAll] = schedulesUpTo(PROGRAM, 160);
    expect(isAll).toBe(true);
    const single = preemptionsOf(PROGRAM, goSubject);
    const double = single.flatMap((each) => preemptionsOf(each, goSubject));
    const few = programs.slice(0, single.length + double.length).map(printProgram);
    const random = programs.slice(few.length).map(printProgram);
    expect(new Set(few).size).toBe(few.length);
    expect([new Set(random).size, random.length > 0]).toEqual([random.length, true]);
    expect(random).not.toContain(printProgram(PROGRAM));
    expect(few).toEqual([...single, ...double].map(printProgram));
  });

  it('are spread over all where there is none, and say so', () => {
    const [programs, isAll] = schedulesUpTo(PROGRAM, 8);
    expect([programs.length, isAll]).toEqual([8, false]);
    expect(preemptionsOf(PROGRAM, goSubject)).toHaveLength(9);
    expect(schedulesUpTo(PROGRAM, 20)[1]).toBe(false);
    const stopped = programs.map((each) =>
      linesOf(each).filter((line) => line.startsWith('pause')),
    );
    expect(stopped[0]).toEqual(['pause 1']);
    expect(new Set(stopped.flat()).size).toBeGreaterThan(1);
  });

  it('take the place of the own one of the program', () => {
    const own = programOf('pause 1', ...linesOf(PROGRAM), RESUME);
    expect(schedulesUpTo(own, 20)).toEqual(schedulesUpTo(PROGRAM, 20));
  });

  it('are none on one processor', () => {
    const alone = { ...PROGRAM, heap: { ...PROGRAM.heap, procs: 1 } };
    expect(schedulesUpTo(alone, 20)).toEqual([[], true]);
  });
});

describe('a random schedule', () => {
  const program = programOf(
    FIRST,
    'b = malloc 64 noscan on P1',
    'write a on P1',
    'c = realloc a 100',
    'free c on P1',
    'free b',
  );
  const drawn = (seed: number, stops = stopsOf(program, goSubject)) =>
    linesOf(byPriority(program, stops, { prng: new Prng(seed), changes: 2 }));

  it('has each command once, and those that name a block in their order', () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 50; seed += 1) {
      const lines = drawn(seed).filter((line) => !/^(?:pause|resume)/.test(line));
      expect(lines.toSorted()).toEqual(linesOf(program).toSorted());
      const ofA = lines.filter((line) => / a\b|^a\b/.test(line));
      expect(ofA).toEqual([FIRST, 'write a on P1', 'c = realloc a 100']);
      orders.add(lines.join('\n'));
    }
    expect(orders.size).toBeGreaterThan(2);
  });

  it('stops calls half-way, and is the same for the same seed', () => {
    const all = Array.from({ length: 50 }, (_, seed) => drawn(seed));
    expect(all.some((lines) => lines.some((line) => line.startsWith('pause')))).toBe(true);
    expect(all).toEqual(Array.from({ length: 50 }, (_, seed) => drawn(seed)));
  });

  it('runs on the model without a finding', () => {
    const stops = stopsOf(program, goSubject);
    for (let seed = 0; seed < 20; seed += 1) {
      const variant = byPriority(program, stops, { prng: new Prng(seed), changes: 2 });
      expect(execute(variant, goSubject, catalogue).findings).toEqual([]);
    }
  });
});

describe('a fault that takes a preemption', () => {
  it.each([
    {
      mutant: worldStopsAnywhere,
      pause: 'pause 1',
      lines: ['a = malloc 1 noscan', 'gcStart on P1'],
    },
    {
      mutant: worldRunsWhileResized,
      pause: 'pause 1 on P1',
      lines: ['a = malloc 1 noscan on P1', 'procs 1'],
    },
  ])('is found from a program without one: $mutant.id', ({ mutant, pause, lines }) => {
    const definition = loadMutant(mutant);
    const program = programOf(...lines);
    const plain = execute(program, definition, catalogue);
    expect(plain.findings).toEqual([]);
    const settings = { definition, catalogue, seed: 0, refusals: 0, schedules: 20 };
    const { broken } = judgeVariants(program, plain, settings);
    expect(linesOf(broken!.program).slice(0, -1)).toEqual([pause, ...lines]);
    const ids = broken!.outcome.findings.map(({ invariant }) => invariant);
    expect(mutant.caughtBy.some((id) => ids.includes(id))).toBe(true);
  });
});

describe('a spread of a list', () => {
  it('begins at its first item, and is no longer than asked', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 2, 4]);
    expect(spread([0, 1], 3)).toEqual([0, 1]);
    expect(spread([0, 1], 0)).toEqual([]);
  });
});
