// Goal: a pool of JavaScript is a subject in ten lines; what it answers is taken as it means it; what is wrong with it breaks the
// invariant that says so.
// Method: a small pool, right and with each fault; then pools that answer in the ways that pools answer.
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../spec/invariants/index.ts';
import type { SubjectDefinition } from '../../../spec/subject.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import type { CampaignResult } from '../../../src/campaign/result.ts';
import { standardProfile } from '../../../src/cli/workbench.ts';
import { poolSubject } from '../../../src/adapters/js/pool.ts';
import type { Pool, PoolDefinition } from '../../../src/adapters/js/pool.ts';
import { applicable } from '../../../src/engine/judge.ts';
import { execute } from '../../../src/engine/execute.ts';
import { printProgram } from '../../../src/program/print.ts';
import { parseProgram } from '../../../src/program/text.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { ListPool } from './pools.ts';
import type { Faults } from './pools.ts';

/** Ten lines, as a user writes them. */
function listPool(faults: Faults = {}): SubjectDefinition {
  return poolSubject({
    id: 'list',
    alignment: 8,
    misuse: 'refused',
    make: (buffer) => new ListPool(buffer, faults),
  });
}

function campaignOf(subject: SubjectDefinition, runs = 60, judges = catalogue): CampaignResult {
  const profile = profileFor(subject, { ...standardProfile(subject), commandsMax: 200 });
  return runCampaign({ subject, catalogue: judges, profile, seed: 1, runs, first: [] });
}

/** Ids of what the program breaks. */
function broken(subject: SubjectDefinition, ...lines: readonly string[]): readonly string[] {
  const text = ['allocheck 1', `heap ${subject.id}`, ...lines, ''].join('\n');
  const judges = applicable(catalogue, subject.offers);
  const { findings } = execute(parseProgram(text, 'x'), subject, judges);
  return findings.map(({ invariant }) => invariant);
}

function poolOf(pool: Partial<Pool>, more: Partial<PoolDefinition> = {}): SubjectDefinition {
  const make = (): Pool => ({ malloc: () => 0, free: () => true, ...pool });
  return poolSubject({ id: 'made-up', alignment: 8, make, ...more });
}

describe('a right pool', () => {
  it('keeps every invariant, by all of its functions', () => {
    const { findings, invariants } = campaignOf(listPool());
    expect(findings).toEqual([]);
    expect(invariants.filter(({ vacuous }) => vacuous)).toEqual([]);
  });

  it('is over memory that somebody left full', () => {
    const bytes: number[] = [];
    const subject = poolSubject({
      id: 'seen',
      alignment: 1,
      size: 4096,
      make: (buffer) => {
        bytes.push(...new Uint8Array(buffer).subarray(0, 2), buffer.byteLength);
        return new ListPool(buffer);
      },
    });
    subject.create({ procs: 1, geometry: 'flat', faults: [] });
    subject.create({ procs: 1, geometry: 'flat', faults: [], memoryLimit: 100 });
    subject.create({ procs: 1, geometry: 'flat', faults: [], memoryLimit: 2 ** 40 });
    // One more is made to see what it has.
    expect(bytes).toEqual(Array.from({ length: 4 }, () => [0xa5, 0xa5, 4096]).flat());
  });
});

describe('a fault of a pool', () => {
  it.each<readonly [Faults, string, readonly string[]]>([
    [{ strays: 100 }, 'client/usable-covers-request', ['a = malloc 100 noscan']],
    [{ forgets: true }, 'client/contents-kept', ['a = malloc 1 noscan', 'b = realloc a 9']],
    [{ dirty: true }, 'client/zeroed-when-asked', ['a = calloc 1 1']],
    [{ crashes: 3 }, 'client/keeps-running', ['a = malloc 1', 'b = malloc 1', 'c = malloc 1']],
  ])('%j breaks %s', (faults, invariant, lines) => {
    // A block beyond the memory may also be one that is too large for it.
    const judges = catalogue.filter(({ id }) => id !== 'client/bad-size-refused');
    const [found] = campaignOf(listPool(faults), 60, judges).findings;
    expect(found?.finding.invariant).toBe(invariant);
    const program = printProgram(found!.shrunk.program).trimEnd().split('\n').slice(2);
    expect(program.length).toBeLessThanOrEqual(lines.length);
    expect(broken(listPool(faults), ...lines)).toContain(invariant);
  });

  it('is named with the call and what it answered', () => {
    const subject = poolOf({ malloc: () => 'abc' });
    const text = 'allocheck 1\nheap made-up\na = malloc 8 noscan\n';
    const { findings } = execute(parseProgram(text, 'x'), subject, applicable(catalogue, []));
    expect(findings[0]?.violation.actual).toBe(
      "the allocator crashed: it answered 'abc', which is no block",
    );
  });
});

