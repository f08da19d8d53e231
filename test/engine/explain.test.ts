// Goal: what is said to matter does, and what is said not to does not. Method: allocators that are wrong under one condition,
// so that it is known what the condition takes; a mutant of Go's; and a relation that one of them breaks.
import { describe, expect, it } from 'vitest';
import { mspanHandsOutTwice } from '../../models/mutants/go/mspan-hands-out-twice.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { blocksInterchangeable } from '../../spec/relations/blocks-interchangeable.ts';
import { replayRepeatsTheRun } from '../../spec/relations/replay-repeats-the-run.ts';
import { Refusal, defineSubject } from '../../spec/subject.ts';
import type { HeapConfig, SubjectDefinition } from '../../spec/subject.ts';
import { execute } from '../../src/engine/execute.ts';
import { explain } from '../../src/engine/explain.ts';
import type { Explained, Judges, Unexplained } from '../../src/engine/explain.ts';
import { judgePairs } from '../../src/engine/relations.ts';
import { parseProgram } from '../../src/program/text.ts';

/** What a heap was asked for so far. */
interface Asked {
  /** All sizes, the last one too. */
  readonly sizes: readonly number[];
  readonly frees: number;
  readonly config: HeapConfig;
  /** What the client wrote into the first byte of the block before. */
  readonly byte: number;
}

const BYTES = 65_536;

/**
 * Gives each block memory of its own, but the first block's again where `wrong` says `again`.
 *
 * @param edges  none where not given
 */
function bump(
  wrong: (asked: Asked) => 'again' | 'crash' | 'skip' | undefined,
  edges: readonly number[] = [],
): SubjectDefinition {
  return defineSubject({
    id: 'bump',
    title: 'a bump allocator',
    offers: [],
    geometries: ['flat', 'banks'],
    edges,
    create: (config) => {
      const words = new Int32Array(BYTES / 4);
      const bytes = new Uint8Array(words.buffer);
      const sizes: number[] = [];
      const live = new Set<number>();
      let next = 64;
      let last = 0;
      let frees = 0;
      return {
        memory: { slabBytes: BYTES, slab: () => ({ words, bytes }) },
        maxSize: 2 ** 20,
        malloc(size) {
          if (!Number.isInteger(size) || size < 0) throw new Refusal('bad-size', 'no');
          if (next + size > BYTES) throw new Refusal('out-of-memory', 'full');
          sizes.push(size);
          const how = wrong({ sizes, frees, config, byte: bytes[last] as number });
          if (how === 'crash') throw new TypeError('out of luck');
          if (how === 'skip') next += 16;
          last = how === 'again' ? 64 : next;
          next += Math.max(16, Math.ceil(size / 16) * 16);
          live.add(last);
          return last;
        },
        free(addr) {
          frees += 1;
          if (!live.delete(addr)) throw new Refusal('bad-free', 'no');
        },
        usableSize: () => BYTES,
        alignmentOf: () => 16,
        footprint: () => [next, live.size],
      };
    },
  });
}

const CLIENT = ['client/live-blocks-disjoint', 'client/keeps-running'];

function judgesOf(subject: SubjectDefinition, ids: readonly string[] = CLIENT): Judges {
  return { subject, catalogue: catalogue.filter(({ id }) => ids.includes(id)) };
}

function explained(
  text: string,
  judges: Judges,
  { heap = '', runs = 300 } = {},
): Explained | Unexplained {
  const program = parseProgram(`allocheck 1\nheap bump ${heap}\n${text}`, 'test');
  const [finding] = execute(program, judges.subject, judges.catalogue).findings;
  return explain(program, finding!, judges, runs);
}

const AT = { at: 'x', expected: 'y', actual: 'z' };
const NOTHING = { breaks: 'nothing' };
const SAME = { breaks: 'same' };

/** Wrong for a second block of 17 to 32 bytes. */
const secondOfClass = bump(
  ({ sizes }) =>
    sizes.length > 1 && sizes.at(-1)! > 16 && sizes.at(-1)! <= 32 ? 'again' : undefined,
  [16, 32, 64],
);

