import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { defineInvariant, defineOwnQuantifier, expectWithin } from '../../spec/invariant.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { derived } from '../../spec/sources.ts';
import { Fatal, Refusal, defineSubject } from '../../spec/subject.ts';
import type { Memory, Subject } from '../../spec/subject.ts';
import { applicable } from '../../src/engine/judge.ts';
import { execute } from '../../src/engine/execute.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { OP } from '../../src/program/program.ts';
import { parseProgram } from '../../src/program/text.ts';

const catalogue = applicable(all, goSubject.offers);

function memoryOf(bytes: number): Memory {
  const words = new Int32Array(bytes / 4);
  return { slabBytes: bytes, slab: () => ({ words, bytes: new Uint8Array(words.buffer) }) };
}

/** A bump allocator for 64 KiB: never reuses, refuses nothing but lack of memory. `break` makes it wrong. */
function bump(wrong: Partial<Subject> = {}) {
  return defineSubject({
    id: 'bump',
    title: 'a bump allocator',
    offers: [],
    geometries: ['flat'],
    edges: [],
    create: () => {
      let next = 64;
      const live = new Set<number>();
      return {
        memory: memoryOf(65536),
        maxSize: 65536,
        malloc(size) {
          if (!Number.isInteger(size) || size < 0 || size > 65536)
            throw new Refusal('bad-size', 'no');
          if (next + size > 65536) throw new Refusal('out-of-memory', 'full');
          const addr = next;
          next += Math.max(16, Math.ceil(size / 16) * 16);
          live.add(addr);
          return addr;
        },
        free(addr) {
          if (!live.delete(addr)) throw new Refusal('bad-free', 'no');
        },
        usableSize: () => 65536,
        alignmentOf: () => 16,
        footprint: () => [next, live.size],
        ...wrong,
      };
    },
  });
}

function run(text: string, subject = goSubject): Outcome {
  const program = parseProgram(`allocheck 1\nheap ${subject.id}\n${text}`, 'test');
  return execute(program, subject, applicable(catalogue, subject.offers));
}

function broken(text: string, subject = goSubject): string[] {
  return run(text, subject).findings.map((finding) => finding.invariant);
}

describe('an invariant of what a subject shows of its inside', () => {
  interface Own {
    readonly given: readonly number[];
  }
  const given: number[] = [];
  const subject = {
    ...bump({
      own: { given } satisfies Own,
      malloc: (size: number) => given.push(size) * 64,
      free: () => undefined,
    }),
    offers: ['own/bump'] as const,
  };
  const sizes = (touched: boolean) =>
    defineOwnQuantifier({
      every: 'size',
      level: 'own/bump',
      all: (own: Own) => own.given,
      ...(touched ? { touched: (own: Own) => own.given.slice(-1) } : {}),
    });
  const judgedBy = (touched: boolean): Outcome => {
    given.length = 0;
    const invariant = defineInvariant({
      id: 'bump/small',
      holds: 'a size is small',
      because: 'of this test',
      sources: [derived('this test')],
      when: 'always',
      cost: 'O(1)',
      every: sizes(touched),
      check: (size) => expectWithin('a size', 0, 8, size),
      examples: { holds: [], violates: [] },
    });
    const program = parseProgram(
      'allocheck 1\nheap bump\na = malloc 8\nb = malloc 9\nc = malloc 8\n',
      'test',
    );
    return execute(program, subject, applicable([invariant], subject.offers));
  };

  it('is judged on what was touched', () => {
    expect(judgedBy(true).findings).toEqual([
      {
        invariant: 'bump/small',
        step: 1,
        violation: { at: 'a size', expected: '0…8', actual: '9' },
      },
    ]);
  });

  it('is judged on the whole state where nothing says what was touched', () => {
    expect(judgedBy(false).findings).toMatchObject([{ invariant: 'bump/small', step: 3 }]);
  });

  it('does not apply to another subject', () => {
    const invariant = { ...catalogue[0]!, every: sizes(true) };
    expect(applicable([invariant], ['own/other', 'go'])).toEqual([]);
  });
});

