/** Small modules of WebAssembly, byte by byte: what they export and import, with functions that trap. */

/** Types of words in the binary format. */
const TYPES = { i32: 0x7f, i64: 0x7e } as const;

export interface Made {
  /** Of all functions: what they take and what they answer. */
  readonly params?: readonly (keyof typeof TYPES)[];
  readonly results?: readonly (keyof typeof TYPES)[];
  /** Names of the exported functions. */
  readonly functions?: readonly string[];
  /** Memory of its own, exported where it has a name: pages, and at most so many. */
  readonly memory?: { readonly pages: number; readonly most?: number; readonly name?: string };
  /** Functions, memories, tables or globals that it imports, as `module.name`. */
  readonly imports?: Readonly<Record<string, 'function' | 'memory' | 'table' | 'global'>>;
}

function text(said: string): readonly number[] {
  const bytes = [...new TextEncoder().encode(said)];
  return [bytes.length, ...bytes];
}

function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  if (items.length === 0) return [];
  const contents = [items.length, ...items.flat()];
  return [id, contents.length, ...contents];
}

/** Magic and version. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** What stands behind the name of an import, by its kind. */
const IMPORTED = {
  function: [0, 0],
  table: [1, 0x70, 0, 1],
  memory: [2, 0, 2],
  global: [3, 0x7f, 0],
} as const;

export function moduleOf(made: Made): Uint8Array {
  const { params = ['i32'], results = ['i32'], functions = [], memory, imports = {} } = made;
  const types = [params, results].map((all) => [all.length, ...all.map((it) => TYPES[it])]);
  const first = Object.values(imports).filter((kind) => kind === 'function').length;
  const limits = memory === undefined ? [] : [limitsOf(memory)];
  const unreachable = [3, 0, 0x00, 0x0b];
  return Uint8Array.from([
    ...HEADER,
    ...section(1, [[0x60, ...types.flat()]]),
    ...section(
      2,
      Object.entries(imports).map(([name, kind]) => [
        ...name.split('.').flatMap(text),
        ...IMPORTED[kind],
      ]),
    ),
    ...section(
      3,
      functions.map(() => [0]),
    ),
    ...section(5, limits),
    ...section(7, [
      ...functions.map((name, i) => [...text(name), 0, first + i]),
      ...(memory?.name === undefined ? [] : [[...text(memory.name), 2, 0]]),
    ]),
    ...section(
      10,
      functions.map(() => unreachable),
    ),
  ]);
}

function limitsOf({ pages, most }: NonNullable<Made['memory']>): readonly number[] {
  return most === undefined ? [0, pages] : [1, pages, most];
}
