// Goal: commands of C's malloc family call what the subject has of it, and expect of each call what C and the contract say.
// Method: a subject that writes down its calls and never reuses memory; parts of it left out or made wrong.
import { describe, expect, it } from 'vitest';
import { SparseMemory } from '../../spec/fixtures/memory.ts';
import { C_CONTRACT } from '../../spec/contract.ts';
import { Refusal } from '../../spec/subject.ts';
import type { Observation, Subject } from '../../spec/subject.ts';
import type { Answer } from '../../spec/views/client.ts';
import { Client } from '../../src/engine/client.ts';
import { commandCount } from '../../src/program/program.ts';
import { programOf } from '../program/programs.ts';

interface Ran {
  /** Calls of the subject. */
  readonly calls: readonly string[];
  readonly answers: readonly Answer[];
  /** By command, whether it did anything. */
  readonly did: readonly boolean[];
  /** Sizes of the blocks that are live in the end, by label. */
  readonly live: Readonly<Record<number, number>>;
  /** Differences that were read. */
  readonly differences: number;
  readonly seen: readonly Observation[];
}

/** A subject that logs into `calls`; `over` leaves parts out or makes them wrong. */
function recorder(calls: string[], over: (memory: SparseMemory) => Partial<Subject>): Subject {
  const memory = new SparseMemory();
  const sizes = new Map<number, number>();
  let next = 64 * 1024;
  const give = (size: number, alignment = 16): number => {
    if (size > 2 ** 40) throw new Refusal('out-of-memory', 'no');
    const addr = Math.ceil(next / alignment) * alignment;
    next = addr + Math.max(16, size);
    sizes.set(addr, size);
    return addr;
  };
  const log = (...said: readonly (string | number | undefined)[]): void => {
    calls.push(said.join(' '));
  };
  const resize = (addr: number, size: number): number => {
    const moved = give(size);
    const kept = Math.min(size, sizes.get(addr) ?? 0);
    for (let i = 0; i < kept; i += 1)
      memory.poke(moved + i, memory.slab(addr + i).bytes[(addr + i) % memory.slabBytes] as number);
    return moved;
  };
  return {
    memory,
    maxSize: 2 ** 63,
    contract: C_CONTRACT,
    malloc: (size, _, zeroed, via) => (
      log('malloc', size, zeroed ? 'zeroed' : '', via),
      give(size)
    ),
    calloc: (count, size, via) => (log('calloc', count, size, via), give(count * size)),
    memalign: (alignment, size, via) => {
      log('memalign', alignment, size, via);
      return give(size, alignment);
    },
    realloc: (addr, size, via) => {
      log('realloc', addr === 0 ? 'nil' : 'block', size, via);
      return resize(addr, size);
    },
    reallocarray: (addr, count, size) => {
      log('reallocarray', addr === 0 ? 'nil' : 'block', count, size);
      return resize(addr, count * size);
    },
    free: (addr, via) => log('free', addr === 0 ? 'nil' : 'block', via),
    freeSized: (_, size, alignment, via) => log('freeSized', size, alignment, via),
    usableSize: (addr) => sizes.get(addr) ?? 0,
    alignmentOf: () => 16,
    footprint: () => [next],
    ...over(memory),
  };
}

function run(
  lines: readonly string[],
  over: (memory: SparseMemory) => Partial<Subject> = () => ({}),
): Ran {
  const calls: string[] = [];
  const program = programOf(...lines);
  const client = new Client(recorder(calls, over), program);
  const { oracle } = client;
  const answers: Answer[] = [];
  const seen: Observation[] = [];
  let differences = 0;
  const did = Array.from({ length: commandCount(program) }, (_, i) => {
    const it = client.step(i);
    answers.push(...oracle.answers);
    seen.push(...oracle.observations);
    differences += oracle.readings.filter(({ at }) => at >= 0).length;
    return it;
  });
  expect(oracle.breakdowns).toEqual([]);
  const live = Object.fromEntries(oracle.live.map(({ label, size }) => [label, size]));
  return { calls, answers, did, live, differences, seen };
}

