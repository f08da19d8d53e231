/**
 * `poolSubject`: any allocator of JavaScript over a buffer as a subject, in ten lines.
 *
 *     export const mine = poolSubject({
 *       id: 'mine',
 *       alignment: 8,
 *       make(buffer) {
 *         const pool = new MyPool(buffer);
 *         return { malloc: (size) => pool.take(size), free: (addr) => pool.give(addr) };
 *       },
 *     });
 */
import { defineSubject } from '../../../spec/subject.ts';
import type { SubjectDefinition } from '../../../spec/subject.ts';
import { UsageError } from '../../base/errors.ts';
import { KIB, MIB } from '../../base/units.ts';
import type { Addr, Bytes } from '../../base/units.ts';
import { LIMIT, conventionalEdges } from './edges.ts';
import { BufferMemory, bytesOf } from './buffer-memory.ts';
import type { Stretch } from './buffer-memory.ts';
import { HangGuard } from './hang-guard.ts';
import { InProcessHeap } from './in-process-heap.ts';
import { PoolCalls } from './pool-calls.ts';

/** A block as a pool names it: the index of its first byte, or a view of its bytes. */
export type PoolBlock = number | ArrayBufferView;

/**
 * What a pool can do. It refuses by 0, null, undefined or false, or by throwing an error of its own; an error of the
 * language, such as a TypeError, is a crash.
 */
export interface Pool {
  /** Its memory, where that is another buffer than `make` was given; read after each call, since it may grow. */
  readonly bytes?: ArrayBufferLike | Uint8Array;
  malloc(size: Bytes): unknown;
  /** Answers false, or throws, where it takes the block for none. */
  free(block: PoolBlock): unknown;
  calloc?(count: number, size: Bytes): unknown;
  /** Where it refuses, the old block stays as it was. */
  realloc?(block: PoolBlock, size: Bytes): unknown;
  memalign?(alignment: Bytes, size: Bytes): unknown;
  /** Bytes from the start of a block that its owner may use. */
  usableSize?(block: PoolBlock): Bytes;
}

export interface PoolDefinition {
  readonly id: string;
  readonly title?: string;
  /** For recordings: of the package that it comes from. */
  readonly version?: string;
  /** What the address of each block is a multiple of: always, or by the size asked for. */
  readonly alignment: Bytes | ((size: Bytes) => Bytes);
  /**
   * Whether it refuses a free of what is no block, or one no more, and a size that is none: NaN, -1. Where it does not say
   * so, no program does that.
   */
  readonly misuse?: 'refused';
  /** What malloc answers when it refuses: 0 where not given. Where it is -1, a block may begin at 0. */
  readonly refused?: 0 | -1;
  /** Bytes of the buffer that `make` is given, and the most that a pool's own memory has: 4 MiB where not given. */
  readonly size?: Bytes;
  /**
   * A new pool. The buffer is full of what somebody left there, as memory is that had another use before.
   */
  make(buffer: ArrayBuffer): Pool;
}

const GEOMETRY = 'flat';
/** What a pool may have, by the names of C. */
const METHODS = {
  malloc: 'malloc',
  free: 'free',
  calloc: 'calloc',
  realloc: 'realloc',
  aligned_alloc: 'memalign',
} as const;
const ENTRIES = Object.keys(METHODS) as readonly (keyof typeof METHODS)[];

/** What a program's limit of the memory leaves at least, and of what it leaves multiples. */
const LEAST_BYTES: Bytes = 4 * KIB;
const UNIT_BYTES: Bytes = 16;

/** Where the memory of a pool begins whose first block may be at 0. */
const BASE: Addr = 64 * KIB;

const LEFT_THERE = 0xa5;
const BYTES: Bytes = 4 * MIB;

/** @param guard  against calls that do not return */
export function poolSubject(
  definition: PoolDefinition,
  guard: HangGuard = new HangGuard(),
): SubjectDefinition {
  const { id, title = `the pool ${id}`, version, misuse, size = BYTES } = definition;
  // One is made at once: it shows which functions there are.
  const { can } = heapOf(definition, new ArrayBuffer(size), guard);
  return defineSubject({
    id,
    title,
    ...(version === undefined ? {} : { version }),
    offers: [],
    geometries: [GEOMETRY],
    edges: conventionalEdges(size / 4),
    entries: [...can, LIMIT, ...(misuse === undefined ? [] : ['misuse'])],
    create: ({ memoryLimit = size }) => {
      const most = Math.max(LEAST_BYTES, memoryLimit - (memoryLimit % UNIT_BYTES));
      return heapOf(definition, new ArrayBuffer(Math.min(size, most)), guard);
    },
    guard: (run) => guard.program(run),
  });
}

function heapOf(definition: PoolDefinition, buffer: ArrayBuffer, guard: HangGuard): InProcessHeap {
  const { alignment, misuse, refused = 0 } = definition;
  new Uint8Array(buffer).fill(LEFT_THERE);
  const pool = definition.make(buffer);
  const current = stretchOf(definition, pool, buffer);
  const base = refused === 0 ? 0 : BASE;
  return new InProcessHeap(new PoolCalls(pool, { current, base, refused }), {
    memory: new BufferMemory(current, base),
    maxSize: Math.max(current().length, definition.size ?? BYTES),
    alignmentOf: typeof alignment === 'number' ? () => alignment : alignment,
    ...(misuse === undefined ? {} : { misuse }),
    takesNull: false,
    entries: ENTRIES.filter((name) => pool[METHODS[name]] !== undefined),
    guard,
  });
}

function stretchOf({ id }: PoolDefinition, pool: Pool, given: ArrayBuffer): () => Stretch {
  if (!(pool.bytes instanceof Uint8Array))
    return bytesOf(() => (pool.bytes as ArrayBufferLike | undefined) ?? given);
  if (pool.bytes.byteOffset % 4 !== 0)
    throw new UsageError(`the bytes of the pool ${id} begin at no multiple of 4 of their buffer`);
  return () => pool.bytes as Stretch;
}