describe('a pool refuses', () => {
  class OutOfCells extends Error {
    override readonly name = 'OutOfCells';
  }
  const refuses = (answer: () => unknown, refused: 0 | -1 = 0): readonly string[] =>
    broken(poolOf({ malloc: answer }, { refused }), 'a = malloc 8 noscan', 'free a');
  const throwing = (error: Error) => (): never => {
    throw error;
  };

  it.each([0, null, undefined, false])('by %s', (answer) => {
    expect(refuses(() => answer)).toEqual([]);
  });

  it('by -1 where it says so, when a block may be at 0', () => {
    expect(refuses(() => -1, -1)).toEqual([]);
    expect(refuses(() => 0, -1)).toEqual([]);
    expect(refuses(() => -1)).toContain('client/address-not-null');
  });

  it('by an error of its own, and not by one of the language', () => {
    expect(refuses(throwing(new OutOfCells()))).toEqual([]);
    expect(refuses(throwing(new RangeError('too large')))).toEqual([]);
    expect(refuses(throwing(new TypeError('x is not a function')))).toContain(
      'client/keeps-running',
    );
    const overflow = new RangeError('Maximum call stack size exceeded');
    expect(refuses(throwing(overflow))).toContain('client/keeps-running');
  });

  it('a free of its own block only wrongly', () => {
    const subject = poolOf({ malloc: () => 64, free: () => false });
    expect(broken(subject, 'a = malloc 8 noscan', 'free a')).toContain('client/good-calls-served');
  });
});

describe('misuse', () => {
  const asked = (misuse?: 'refused'): readonly unknown[] => {
    const calls: unknown[] = [];
    const malloc = (size: number): number => {
      calls.push(size);
      return size === 8 ? 64 : 0;
    };
    const free = (addr: unknown): boolean => calls.push(`free ${String(addr)}`) < 0;
    const subject = poolOf({ malloc, free }, misuse === undefined ? {} : { misuse });
    const lines = ['a = malloc 8 noscan', 'b = malloc NaN noscan', 'c = malloc -1', 'badfree a+8'];
    expect(broken(subject, ...lines)).toEqual([]);
    return calls;
  };

  it('is asked of a pool that refuses it', () => {
    expect(asked('refused')).toEqual([8, NaN, -1, 'free 72']);
  });

  it('is not asked of another', () => {
    expect(asked()).toEqual([8, 2 ** 64]);
  });
});

describe('a block', () => {
  it('may be a view, which is given back as it came', () => {
    const given: unknown[] = [];
    const make = (buffer: ArrayBuffer): Pool => {
      const view = new Uint8Array(buffer, 128, 8);
      return { malloc: () => view, free: (block) => given.push(block === view) };
    };
    const subject = poolSubject({ id: 'views', alignment: 8, make });
    expect(broken(subject, 'a = malloc 8 noscan', 'free a')).toEqual([]);
    expect(given).toEqual([true]);
  });

  it('is none where it is a view of another buffer', () => {
    const subject = poolOf({ malloc: () => new Uint8Array(8) });
    expect(broken(subject, 'a = malloc 8 noscan')).toContain('client/keeps-running');
  });

  it('may lie in memory that grew, or was replaced', () => {
    let bytes = new Uint8Array(8);
    let top = 8;
    const malloc = (size: number): number => {
      const addr = top;
      top += Math.ceil(size / 8) * 8;
      const grown = new Uint8Array(top);
      grown.set(bytes);
      bytes = grown;
      return addr;
    };
    const pool: Pool = {
      get bytes() {
        return bytes;
      },
      malloc,
      free: () => true,
    };
    const subject = poolSubject({ id: 'grows', alignment: 8, make: () => pool });
    const lines = ['a = malloc 100', 'b = malloc 70000', 'c = malloc 20', 'read a', 'read b'];
    expect(broken(subject, ...lines)).toEqual([]);
    bytes = new Uint8Array(new ArrayBuffer(64), 2, 8);
    const create = (): SubjectDefinition =>
      poolSubject({ id: 'grows', alignment: 8, make: () => pool });
    expect(create).toThrow('begin at no multiple of 4 of their buffer');
  });
});
