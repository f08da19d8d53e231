/** What the tests of conform share: golden recordings, recordings written by hand, and faults to be found. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Difference } from '../../src/conform/part.ts';
import type { GoHeapClass } from '../../src/conform/replay.ts';
import { loadModule } from '../../models/mutants/load.ts';
import type { Mutant } from '../../models/mutants/mutant.ts';

/** A recording of a real runtime, as `allocheck conform go --write-golden test/golden` writes it. */
export function golden(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(`../golden/${name}.gz`, import.meta.url)));
}

/** The bytes of records: each a kind and two numbers, and whatever follows it. */
export function records(...rows: readonly (readonly (number | bigint)[])[]): Uint8Array {
  const words = rows.flat();
  const view = new DataView(new ArrayBuffer(words.length * 8));
  for (const [i, word] of words.entries()) view.setBigUint64(i * 8, BigInt(word), true);
  return new Uint8Array(view.buffer);
}

/** A wrong line in the model. */
export type Fault = Pick<Mutant, 'id' | 'patch'>;

export function fault(file: string, find: string, replace: string): Fault {
  return { id: `go/${find}`, patch: [{ file, find, replace }] };
}

/** The model's heap with a fault in it. */
export function heapWith(wrong: Fault): GoHeapClass {
  return loadModule('models/go/go-heap.ts', wrong)['GoHeap'] as GoHeapClass;
}

export function differenceText(difference: Difference | undefined): string {
  if (difference === undefined) return 'none';
  const { at, request, go, model } = difference;
  return `at ${at}, asked ${request}: Go ${go}, model ${model}`;
}
