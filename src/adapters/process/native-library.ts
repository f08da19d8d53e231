/** Finds a shared library and the functions of malloc in it, and says what is wrong where it is not what is wanted. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { arch } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import { didYouMean, nearest } from '../../base/nearest.ts';
import { readElf } from './elf.ts';
import type { Elf } from './elf.ts';
import { ENTRIES, USABLE_SYMBOLS } from './native/families.ts';

export interface NativeLibrary {
  readonly path: string;
  /** The C function for each command word of the protocol that it has. */
  readonly functions: Readonly<Record<string, string>>;
  /** The C function that tells how many bytes of a block may be used. */
  readonly usable: string | undefined;
}

/** Where a bare file name is looked for, besides the current folder. */
const FOLDERS: readonly string[] = [
  '/lib',
  '/lib64',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/lib/aarch64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
];

/**
 * @param file a path, or a file name as the system's loader would look for it
 * @param prefix what the names of its functions begin with: `je_` for `je_malloc`
 * @throws {UsageError} when it is no library for this machine, or has no malloc or no free
 */
export function findNativeLibrary(file: string, prefix = ''): NativeLibrary {
  const path = locate(file);
  const bytes = readFileSync(path);
  const elf = readElf(bytes);
  if (elf === undefined) throw new UsageError(`${path} is no shared library: it is no ELF file`);
  mustFit(path, elf);
  mustNotBeOfMusl(path, elf, bytes);
  const defined = new Set(elf.functions);
  mustHave(path, prefix, elf.functions);
  const functions: Record<string, string> = {};
  for (const [word, { symbol = word }] of Object.entries(ENTRIES)) {
    const name = namedIn(defined, prefix, symbol);
    if (name !== undefined) functions[word] = name;
  }
  const usable = USABLE_SYMBOLS.map((symbol) => namedIn(defined, prefix, symbol)).find(
    (name) => name !== undefined,
  );
  return { path, functions, usable };
}

function locate(file: string): string {
  const path = resolve(file);
  if (existsSync(path)) {
    if (statSync(path).isFile()) return path;
    throw new UsageError(`${path} is no file`);
  }
  const folders = file.includes('/') ? [] : FOLDERS;
  const found = folders.map((folder) => join(folder, file)).find((each) => existsSync(each));
  if (found !== undefined) return found;
  const folder = dirname(path);
  const siblings = existsSync(folder) ? readdirSync(folder) : [];
  const elsewhere = folders.length === 0 ? '' : `, nor in ${FOLDERS.join(', ')}`;
  throw new UsageError(
    `there is no file ${path}${elsewhere}${didYouMean(basename(file), siblings)}`,
  );
}

function mustFit(path: string, { architecture, kind }: Elf): void {
  if (architecture !== arch()) {
    throw new UsageError(
      `${path} is for ${architecture}, and Node runs as ${arch()}: a library for ${arch()} is needed`,
    );
  }
  if (kind !== 'shared') {
    throw new UsageError(
      `${path} is no shared library but of the kind "${kind}": link it with cc -shared -fPIC`,
    );
  }
}

/** musl loads into a program of glibc, and crashes in its first malloc: nobody has set it up. */
function mustNotBeOfMusl(path: string, { needs, functions }: Elf, bytes: Buffer): void {
  const isMusl = functions.includes('__libc_start_main') && bytes.includes('musl libc');
  if (!isMusl && !needs.some((name) => name.startsWith('libc.musl') || name === 'libc.so')) return;
  throw new UsageError(
    `${path} ${isMusl ? 'is' : 'needs'} musl, whose malloc works only in a program of musl's own\n` +
      'build such a program from examples/peers/peer.c (musl-gcc -static) and run it as a peer',
  );
}

function mustHave(path: string, prefix: string, functions: readonly string[]): void {
  const missing = ['malloc', 'free']
    .map((name) => prefix + name)
    .filter((name) => !functions.includes(name));
  if (missing.length === 0) return;
  const prefixes = prefixesIn(functions);
  const known = prefixes.map((each) => (each === '' ? 'none' : each)).join(', ');
  const hint =
    prefixes.length > 0
      ? `prefixes that it has: ${known}`
      : nearNames(missing[0] as string, functions);
  throw new UsageError(`${path} has no ${missing.join(' and no ')}\n${hint}`);
}

/** What stands before `malloc`, of those for which there is a `free` as well. */
function prefixesIn(functions: readonly string[]): readonly string[] {
  const defined = new Set(functions);
  return functions
    .filter((name) => name.endsWith('malloc'))
    .map((name) => name.slice(0, -'malloc'.length))
    .filter((prefix) => defined.has(`${prefix}free`))
    .toSorted((a, b) => a.length - b.length);
}

function nearNames(name: string, functions: readonly string[]): string {
  const near = functions.filter((each) => each.includes('alloc'));
  const best = nearest(name, functions);
  const names = [...new Set(best === undefined ? near : [best, ...near])].slice(0, 8);
  if (names.length > 0) return `names near to it: ${names.join(', ')}`;
  return functions.length === 0
    ? 'it exports no function at all'
    : `it exports ${functions.slice(0, 8).join(', ')}`;
}

/** A function of the standard has the prefix; one that is named after its allocator may go without. */
function namedIn(defined: ReadonlySet<string>, prefix: string, symbol: string): string | undefined {
  if (defined.has(prefix + symbol)) return prefix + symbol;
  return /^(mi|tc)_/.test(symbol) && defined.has(symbol) ? symbol : undefined;
}