describe('a run', () => {
  it('of a sound allocator breaks nothing', () => {
    expect(
      broken(
        'a = malloc 24 noscan\nb = malloc 100 noscan\nread a\nfree a\nwrite b\nbadfree a\nfree b',
        bump(),
      ),
    ).toEqual([]);
    expect(
      broken('a = malloc 24\nb = malloc 24\na[0] -> b\ndrop b\ngc\nroot a[0]\nfree a\ngc'),
    ).toEqual([]);
  });

  it('counts the commands that did something', () => {
    const { effective, commands, peakLiveBytes } = run(
      'free a\na = malloc 24\nfree a\nfree a\nb = malloc 8\nc = malloc 8',
    );
    expect([commands, effective[OP.MALLOC], effective[OP.FREE], peakLiveBytes]).toEqual([
      6, 3, 1, 24,
    ]);
  });

  it('does not free a block that another points to', () => {
    const { effective } = run(
      'a = malloc 24\nb = malloc 24\na[0] -> b\nfree b\na[0] -> nil\nfree b',
    );
    expect(effective[OP.FREE]).toBe(1);
  });

  it('cannot name a dropped block until it is taken hold of again', () => {
    const { effective } = run(
      'a = malloc 24\nb = malloc 24\na[1] -> b\ndrop b\nread b\nroot a[1]\nread b\nroot a[1]',
    );
    expect([effective[OP.READ], effective[OP.LOAD]]).toEqual([1, 1]);
  });

  it('moves links and contents along in a realloc', () => {
    expect(
      broken(
        'a = malloc 24\nb = malloc 24\na[0] -> b\na[1] -> a\nc = realloc a 48\ndrop b\ngc\nread c\nroot c[0]\nread b',
      ),
    ).toEqual([]);
  });

  it('keeps the old block when a realloc is refused', () => {
    const { findings, effective } = run('a = malloc 24\nb = realloc a NaN\nread a\nfree a');
    expect([findings, effective[OP.READ], effective[OP.FREE]]).toEqual([[], 1, 1]);
  });

  it('runs commands of processors that are not there on the last one', () => {
    const program = parseProgram(
      'allocheck 1\nheap go procs=4\na = malloc 24 on P3\nfree a on P2',
      'test',
    );
    const outcome = execute(
      { ...program, heap: { ...program.heap, procs: 1 } },
      goSubject,
      catalogue,
    );
    expect([outcome.findings, outcome.effective[OP.FREE]]).toEqual([[], 1]);
  });

  it('leaves out what a subject does not offer', () => {
    const { effective } = run(
      'a = malloc 24\nb = malloc 24\na[0] -> b\ndrop a\ngc\nscavenge 3\nread a',
      bump(),
    );
    expect([OP.LINK, OP.DROP, OP.GC, OP.SCAVENGE, OP.READ].map((op) => effective[op])).toEqual([
      0, 0, 0, 0, 1,
    ]);
  });

  it.each([
    [
      'client/live-blocks-disjoint',
      { malloc: (): number => 64 },
      'a = malloc 16 noscan\nb = malloc 16 noscan',
    ],
    ['client/block-aligned', { alignmentOf: () => 128 }, 'a = malloc 16 noscan'],
    ['client/usable-covers-request', { usableSize: () => 8 }, 'a = malloc 16 noscan'],
    ['client/bad-size-refused', { malloc: (): number => 64 }, 'a = malloc -1'],
    [
      'client/bad-free-refused',
      { free: (): void => undefined },
      'a = malloc 16 noscan\nbadfree a+8',
    ],
    ['client/zeroed-when-asked', { memory: dirty() }, 'a = calloc 2 8'],
    ['client/keeps-running', { free: (): void => crash() }, 'a = malloc 16 noscan\nfree a'],
  ] as const)('finds a break of %s', (invariant, wrong, text) => {
    expect(broken(text, bump(wrong))).toContain(invariant);
  });

  it('finds contents that changed', () => {
    const memory = memoryOf(65536);
    const free = (): void => {
      memory.slab(64).words[16] = 0;
    };
    expect(
      broken('a = malloc 16 noscan\nb = malloc 16 noscan\nfree b\nread a', bump({ memory, free })),
    ).toEqual(['client/contents-kept']);
  });

  it('takes an address without memory behind it for a breakdown of the subject', () => {
    const memory: Memory = {
      slabBytes: 65536,
      slab(addr) {
        throw new Fatal(`nothing at ${addr}`);
      },
    };
    expect(broken('a = malloc 16 noscan', bump({ memory }))).toContain('client/keeps-running');
  });

  it('judges the whole state when the subject breaks down', () => {
    const memory = memoryOf(65536);
    const free = (): never => {
      memory.slab(64).words[16] = 0;
      return crash();
    };
    const text = 'a = malloc 16 noscan\nb = malloc 16 noscan\nfree b';
    expect(broken(text, bump({ memory, free }))).toEqual([
      'client/contents-kept',
      'client/keeps-running',
    ]);
  });

  it('finds a refused call that changed something', () => {
    let calls = 0;
    const footprint = (): number[] => [(calls += 1)];
    expect(broken('a = malloc -1', bump({ footprint }))).toEqual([
      'client/refusal-changes-nothing',
    ]);
  });

  it.each([
    [
      'of a block that nothing holds',
      'a = malloc 64 noscan\ndrop a\ngcStart\nmark 9\nambiguous a',
      0,
    ],
    ['that another stack holds', 'a = malloc 64 noscan\ngcStart\nambiguous a on P1', 0],
    ['of a block of the same stack', 'a = malloc 64 noscan\ngcStart\nambiguous a', 1],
    ['of a block that is gone', 'a = malloc 64 noscan\nfree a\ngcStart\nambiguous a', 1],
  ])('while a collection runs, a word %s turns up or not', (_, text, times) => {
    const source = `allocheck 1\nheap go procs=2\n${text}\nmark 99\nterminate\nterminate\nterminate`;
    const outcome = execute(parseProgram(source, 'test'), goSubject, catalogue);
    expect([outcome.findings, outcome.effective[OP.AMBIGUOUS]]).toEqual([[], times]);
  });

  it('judges each block that a command asks for and frees again', () => {
    const sound = run('churn 20 8\nchurn 0 8\nchurn NaN 8', bump());
    expect([sound.findings, sound.effective[OP.CHURN]]).toEqual([[], 1]);
    // The block of every tenth call is held already.
    let asked = 0;
    const malloc = (): number => (asked++ % 10 === 0 ? 64 : 64 + 16 * asked);
    const held = run('a = malloc 8\nchurn 20 8', bump({ malloc, free() {} }));
    expect(held.findings.map(({ invariant, step }) => [invariant, step])).toEqual([
      ['client/live-blocks-disjoint', 1],
    ]);
  });

  it('asks a subject for nothing that it does not offer', () => {
    const { effective, findings } = run('bgscavenge 1\nfreeOSMemory\nscavenge 1', bump());
    expect([findings, Math.max(...effective)]).toEqual([[], 0]);
  });

  it('has a subject give back everything free by a collection', () => {
    const text = 'a = malloc 40000 noscan\nb = malloc 40000 noscan\ndrop a\nfreeOSMemory';
    const program = parseProgram(`allocheck 1\nheap go\n${text}`, 'test');
    const backed: number[] = [];
    const outcome = execute(program, goSubject, catalogue, (step, { os, client }) => {
      backed.push(os?.residentBytes ?? 0);
      expect(client.freedAll).toBe(step === 3);
    });
    expect(outcome.findings).toEqual([]);
    expect(backed.slice(0, 4)).toEqual([40960, 81920, 81920, 40960]);
  });

  it('finds a refusal that nothing excuses', () => {
    const malloc = (): number => {
      throw new Refusal('bad-size', 'no');
    };
    expect(broken('a = malloc 16', bump({ malloc }))).toEqual(['client/good-calls-served']);
  });
});

function dirty(): Memory {
  const memory = memoryOf(65536);
  memory.slab(0).words.fill(-1);
  return memory;
}

function crash(): never {
  throw new TypeError('x is not a function');
}
