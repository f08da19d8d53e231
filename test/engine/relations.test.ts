// Goal: two runs are put side by side command by command, and what is told of their difference is what is wrong. Method: Go's
// heap and a few of its mutants, and relations made for the test.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { markSliceTooLong } from '../../models/mutants/go/mark-slice-too-long.ts';
import { mspanHandsOutTwice } from '../../models/mutants/go/mspan-hands-out-twice.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { defineRelation } from '../../spec/relation.ts';
import type { Relation } from '../../spec/relation.ts';
import { paddingUnnoticed } from '../../spec/relations/padding-unnoticed.ts';
import { relations } from '../../spec/relations/index.ts';
import { stepsDivide } from '../../spec/relations/steps-divide.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { Trace } from '../../spec/trace.ts';
import {
  applicableRelations,
  brokenPairs,
  explanationOf,
  judgePairs,
  judgeRelations,
} from '../../src/engine/relations.ts';
import { shrink } from '../../src/engine/shrink.ts';
import { alignTrace, traceRun } from '../../src/engine/trace-run.ts';
import { expand } from '../../src/program/expand.ts';
import { OP } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';

const catalogue = applicable(all, goSubject.offers);

function programOf(...lines: readonly string[]) {
  return parseProgram(`allocheck 1\nheap go\n${lines.join('\n')}\n`, 'x');
}

const RETURNING = programOf('a = malloc 64', 'weak a', 'drop a', 'gc', 'upgrade a');
const FREED = programOf('a = malloc 64', 'free a', 'b = malloc NaN', 'c = malloc 64');

describe('a trace', () => {
  it('notes calls, what came back, and collections, by command', () => {
    const { notes, end, counts } = traceRun(RETURNING, goSubject);
    expect(notes[0]!.calls).toEqual([
      { call: 'malloc', outcome: 'served', addr: 0x400_0000, usable: 64 },
    ]);
    expect(notes[4]!.returns).toEqual([{ by: 'weak pointer', block: -1, sure: true }]);
    expect(notes.map(({ collections }) => collections)).toEqual([0, 0, 0, 1, 0]);
    expect([end.collections, end.brokeDown]).toEqual([2, false]);
    expect(counts['objects of more than 16 bytes, or with pointers']).toBe(0);
  });

  it('names what came back by the command that made it', () => {
    const kept = programOf('c = malloc 8', 'a = malloc 64', 'weak a', 'gc', 'upgrade a');
    expect(traceRun(kept, goSubject).notes[4]!.returns).toEqual([
      { by: 'weak pointer', block: 1, sure: true },
    ]);
  });

  it('says nothing of what comes behind a breakdown', () => {
    const crashing = defineSubject({
      ...goSubject,
      create: (config) => {
        const subject = goSubject.create(config);
        subject.free = () => {
          throw new TypeError('out of luck');
        };
        return subject;
      },
    });
    const { notes, end, counts } = traceRun(FREED, crashing);
    expect(notes.map(({ brokeDown }) => brokeDown)).toEqual([false, true, true, true]);
    expect([end.brokeDown, counts]).toEqual([true, {}]);
  });

  it('of an expanded program is told by the commands of the first', () => {
    const expanded = expand(RETURNING, ([op]) =>
      op === OP.MALLOC
        ? {
            before: [[OP.MALLOC, 9, 64, 0, 0]],
            own: [
              [OP.MALLOC, 0, 64, -1, 0],
              [OP.READ, 0, 0, 0, 0],
            ],
          }
        : { after: [[OP.UPGRADE, 0, 0, 0, 0]] },
    );
    const { notes } = alignTrace(traceRun(expanded!.second, goSubject), expanded!.places);
    expect(notes).toHaveLength(5);
    expect([notes[0]!.calls.length, notes[0]!.readings]).toEqual([1, [-1, -1]]);
    expect(notes[4]!.returns).toEqual([{ by: 'weak pointer', block: 0, sure: true }]);
  });
});

