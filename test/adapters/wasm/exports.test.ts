// Goal: the calls of an allocator are found by the names that toolchains give them, or by those that are told; what is wrong is
// said with what there is and what to do.
// Method: names and signatures as literals, and modules that are wrong in one way each.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wasmSubject } from '../../../src/adapters/wasm/subject.ts';
import type { WasmDefinition } from '../../../src/adapters/wasm/subject.ts';
import { areOfC, entriesOf, findCalls } from '../../../src/adapters/wasm/exports.ts';
import type { WasmNames } from '../../../src/adapters/wasm/exports.ts';
import type { Binary, Signature } from '../../../src/adapters/wasm/binary.ts';
import { moduleOf } from './module.ts';
import type { Made } from './module.ts';
import { temporaryFolder } from './support.ts';

/** A module that exports functions, each with how many words it takes. */
function exporting(functions: Readonly<Record<string, number>>): Binary {
  const signature = ([name, count]: readonly [string, number]): readonly [string, Signature] => [
    name,
    {
      params: Array.from({ length: count }, () => 'i32'),
      results: /free|dealloc|pin$|collect/.test(name) ? [] : ['i32'],
    },
  ];
  const all = new Map(Object.entries(functions).map(signature));
  return { functions: all, imports: new Map(), memory: undefined, importedMemory: undefined };
}

function found(functions: Readonly<Record<string, number>>, named: WasmNames = {}): unknown {
  const calls = findCalls('x.wasm', exporting(functions), named);
  return Object.fromEntries([...calls].map(([call, { name }]) => [call, name]));
}

describe('calls are found', () => {
  it.each([
    ['', ''],
    ['emscripten', '_'],
    ['dlmalloc', 'dl'],
  ])("by C's names: %s", (_, prefix) => {
    const names = ['malloc', 'calloc', 'aligned_alloc', 'malloc_usable_size'] as const;
    const counts = [1, 2, 2, 1];
    const functions = Object.fromEntries(names.map((name, i) => [prefix + name, counts[i]!]));
    expect(found({ ...functions, [`${prefix}free`]: 1, memcpy: 3 })).toEqual({
      ...Object.fromEntries(names.map((name) => [name, prefix + name])),
      free: `${prefix}free`,
    });
  });

  it("by wasm-bindgen's, which are told sizes and alignments", () => {
    const functions = { __wbindgen_malloc: 2, __wbindgen_free: 3, __wbindgen_realloc: 4 };
    const calls = findCalls('x.wasm', exporting(functions), {});
    expect([...calls.values()].map(({ params }) => params)).toEqual([2, 3, 4]);
    expect(entriesOf(calls)).toEqual(['malloc', 'free', 'realloc', 'aligned_alloc']);
    expect(areOfC(calls)).toBe(false);
  });

  it("by AssemblyScript's and others' that have no C", () => {
    expect(found({ alloc: 1, realloc: 2, free: 1 })).toMatchObject({ malloc: 'alloc' });
    expect(found({ alloc: 1, dealloc: 2 })).toEqual({ malloc: 'alloc', free: 'dealloc' });
    expect(found({ __new: 2, __pin: 1, __unpin: 1, __collect: 0 })).toMatchObject({ new: '__new' });
  });

  it('by the names that are told, of which two mean another allocator', () => {
    const functions = { malloc: 1, free: 1, calloc: 2, get: 1, put: 1 };
    expect(found(functions, { malloc: 'get' })).toEqual({
      malloc: 'get',
      free: 'free',
      calloc: 'calloc',
    });
    expect(found(functions, { malloc: 'get', free: 'put' })).toEqual({
      malloc: 'get',
      free: 'put',
    });
  });

  it('without those that take something else, which are then not called', () => {
    expect(found({ malloc: 1, free: 1, calloc: 1 })).toEqual({ malloc: 'malloc', free: 'free' });
  });
});

describe('it is said', () => {
  const folder = temporaryFolder();
  const memory = { pages: 1, name: 'memory' };
  const file = (bytes: Uint8Array): string => {
    const path = join(folder, 'x.wasm');
    writeFileSync(path, bytes);
    return path;
  };
  const fails = (bytes: Uint8Array, more: Partial<WasmDefinition> = {}): string => {
    try {
      wasmSubject({ file: file(bytes), ...more });
    } catch (error) {
      return (error as Error).message.replace(folder, '.');
    }
    return 'nothing';
  };
  const made = (what: Made): Uint8Array =>
    moduleOf({ functions: ['malloc', 'free'], memory, ...what });
  const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

  it.each<readonly [string, string, Uint8Array]>([
    ['no module', './x.wasm is no WebAssembly module: a module begins with', bytesOf('hello')],
    ['text', 'it looks like the text format\nassemble it first: wat2wasm', bytesOf(' (module)')],
    ['a component', 'it is a component', Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0)],
    ['cut off', './x.wasm cannot be compiled: ', made({}).subarray(0, 20)],
    [
      'no memory',
      'has no memory of its own, and imports none',
      moduleOf({ functions: ['malloc', 'free'] }),
    ],
    [
      'a hidden memory',
      'does not export its memory\nlink it with --export-memory',
      made({ memory: { pages: 1 } }),
    ],
    [
      'no allocator',
      'exports no malloc (did you mean maloc?)\nit exports maloc, free\nname it: --export malloc=NAME',
      made({ functions: ['maloc', 'free'] }),
    ],
    [
      'nothing at all',
      'exports no malloc\nit exports no function\nname it:',
      made({ functions: [] }),
    ],
    [
      'another signature',
      './x.wasm: malloc is (i64) -> (i32), and a malloc takes 1 × i32 or 2 × i32 and answers i32',
      made({ params: ['i64'] }),
    ],
    [
      'a table',
      'imports the table env.t, which cannot be made up\ngive it in a config: wasmSubject({ file, imports })',
      made({ imports: { 'env.t': 'table' } }),
    ],
  ])('of %s', (_, message, bytes) => {
    expect(fails(bytes)).toContain(message);
  });

  it('of an initializer that traps', () => {
    const functions = ['malloc', 'free', '_initialize'];
    const bytes = moduleOf({ functions, memory, params: [], results: [] });
    expect(fails(bytes)).toContain('malloc is () -> (), and a malloc takes');
  });

  it('of a name that is not there, with the nearest', () => {
    expect(fails(made({}), { exports: { malloc: 'maloc' } })).toBe(
      './x.wasm exports no function maloc (did you mean malloc?)\nit exports malloc, free',
    );
  });

  it('of a file that is not there', () => {
    expect(() => wasmSubject({ file: join(folder, 'none.wasm') })).toThrow('there is no file');
    expect(() => wasmSubject({ file: folder })).toThrow('cannot be read');
  });

  it('nothing of a module that imports what is never called', () => {
    const imports = {
      'wasi_snapshot_preview1.fd_write': 'function',
      'env.memory': 'memory',
    } as const;
    expect(fails(moduleOf({ functions: ['malloc', 'free'], imports }))).toBe('nothing');
  });
});