describe('what a counterexample takes', () => {
  it('is each command without which nothing breaks, and none that comes after', () => {
    const text = 'a = malloc 8\nb = malloc 8\nfree b\nc = malloc 20\nd = malloc 1\n';
    expect(explained(text, judgesOf(secondOfClass))).toEqual({
      commands: [NOTHING, SAME, SAME, NOTHING],
      settings: [],
      sizes: [
        { index: 0, column: 2, low: 1, high: 64, isOpen: true },
        { index: 3, column: 2, low: 17, high: 32, isOpen: false },
      ],
      together: [],
      runs: 23,
      complete: true,
    });
  });

  it('says what breaks instead', () => {
    const subject = bump(({ sizes, frees }) => {
      if (sizes.length < 3) return undefined;
      return frees > 0 ? 'again' : 'crash';
    });
    const text = 'a = malloc 8\nb = malloc 8\nfree b\nc = malloc 8\n';
    const [, , free] = (explained(text, judgesOf(subject)) as Explained).commands;
    expect(free).toEqual({ breaks: 'another', invariant: 'client/keeps-running' });
    const [, , unjudged] = (
      explained(text, judgesOf(subject, ['client/live-blocks-disjoint'])) as Explained
    ).commands;
    expect(unjudged).toEqual({ breaks: 'down' });
  });

  it('is each setting and fault that matters', () => {
    const subject = bump(({ sizes, config }) => {
      const matters = config.procs === 2 && config.faults.length > 0 && config.gogc === 50;
      return sizes.length > 1 && matters ? 'again' : undefined;
    });
    const heap =
      'procs=2 geometry=banks gogc=50 limit=4MiB checkmark\nfault reserve#1 refuse\nfault map#2 refuse';
    const { settings } = explained('a = malloc 8\nb = malloc 8\n', judgesOf(subject), {
      heap,
    }) as Explained;
    expect(settings).toEqual([
      { setting: 'procs', without: NOTHING },
      { setting: 'geometry', without: SAME },
      { setting: 'gogc', without: NOTHING },
      { setting: 'limit', without: SAME },
      { setting: 'checkmark', without: SAME },
      { setting: 0, without: SAME },
      { setting: 1, without: SAME },
    ]);
  });

  it('is equal sizes, where these alone may vary together', () => {
    const subject = bump(({ sizes: [a, b] }) => (a === b ? 'again' : undefined), [16, 32]);
    const { sizes, together } = explained(
      'a = malloc 8\nb = malloc 8\n',
      judgesOf(subject),
    ) as Explained;
    expect(sizes.map(({ low, high }) => [low, high])).toEqual([
      [8, 8],
      [8, 8],
    ]);
    expect(together).toEqual([{ indexes: [0, 1], low: 1, high: 32, isOpen: true }]);
  });

  it('leaves sizes alone that no block can have, and takes both numbers of a calloc', () => {
    const subject = bump(({ sizes }) => (sizes.length > 1 ? 'again' : undefined), [16]);
    const text = 'z = malloc NaN\na = calloc 2 8\nb = malloc 8\n';
    const { sizes } = explained(text, judgesOf(subject)) as Explained;
    expect(sizes.map(({ index, column }) => [index, column])).toEqual([
      [1, 2],
      [1, 3],
      [2, 2],
    ]);
  });

  it('is not asked of a long program, nor of one that does not break again', () => {
    const many = `${'read a\n'.repeat(39)}b = malloc 17\n`;
    expect(explained(`a = malloc 8\n${many}`, judgesOf(secondOfClass))).toEqual({
      why: 'too-long',
      commands: 41,
      commandsMax: 40,
    });
    let heaps = 0;
    const fickle = bump(({ sizes }) => {
      if (sizes.length === 1) heaps += 1;
      return sizes.length > 1 && heaps === 1 ? 'again' : undefined;
    });
    expect(explained('a = malloc 8\nb = malloc 8\n', judgesOf(fickle))).toEqual({
      why: 'not-repeated',
    });
  });

  it('says when its runs were used up', () => {
    const text = 'a = malloc 8\nb = malloc 20\n';
    const some = explained(text, judgesOf(secondOfClass), { runs: 12 }) as Explained;
    expect([some.sizes.length, some.runs, some.complete]).toEqual([1, 12, false]);
  });

  it('is the same for a pair of runs that a relation compares', () => {
    // What the client wrote decides, and so what it calls its blocks.
    const subject = bump(({ byte }) => (byte % 2 === 1 ? 'skip' : undefined), [16]);
    const program = parseProgram(
      'allocheck 1\nheap bump\na = malloc 8 noscan\nread a\nb = malloc 8\n',
      'test',
    );
    const judges = { ...judgesOf(subject), relation: blocksInterchangeable };
    const [pair] = judgePairs([blocksInterchangeable], { program, definition: subject, seed: 1 });
    const { commands, sizes } = explain(program, pair!.finding!, judges) as Explained;
    expect(commands).toEqual([NOTHING, SAME, NOTHING]);
    expect(sizes.map(({ low, high }) => [low, high])).toEqual([
      [1, 16],
      [0, 16],
    ]);
  });

  it('of a pair that an invariant explains is not told', () => {
    const subject = bump(({ sizes }) => (sizes.length > 1 ? 'again' : undefined));
    const program = parseProgram('allocheck 1\nheap bump\na = malloc 8\nb = malloc 8\n', 'test');
    const finding = { invariant: replayRepeatsTheRun.id, step: 1, violation: AT, seed: 1 };
    const judges = { ...judgesOf(subject), relation: replayRepeatsTheRun };
    expect(explain(program, finding, judges)).toEqual({ why: 'not-repeated' });
  });

  it('of a fault of Go is a tiny block and one that does not fit behind it', () => {
    const subject = loadMutant(mspanHandsOutTwice);
    const judges = judgesOf(subject, mspanHandsOutTwice.caughtBy);
    expect(explained('a = malloc 8 noscan\nb = malloc 9 noscan\n', judges)).toEqual({
      commands: [NOTHING, NOTHING],
      settings: [],
      sizes: [
        { index: 0, column: 2, low: 8, high: 16, isOpen: false },
        { index: 1, column: 2, low: 9, high: 16, isOpen: false },
      ],
      together: [],
      runs: 17,
      complete: true,
    });
  });
});