describe('the pairs of a program', () => {
  const source = { program: FREED, definition: goSubject, seed: 1 };

  it('agree on a heap that is right, and are of those relations that apply', () => {
    const pairs = judgePairs(relations, source);
    expect(pairs.flatMap(({ finding }) => finding ?? [])).toEqual([]);
    const ids = pairs.map(({ relation }) => relation.id);
    expect(ids[0]).toBe('relation/replay-repeats-the-run');
    expect(ids).not.toContain('relation/processors-interchangeable');
    expect(ids).not.toContain('relation/second-collection-idle');
  });

  it('are made of some programs of a campaign only, the fewer the more relations there are', () => {
    const turns = (judges: readonly Relation[]): readonly number[] =>
      Array.from({ length: 41 }, (_, run) => run).filter(
        (run) => judgeRelations(judges, FREED, { definition: goSubject, seed: 1, run }).length > 0,
      );
    expect(turns([stepsDivide])).toEqual([]);
    expect(turns([paddingUnnoticed])).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40]);
    expect(turns([paddingUnnoticed, stepsDivide])).toEqual([0, 10, 20, 30, 40]);
    expect(turns([])).toEqual([]);
  });

  it('give a finding with the seed that shows it again', () => {
    const definition = loadMutant(markSliceTooLong);
    const program = programOf('a = malloc 8', 'b = malloc 8', 'c = malloc 8', 'gcStart', 'mark 2');
    const [pair] = judgePairs([stepsDivide], { program, definition, seed: -5 });
    expect(pair?.finding).toEqual({
      invariant: 'relation/steps-divide',
      step: 4,
      seed: -5,
      violation: {
        at: 'objects and root jobs that await scanning',
        expected: expect.stringContaining('as in the first run'),
        actual: expect.stringContaining('in the second'),
      },
    });
  });

  it('that an invariant explains are not broken ones', () => {
    const definition = loadMutant(mspanHandsOutTwice);
    const always = defineRelation({
      ...paddingUnnoticed,
      agree: (first: Trace) => ({ step: first.notes.length, at: 'x', expected: '1', actual: '2' }),
    });
    const twice = { program: programOf('a = malloc 8', 'b = malloc 8'), definition, seed: 1 };
    const [pair] = judgePairs([always], twice);
    const explained = explanationOf(pair!, definition, catalogue);
    expect(explained?.outcome.findings[0]?.invariant).toMatch(/^(client|go)\//);
    expect(brokenPairs([always], twice, catalogue)).toEqual([]);
    expect(brokenPairs([always], twice, [])).toHaveLength(1);
    expect(explanationOf(pair!, goSubject, catalogue)).toBeUndefined();
  });
});

describe('a broken relation', () => {
  it('is shrunk to a program that breaks it by itself', () => {
    const definition = loadMutant(markSliceTooLong);
    const lines = Array.from({ length: 6 }, (_, i) => `${'abcdef'[i]} = malloc ${8 * (i + 1)}`);
    const program = programOf(...lines, 'write a', 'gcStart', 'mark 5', 'gc');
    const breaks = (candidate: typeof program): boolean =>
      brokenPairs([stepsDivide], { program: candidate, definition, seed: 1 }, []).length > 0;
    expect(printProgram(shrink(program, breaks).program)).toMatchInlineSnapshot(`
      "allocheck 1
      heap go gogc=1
      a = malloc 262145
      mark 2
      "
    `);
  });
});

describe('a subject', () => {
  it('is judged by the relations for which it has the parts', () => {
    const plain = defineSubject({
      ...goSubject,
      geometries: ['wasm32'],
      create: (config) => ({ ...partsOf(goSubject.create(config)) }),
    });
    const ids = applicableRelations(relations, plain).map(({ id }) => id);
    expect(applicableRelations(relations, goSubject)).toHaveLength(relations.length);
    expect(ids).toEqual([
      'relation/blocks-interchangeable',
      'relation/independent-commands-commute',
      'relation/padding-unnoticed',
      'relation/reference-answers-alike',
      'relation/replay-repeats-the-run',
    ]);
  });
});

/** Only what every allocator has. */
function partsOf(subject: ReturnType<typeof goSubject.create>) {
  const { memory, maxSize } = subject;
  const call = <K extends 'malloc' | 'free' | 'usableSize' | 'alignmentOf' | 'footprint'>(
    name: K,
  ) => subject[name].bind(subject) as (typeof subject)[K];
  return {
    memory,
    maxSize,
    malloc: call('malloc'),
    free: call('free'),
    usableSize: call('usableSize'),
    alignmentOf: call('alignmentOf'),
    footprint: call('footprint'),
  };
}
