// Goal: clients of C's malloc family do all that the family can, and each deed what it is named for.
// Method: programs of the profile for a subject with every entry point; a client that does one deed alone, from 40 seeds.
import { describe, expect, it } from 'vitest';
import { ENTRY_POINTS } from '../../spec/entry-points.ts';
import type { EntryKind } from '../../spec/entry-points.ts';
import { Prng } from '../../src/base/prng.ts';
import { KIB, MIB } from '../../src/base/units.ts';
import { commandAt } from '../../src/program/edit.ts';
import { ENTRY_KIND } from '../../src/program/kinds.ts';
import { OP, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { Client } from '../../src/workload/client.ts';
import type { Deed } from '../../src/workload/deeds.ts';
import * as family from '../../src/workload/family.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { drawPlan } from '../../src/workload/plan.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { FAMILY } from '../../src/workload/profiles.ts';
import { Sizes } from '../../src/workload/sizes.ts';
import { EDGES } from '../program/programs.ts';

const NAMES = Object.values(ENTRY_POINTS).flatMap((points) => points.map(({ name }) => name));
const DEFINITION = { id: 'toy', edges: EDGES, geometries: ['default'] };
const PROFILE = profileFor({ ...DEFINITION, entries: [...NAMES, 'limit'], threads: 4 }, FAMILY);
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

type Command = readonly number[];

function commandsOf(program: Program): readonly Command[] {
  return Array.from({ length: commandCount(program) }, (_, i) => commandAt(program, i));
}

/** The name of the entry point of a command. */
function nameOf([op = 0, , , , , via = 0]: Command): string | undefined {
  const kind: EntryKind | undefined = ENTRY_KIND[op];
  if (op === OP.REALLOCARRAY) return 'reallocarray';
  return kind === undefined ? undefined : ENTRY_POINTS[kind][via]?.name;
}

/** What a client writes that has some blocks and does the deed a few times, for each seed. */
function did(deed: Deed, memoryLimit?: number): readonly (readonly Command[])[] {
  return SEEDS.map((seed) => {
    const prng = new Prng(seed);
    const heap = { procs: 1, geometry: 'default', faults: [], memoryLimit };
    const plan = {
      ...drawPlan(prng, PROFILE),
      heap,
      length: 400,
      handOver: 0,
      freesElsewhere: false,
    };
    const client = new Client(prng, plan, PROFILE.liveBytesMax);
    const sizes = new Sizes(prng, PROFILE, plan.sizeKinds, 0);
    for (let i = 0; i < 8; i += 1) client.malloc(prng.between(1, 5000), 0);
    const before = client.commands.length;
    for (let i = 0; i < 8; i += 1) deed(client, sizes);
    const program = { subject: 'toy', heap, commands: client.commands.slice(before) };
    return commandsOf(program);
  });
}

function ops(deed: Deed, memoryLimit?: number): ReadonlySet<number> {
  return new Set(did(deed, memoryLimit).flatMap((commands) => commands.map(([op = -1]) => op)));
}

describe('programs of the malloc family', () => {
  const programs = SEEDS.map((seed) => generateProgram(new Prng(seed), PROFILE));

  it('are the same for the same seed', () => {
    expect(generateProgram(new Prng(3), PROFILE)).toEqual(programs[3]);
    expect(programs[4]).not.toEqual(programs[3]);
  });

  it('call every function that the subject has', () => {
    const called = new Set(programs.flatMap((program) => commandsOf(program).map(nameOf)));
    expect(NAMES.filter((name) => !called.has(name))).toEqual([]);
  });

  it('call none that it has not, but the usual ones', () => {
    const plain = profileFor({ ...DEFINITION, entries: ['malloc', 'free'] }, FAMILY);
    const all = SEEDS.flatMap((seed) => commandsOf(generateProgram(new Prng(seed), plain)));
    const usual = Object.values(ENTRY_POINTS).map(([first]) => first?.name);
    expect(new Set(all.map(nameOf).filter((name) => !usual.includes(name)))).toEqual(
      new Set([undefined]),
    );
  });

  it('limit their memory in some, have threads in some, and neither where the subject knows none', () => {
    const limits = programs.map(({ heap }) => heap.memoryLimit);
    expect(new Set(limits)).toEqual(new Set([undefined, 16 * MIB, 64 * MIB]));
    const procs = programs.map(({ heap }) => heap.procs);
    expect(new Set(procs).size).toBeGreaterThan(1);
    expect(Math.max(...procs)).toBeLessThanOrEqual(4);
    const plain = profileFor({ ...DEFINITION, entries: NAMES }, FAMILY);
    for (const seed of SEEDS) {
      const { heap } = generateProgram(new Prng(seed), plain);
      expect([heap.memoryLimit, heap.procs]).toEqual([undefined, 1]);
    }
  });
});

describe('a deed', () => {
  it.each([
    ['obtain', family.obtain, [OP.MALLOC, OP.WRITE]],
    ['release', family.release, [OP.FREE]],
    ['align', family.align, [OP.MEMALIGN]],
    ['resizeBlock', family.resizeBlock, [OP.REALLOC, OP.FREE]],
    ['array', family.array, [OP.REALLOCARRAY]],
    ['zeroes', family.zeroes, [OP.CALLOC]],
    ['recycleDirty', family.recycleDirty, [OP.MALLOC, OP.REALLOC, OP.FREE, OP.CALLOC]],
    ['overflow', family.overflow, [OP.MALLOC, OP.CALLOC, OP.MEMALIGN, OP.REALLOC, OP.READ]],
    ['nothing', family.nothing, [OP.MALLOC, OP.CALLOC, OP.MEMALIGN]],
  ])('%s does what it is named for, from every seed', (_, deed, expected) => {
    expect(ops(deed)).toEqual(new Set(expected));
    for (const commands of did(deed)) expect(commands.length).toBeGreaterThan(0);
  });

  it('exhausts memory where there is a limit, and does nothing where there is none', () => {
    expect(ops(family.exhaust)).toEqual(new Set());
    expect(ops(family.exhaust, 16 * MIB)).toEqual(new Set([OP.MALLOC, OP.FREE]));
    for (const commands of did(family.exhaust, 16 * MIB)) {
      const sizes = commands.flatMap(([op, , size = 0]) => (op === OP.MALLOC ? [size] : []));
      expect(Math.max(...sizes)).toBeGreaterThan(400 * KIB);
      expect(Math.min(...sizes)).toBeLessThan(2 * KIB);
    }
  });

  it('frees what is nothing now and then', () => {
    const frees = did(family.release).flat();
    expect(frees.some(([, label]) => label === -1)).toBe(true);
  });

  it('asks for bad alignments of the one that must refuse them', () => {
    const asked = did(family.align).flat();
    const bad = asked.filter(([, , alignment = 0]) =>
      [0, 1, 3, 4, 12, 24, 48, -8].includes(alignment),
    );
    expect(bad.length).toBeGreaterThan(5);
    expect(new Set(bad.map(nameOf))).toEqual(new Set(['posix_memalign']));
  });

  it('multiplies to what overflows', () => {
    for (const deed of [family.array, family.zeroes]) {
      const products = did(deed)
        .flat()
        .map(([op, , b = 0, c = 0, , last = 0]) => (op === OP.CALLOC ? b * c : c * last));
      expect(products.some((product) => product >= 2 ** 64)).toBe(true);
    }
  });
});