describe('a block', () => {
  it('is asked for by the function that the command says', () => {
    const { calls, live } = run([
      'a = malloc 10 noscan',
      'b = malloc 10 via mi_zalloc',
      'c = calloc 2 8',
      'd = memalign 64 100 via posix_memalign',
      'e = memalign 64 100',
      'f = malloc 10 via valloc',
    ]);
    expect(calls).toEqual([
      'malloc 10  malloc',
      'malloc 10 zeroed mi_zalloc',
      'calloc 2 8 calloc',
      'memalign 64 100 posix_memalign',
      'memalign 64 100 aligned_alloc',
      'malloc 10  valloc',
    ]);
    expect(live).toEqual({ 0: 10, 1: 10, 2: 16, 3: 100, 4: 100, 5: 10 });
  });

  it('is not asked for by a function that is not there', () => {
    const can = { can: new Set(['malloc', 'calloc', 'free']) };
    const lines = [
      'a = malloc 1 via mallocx',
      'b = memalign 64 1',
      'c = realloc nil 8',
      'd = malloc 1',
    ];
    expect(run(lines, () => can).calls).toEqual(['malloc 1  malloc']);
  });

  it('is multiplied for where there is no calloc, and nothing stands for what else is missing', () => {
    const without = {
      calloc: undefined,
      memalign: undefined,
      realloc: undefined,
      reallocarray: undefined,
    };
    const { calls, did } = run(
      ['a = calloc 3 5', 'b = memalign 64 8', 'c = realloc a 8', 'd = reallocarray a 2 8'],
      () => without as object,
    );
    expect(calls).toEqual(['malloc 15 zeroed ']);
    expect(did).toEqual([true, false, false, false]);
  });

  it('of -1 bytes is one of SIZE_MAX, which must be refused', () => {
    const { calls, answers } = run(['a = malloc -1', 'b = calloc -1 2', 'c = malloc 2**63']);
    expect(calls).toEqual([
      `malloc ${2 ** 64}  malloc`,
      `calloc ${2 ** 64} 2 calloc`,
      `malloc ${2 ** 63}  malloc`,
    ]);
    for (const { allowed, outcome, changed } of answers)
      expect([allowed, outcome, changed]).toEqual([
        ['bad-size', 'out-of-memory'],
        'out-of-memory',
        -1,
      ]);
  });

  it('of no size_t is none', () => {
    expect(run(['a = malloc 1.5', 'b = malloc NaN', 'c = malloc 2**64']).did).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('that had to be refused is nobody’s, and what the call changed is told', () => {
    let kept = 0;
    const served = { malloc: () => (kept += 4096), footprint: () => [kept] };
    const { answers, live } = run(['a = malloc -1'], () => served);
    expect(answers).toMatchObject([{ outcome: 'served', changed: -1 }]);
    expect(live).toEqual({});
    const refused = {
      ...served,
      malloc: (): number => {
        kept += 4096;
        throw new Refusal('out-of-memory', 'no');
      },
    };
    expect(run(['a = malloc -1'], () => refused).answers).toMatchObject([{ changed: 0 }]);
  });

  it('is refused by the null pointer, which a contract may allow for no bytes', () => {
    const nothing = { malloc: () => 0 };
    expect(run(['a = malloc 0'], () => nothing).answers).toMatchObject([
      { outcome: 'out-of-memory', allowed: ['served', 'out-of-memory'] },
    ]);
  });

  it.each([
    ['plenty is free', ['heap toy'], 'malloc 10', ['served']],
    ['no bytes are a block', ['heap toy'], 'malloc 0', ['served']],
    ['more than plenty is asked for', ['heap toy'], 'malloc 2000', ['served', 'out-of-memory']],
    ['its alignment takes it', ['heap toy'], 'memalign 1024 8', ['served', 'out-of-memory']],
    ['memory is limited', ['heap toy limit=1MiB'], 'malloc 10', ['served', 'out-of-memory']],
  ])('may be refused or not where %s', (_, heap, maker, allowed) => {
    const contract = { ...C_CONTRACT, zeroSize: 'block' as const, plenty: 1000 };
    expect(run([...heap, `a = ${maker}`], () => ({ contract })).answers).toMatchObject([
      { allowed },
    ]);
  });

  it('has the usable bytes that are asked for where nothing is said of them', () => {
    const contract = { ...C_CONTRACT, usable: 'unknown' as const };
    const over = { contract, usableSize: () => expect.unreachable() as number };
    expect(run(['a = malloc 10'], () => over).live).toEqual({ 0: 10 });
  });
});

describe('an alignment', () => {
  it.each([24, 4, 0, -8])('of %i must be refused by posix_memalign', (alignment) => {
    const refuses = {
      memalign: (): number => {
        throw new Refusal('bad-alignment', 'no');
      },
    };
    const { answers } = run([`a = memalign ${alignment} 8 via posix_memalign`], () => refuses);
    expect(answers).toMatchObject([
      { call: 'memalign', outcome: 'bad-alignment', allowed: ['bad-alignment'] },
    ]);
  });

  it.each([24, 0, -8])('of %i is asked of none of the others', (alignment) => {
    expect(run([`a = memalign ${alignment} 8`]).did).toEqual([false]);
  });
});

describe('realloc', () => {
  it.each([
    ['more', 'b = realloc a 100', 100],
    ['less', 'b = realloc a 20', 20],
    ['as much', 'b = realloc a 50', 50],
    ['more, by an array', 'b = reallocarray a 10 10', 100],
  ])('to %s gives a block with the contents of the old one, which is gone', (_, line, size) => {
    const { live, differences, did } = run(['a = malloc 50', line, 'free a']);
    expect(live).toEqual({ 1: size });
    expect([differences, did]).toEqual([0, [true, true, false]]);
  });

  it.each(['b = realloc a 100', 'b = realloc a 20'])(
    '%s that loses contents is noticed',
    (line) => {
      const loses = { realloc: () => 2 ** 30 };
      expect(run(['a = malloc 50', line], () => loses).differences).toBe(1);
    },
  );

  it('of the null pointer is a malloc', () => {
    const { calls, live } = run([
      'a = realloc nil 10',
      'b = reallocarray nil 2 5',
      'c = realloc nil 0',
    ]);
    expect(calls).toEqual([
      'realloc nil 10 realloc',
      'reallocarray nil 2 5',
      'realloc nil 0 realloc',
    ]);
    expect(live).toEqual({ 0: 10, 1: 10, 2: 0 });
  });

  it('to nothing, and of a block that is not held, does nothing', () => {
    const { did } = run([
      'a = malloc 8',
      'b = realloc a 0',
      'c = reallocarray a 0 8',
      'free a',
      'd = realloc a 8',
    ]);
    expect(did).toEqual([true, false, false, true, false]);
  });

  it.each(['b = realloc a -1', 'b = realloc a 2**50', 'b = reallocarray a 2**32 2**32'])(
    '%s fails, and leaves the old block to its client',
    (line) => {
      const { live, answers, differences } = run(['a = malloc 50', line, 'read a', 'free a']);
      expect(answers.map(({ call, outcome }) => `${call} ${outcome}`)).toEqual([
        'malloc served',
        'realloc out-of-memory',
        'free served',
      ]);
      expect([live, differences]).toEqual([{}, 0]);
    },
  );

  it('that fails and spoils the old block is noticed', () => {
    const spoils = (memory: SparseMemory): Partial<Subject> => ({
      realloc: () => {
        memory.slab(64 * 1024).bytes.fill(7);
        return 0;
      },
    });
    expect(run(['a = malloc 50', 'b = realloc a 100', 'read a'], spoils).differences).toBe(1);
  });
});

describe('free', () => {
  it('by a function that is told what was asked for tells it', () => {
    const { calls } = run([
      'a = malloc 10',
      'free a via free_sized',
      'b = memalign 64 100',
      'free b via free_aligned_sized',
      'c = malloc 10',
      'free c via sdallocx',
    ]);
    expect(calls.filter((call) => call.startsWith('free'))).toEqual([
      'freeSized 10 0 free_sized',
      'freeSized 100 64 free_aligned_sized',
      'freeSized 10 0 sdallocx',
    ]);
  });

  it.each([
    ['b = memalign 64 8', 'free_sized'],
    ['b = malloc 8', 'free_aligned_sized'],
  ])('of what %s gave is a plain one where C does not allow %s', (maker, via) => {
    expect(run([maker, `free b via ${via}`]).calls[1]).toBe('free block free');
  });

  it('is a plain one where the function is not there, or knows no sizes', () => {
    const can = { can: new Set(['malloc', 'free']) };
    expect(run(['a = malloc 8', 'free a via free_sized'], () => can).calls[1]).toBe(
      'free block free',
    );
    const { calls } = run(
      ['a = malloc 8', 'free a via free_sized', 'b = malloc 8', 'free b via dallocx'],
      () => ({
        freeSized: undefined as never,
      }),
    );
    expect([calls[1], calls[3]]).toEqual(['free block free_sized', 'free block dallocx']);
  });

  it('of the null pointer is served, and of what is not held no call', () => {
    const { calls, did } = run(['free nil', 'free a']);
    expect([calls, did]).toEqual([['free nil free'], [true, false]]);
  });

  it('that is refused is noticed', () => {
    const refuses = {
      free: (): void => {
        throw new Refusal('bad-free', 'no');
      },
    };
    expect(run(['a = malloc 8', 'free a'], () => refuses).answers[1]).toMatchObject({
      call: 'free',
      outcome: 'bad-free',
      allowed: ['served'],
    });
  });
});

it('what the subject saw of a command is the oracle’s to tell', () => {
  const sight: Observation = { of: 'errno-after-free', call: 'free', expected: [1], actual: 2 };
  expect(run(['a = malloc 8'], () => ({ observations: () => [sight] })).seen).toEqual([sight]);
});
