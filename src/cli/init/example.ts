/** The config and the first test that `allocheck init` writes: for a pool that is there to be replaced. */

/** In which language. */
export interface Dialect {
  readonly isTyped: boolean;
}

export function configText({ isTyped }: Dialect): string {
  const type = (text: string): string => (isTyped ? text : '');
  return `/**
 * What allocheck tests. The pool is an example: put your own allocator into its place. wasmSubject and nativeSubject do for a
 * module of WebAssembly and for a shared library what poolSubject does for an allocator in JavaScript.
 */
import { defineConfig, poolSubject } from 'allocheck';

/** Blocks one behind the other; what is given back waits in a list for a request of as many units. */
class Pool {
  static unit = 16;
  #bytes${type(': number')};
  #top = Pool.unit;
  #free = new Map${type('<number, number[]>')}();
  #taken = new Map${type('<number, number>')}();

  constructor(buffer${type(': ArrayBuffer')}) {
    this.#bytes = buffer.byteLength;
  }

  /** The first byte of the block; 0 when there is no room. */
  malloc(size${type(': number')})${type(': number')} {
    const units = Math.max(1, Math.ceil(size / Pool.unit));
    const addr = this.#free.get(units)?.pop() ?? this.#top;
    if (addr === this.#top) {
      if (addr + units * Pool.unit > this.#bytes) return 0;
      this.#top += units * Pool.unit;
    }
    this.#taken.set(addr, units);
    return addr;
  }

  free(addr${type(': number')})${type(': void')} {
    const units = this.#taken.get(addr);
    if (units === undefined) throw new RangeError(\`no block begins at \${addr}\`);
    this.#taken.delete(addr);
    this.#free.set(units, [...(this.#free.get(units) ?? []), addr]);
  }
}

const example = poolSubject({
  id: 'example',
  title: 'the example pool',
  alignment: Pool.unit,
  make(buffer) {
    const pool = new Pool(buffer);
    return { malloc: (size) => pool.malloc(size), free: (addr) => pool.free(addr${type(' as number')}) };
  },
});

export default defineConfig({ subjects: [example] });
`;
}

/** @param config  name of the config, which lies in the folder above */
export function testText(config: string): string {
  return `/** The allocators of the config among the other tests: one test for each invariant. */
import { testAllocator } from 'allocheck/vitest';
import config from '../${config.replace(/ts$/, 'js')}';

for (const subject of config.subjects ?? []) testAllocator(subject.title, subject, { config });
`;
}
