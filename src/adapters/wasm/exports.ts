/** Which exports of a module are the calls of its allocator: by their names, and by what they take. */
import { ENTRY_POINTS } from '../../../spec/entry-points.ts';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { Binary, Signature } from './binary.ts';

/** Calls that `exports` and `--export` can name. Those from `new` on are a collector's. */
export const WASM_CALLS = [
  'malloc',
  'free',
  'calloc',
  'realloc',
  'reallocarray',
  'aligned_alloc',
  'memalign',
  'posix_memalign',
  'malloc_usable_size',
  'new',
  'pin',
  'unpin',
  'collect',
  'new_block',
  'store',
] as const;

export type WasmCall = (typeof WASM_CALLS)[number];

/** Names of exports by what they are for. */
export type WasmNames = Readonly<Partial<Record<WasmCall, string>>>;

/** How many words each call may take. A sized free also takes the size, or that and the alignment. */
const PARAMS: Readonly<Record<WasmCall, readonly number[]>> = {
  malloc: [1, 2],
  free: [1, 2, 3],
  calloc: [2],
  realloc: [2, 3, 4],
  reallocarray: [3],
  aligned_alloc: [2],
  memalign: [2],
  posix_memalign: [3],
  malloc_usable_size: [1],
  new: [2],
  pin: [1],
  unpin: [1],
  collect: [0],
  new_block: [2],
  store: [3],
};

const ANSWERS: ReadonlySet<WasmCall> = new Set([
  'malloc',
  'calloc',
  'realloc',
  'reallocarray',
  'aligned_alloc',
  'memalign',
  'posix_memalign',
  'malloc_usable_size',
  'new',
  'new_block',
]);

/** Those that programs call by name (spec/entry-points.ts). */
const ENTRIES: ReadonlySet<string> = new Set(
  Object.values(ENTRY_POINTS).flatMap((entries) => entries.map(({ name }) => name)),
);

/** C's names, as toolchains and libraries change them. */
const PREFIXES = ['', '_', 'dl', 'emscripten_builtin_', 'mi_', 'je_', 'tc_'];

const C_CALLS: readonly WasmCall[] = WASM_CALLS.slice(0, WASM_CALLS.indexOf('new'));

/** Names that belong together. The first family of which malloc, or new, is exported is taken. */
const FAMILIES: readonly WasmNames[] = [
  ...PREFIXES.map((prefix) =>
    Object.fromEntries(C_CALLS.map((call) => [call, `${prefix}${call}`])),
  ),
  // wasm-bindgen: a Rust allocator, which is told sizes and alignments.
  { malloc: '__wbindgen_malloc', realloc: '__wbindgen_realloc', free: '__wbindgen_free' },
  { malloc: 'alloc', realloc: 'realloc', free: 'free' },
  { malloc: 'alloc', realloc: 'realloc', free: 'dealloc' },
  { malloc: 'allocate', realloc: 'reallocate', free: 'deallocate' },
  { malloc: '__alloc', realloc: '__realloc', free: '__free' },
  // AssemblyScript's runtime.
  {
    new: '__new',
    pin: '__pin',
    unpin: '__unpin',
    collect: '__collect',
    new_block: 'allocheck_new',
    store: 'allocheck_store',
  },
];

/** Functions by the names of C. A malloc that is told the alignment is an aligned one too. */
export function entriesOf(found: Found): readonly string[] {
  const named = [...found.keys()].filter((call) => ENTRIES.has(call));
  return found.get('malloc')?.params === 2 ? [...named, 'aligned_alloc'] : named;
}

/** Whether they are named as C's functions, which take the null pointer. */
export function areOfC(found: Found): boolean {
  const name = found.get('malloc')?.name ?? '';
  return PREFIXES.some((prefix) => name === `${prefix}malloc`);
}

/** The exports of a module that are calls, each with how many words it takes. */
export type Found = ReadonlyMap<WasmCall, { readonly name: string; readonly params: number }>;

/**
 * @param file   for messages
 * @param named  goes before what is found by its name
 * @throws {UsageError} where one is not there, takes something else, or nothing allocates and gives back
 */
export function findCalls(file: string, { functions }: Binary, named: WasmNames): Found {
  const has = (name: string | undefined): boolean => name !== undefined && functions.has(name);
  for (const name of Object.values(named)) if (!has(name)) throw noExport(file, name, functions);
  // Who names both means another allocator than the one whose names are the usual ones.
  const isOther = named.malloc !== undefined && named.free !== undefined;
  const family = FAMILIES.find(
    ({ malloc, free, new: make }) =>
      (has(named.malloc ?? malloc) && has(named.free ?? free)) || has(named.new ?? make),
  );
  const names: WasmNames = { ...(isOther ? {} : family), ...named };
  const found = new Map<WasmCall, { name: string; params: number }>();
  for (const call of WASM_CALLS) {
    const name = names[call];
    const signature = name === undefined ? undefined : functions.get(name);
    if (name === undefined || signature === undefined) continue;
    if (fits(call, signature)) found.set(call, { name, params: signature.params.length });
    else if (call in named || call === 'malloc' || call === 'free')
      throw misfit(file, call, name, signature);
  }
  checkWhole(file, found, functions);
  return found;
}

function fits(call: WasmCall, { params, results }: Signature): boolean {
  const areWords = [...params, ...results].every((type) => type === 'i32');
  const answers = ANSWERS.has(call) ? results.length === 1 : results.length <= 1;
  return areWords && answers && PARAMS[call].includes(params.length);
}

function checkWhole(file: string, found: Found, functions: Binary['functions']): void {
  const needed: readonly WasmCall[] = found.has('new')
    ? ['new', 'pin', 'unpin', 'collect']
    : ['malloc', 'free'];
  const missing = needed.find((call) => !found.has(call));
  if (missing === undefined) return;
  const near = didYouMean(missing, [...functions.keys()]);
  throw new UsageError(
    `${file} exports no ${missing}${near}\n${listed(functions)}\nname it: --export ${missing}=NAME`,
  );
}

function noExport(file: string, name: string, functions: Binary['functions']): UsageError {
  const near = didYouMean(name, [...functions.keys()]);
  return new UsageError(`${file} exports no function ${name}${near}\n${listed(functions)}`);
}

function misfit(file: string, call: WasmCall, name: string, signature: Signature): UsageError {
  const counts = PARAMS[call].map((count) => (count === 0 ? 'nothing' : `${count} × i32`));
  const is = `(${signature.params.join(', ')}) -> (${signature.results.join(', ')})`;
  const answers = ANSWERS.has(call) ? ' and answers i32' : '';
  return new UsageError(
    `${file}: ${name} is ${is}, and a ${call} takes ${counts.join(' or ')}${answers}`,
  );
}

const LISTED_MAX = 20;

function listed(functions: Binary['functions']): string {
  const names = [...functions.keys()];
  if (names.length === 0) return 'it exports no function';
  const more = names.length > LISTED_MAX ? ` and ${names.length - LISTED_MAX} more` : '';
  return `it exports ${names.slice(0, LISTED_MAX).join(', ')}${more}`;
}
