/** The calls of a pool, with what it answers as addresses and refusals. */
import { inspect } from 'node:util';
import type { Addr, Bytes } from '../../base/units.ts';
import type { Stretch } from './buffer-memory.ts';
import type { Answer, Calls } from './in-process-heap.ts';
import type { Pool, PoolBlock } from './pool.ts';

export interface PoolPlace {
  readonly current: () => Stretch;
  /** Address of the first byte of its memory. */
  readonly base: Addr;
  readonly refused: 0 | -1;
}

/** Errors that the language throws, or an assertion: nobody refuses by these. */
const CRASHES: ReadonlySet<string> = new Set([
  'TypeError',
  'ReferenceError',
  'SyntaxError',
  'EvalError',
  'AssertionError',
  'AssertionError [ERR_ASSERTION]',
]);

export class PoolCalls implements Calls {
  readonly calloc?: NonNullable<Calls['calloc']>;
  readonly realloc?: NonNullable<Calls['realloc']>;
  readonly memalign?: NonNullable<Calls['memalign']>;
  readonly usableSize?: NonNullable<Calls['usableSize']>;
  readonly #pool: Pool;
  readonly #place: PoolPlace;
  /** Blocks that it named by views. */
  readonly #views = new Map<Addr, ArrayBufferView>();

  constructor(pool: Pool, place: PoolPlace) {
    this.#pool = pool;
    this.#place = place;
    if (pool.calloc !== undefined)
      this.calloc = (count, size) => this.#made(() => pool.calloc?.(count, size));
    if (pool.realloc !== undefined) this.realloc = (addr, size) => this.#realloc(addr, size);
    if (pool.memalign !== undefined)
      this.memalign = (alignment, size) => this.#made(() => pool.memalign?.(alignment, size));
    if (pool.usableSize !== undefined)
      this.usableSize = (addr) => pool.usableSize?.(this.#blockAt(addr)) ?? 0;
  }

  malloc(size: Bytes): Answer {
    return isPart(size) ? undefined : this.#made(() => this.#pool.malloc(size));
  }

  free(addr: Addr): boolean {
    if (answerOf(() => this.#pool.free(this.#blockAt(addr))) === false) return false;
    this.#views.delete(addr);
    return true;
  }

  #realloc(old: Addr, size: Bytes): Answer {
    const addr = this.#made(() => this.#pool.realloc?.(this.#blockAt(old), size));
    if (addr !== undefined && addr !== old) this.#views.delete(old);
    return addr;
  }

  #blockAt(addr: Addr): PoolBlock {
    return this.#views.get(addr) ?? addr - this.#place.base;
  }

  #made(call: () => unknown): Answer {
    const { refused, base, current } = this.#place;
    const answer = answerOf(call);
    if (answer === false || answer === null || answer === undefined || answer === refused)
      return undefined;
    if (typeof answer === 'number') return answer + base;
    if (!ArrayBuffer.isView(answer))
      throw new Error(`it answered ${inspect(answer)}, which is no block`);
    const bytes = current();
    if (answer.buffer !== bytes.buffer) throw new Error('it answered a view of another buffer');
    const addr = answer.byteOffset - bytes.byteOffset + base;
    this.#views.set(addr, answer);
    return addr;
  }
}

/** Half a byte: a pool may round it up or refuse it, and neither is wrong. */
function isPart(size: Bytes): boolean {
  return Number.isFinite(size) && !Number.isInteger(size);
}

/** False where it throws a refusal. */
function answerOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Error) || CRASHES.has(error.name) || isStackOverflow(error)) throw error;
    return false;
  }
}

function isStackOverflow({ name, message }: Error): boolean {
  return name === 'RangeError' && message.includes('call stack');
}
