// Goal: what is read of a module is what is in it, and a patched memory is all that a patch changes.
// Method: modules are made byte by byte, and what is read is compared with what went in and with what the engine says.
import { describe, expect, it } from 'vitest';
import { readBinary, withPagesMax } from '../../../src/adapters/wasm/binary.ts';
import { WebAssembly } from '../../../src/adapters/wasm/webassembly.ts';
import type { WasmMemory } from '../../../src/adapters/wasm/webassembly.ts';
import { moduleOf } from './module.ts';

describe('a module', () => {
  it('is read with its signatures, exports and memory', () => {
    const bytes = moduleOf({
      params: ['i32', 'i64'],
      results: [],
      functions: ['one', 'two'],
      memory: { pages: 3, most: 7, name: 'memory' },
    });
    const { functions, memory, importedMemory, imports } = readBinary(bytes);
    const signature = { params: ['i32', 'i64'], results: [] };
    expect([...functions]).toEqual([
      ['one', signature],
      ['two', signature],
    ]);
    expect(memory).toMatchObject({ pages: 3, pagesMax: 7, isShared: false });
    expect(importedMemory).toBeUndefined();
    expect(imports.size).toBe(0);
  });

  it('is read with its imports, whose functions count before its own', () => {
    const imports = {
      'env.g': 'global',
      'env.f': 'function',
      'env.t': 'table',
      'env.memory': 'memory',
    } as const;
    const read = readBinary(moduleOf({ functions: ['own'], imports }));
    expect([...read.imports.keys()]).toEqual(['env.f']);
    expect(read.functions.get('own')).toEqual({ params: ['i32'], results: ['i32'] });
    expect(read.importedMemory).toEqual({
      module: 'env',
      name: 'memory',
      limits: { pages: 2, pagesMax: undefined, isShared: false },
    });
    expect(read.memory).toBeUndefined();
  });
});

describe('the most of a memory', () => {
  it.each([
    [{ pages: 1, name: 'memory' }, 300],
    [{ pages: 1, most: 9, name: 'memory' }, 3],
  ])('of %j can be set to %i pages', (memory, most) => {
    const bytes = moduleOf({ functions: ['own'], memory });
    const patched = withPagesMax(bytes, readBinary(bytes), most);
    expect(readBinary(patched).memory).toMatchObject({ pages: 1, pagesMax: most });
    const module = new WebAssembly.Module(new Uint8Array(patched));
    const { memory: made } = new WebAssembly.Instance(module, {}).exports;
    const { grow } = made as WasmMemory;
    expect(grow.call(made, most - 1)).toBe(1);
    expect(() => grow.call(made, 1)).toThrow(RangeError);
  });

  it('is left alone where it is not its own', () => {
    const bytes = moduleOf({ imports: { 'env.memory': 'memory' } });
    expect(withPagesMax(bytes, readBinary(bytes), 9)).toBe(bytes);
  });
});
