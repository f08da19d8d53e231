/**
 * Allocators that flags bring along, beside those of the config: what each command that runs programs takes, and what becomes of
 * it.
 *
 * The first one is the standard subject then. A command line that is printed brings them along again, and so does a test that
 * is emitted.
 */
import { relative, sep } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { WASM_CALLS } from '../adapters/wasm/exports.ts';
import type { WasmCall, WasmNames } from '../adapters/wasm/exports.ts';
import { wasmSubject } from '../adapters/wasm/subject.ts';
import type { WasmDefinition } from '../adapters/wasm/subject.ts';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { processWords, processesOf, withProcesses } from './foreign-process.ts';
import type { ProcessFlags } from './foreign-process.ts';

export interface Foreign {
  readonly subject: SubjectDefinition;
  /** How a test in that folder makes it, by a function that the package exports. */
  readonly code: (folder: string) => { readonly imports: string; readonly text: string };
}

/** As commander reads them. */
export interface ForeignFlags extends ProcessFlags {
  readonly wasm?: readonly string[];
  readonly export?: WasmNames;
  readonly outOfMemory?: 'null' | 'trap';
  readonly alignment?: number;
}

const GROUP = 'Allocators to bring along:';

const NOTES = `
A WebAssembly module exports malloc and free, or whatever --export says; calloc, realloc, aligned_alloc, memalign,
posix_memalign and malloc_usable_size are tested where it has them, and so is AssemblyScript's runtime (--exportRuntime).`;

/** The command with the flags that bring allocators along. */
export function withForeign(command: Command): Command {
  return withProcesses(command, GROUP)
    .addOption(
      flag('--wasm <file>', 'the allocator of this WebAssembly module; may be repeated').argParser(
        (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
      ),
    )
    .addOption(
      flag(
        '--export <call=name>',
        'what it exports a call as: malloc=my_alloc; may be repeated',
      ).argParser(readName),
    )
    .addOption(
      flag('--out-of-memory <how>', 'how it says that there is no memory').choices([
        'null',
        'trap',
      ]),
    )
    .addOption(
      flag('--alignment <bytes>', 'what its blocks are a multiple of').argParser(readAlignment),
    )
    .addHelpText('after', NOTES);
}

function flag(form: string, text: string): Option {
  return new Option(form, text).helpGroup(GROUP);
}

/** @throws {UsageError} where one cannot be made */
export function foreignOf(flags: ForeignFlags): readonly Foreign[] {
  const { wasm = [], export: exports, outOfMemory, alignment } = flags;
  const said = Object.entries({ exports, outOfMemory, alignment }).find(
    ([, it]) => it !== undefined,
  );
  if (wasm.length === 0 && said !== undefined)
    throw new UsageError(
      '--export, --out-of-memory and --alignment say how a module of --wasm is\nname it: --wasm FILE',
    );
  const shared = {
    ...(exports === undefined ? {} : { exports }),
    ...(outOfMemory === undefined ? {} : { outOfMemory }),
    ...(alignment === undefined ? {} : { alignment }),
  };
  const modules = wasm.map((file): Foreign => {
    const definition: WasmDefinition = { file, ...shared };
    return { subject: wasmSubject(definition), code: (folder) => wasmCode(definition, folder) };
  });
  return [...modules, ...processesOf(flags)];
}

/** The flags again, as words of a command line. */
export function foreignWords(flags: ForeignFlags): readonly string[] {
  const { wasm = [], export: exports = {}, outOfMemory, alignment } = flags;
  return [
    ...wasm.flatMap((file) => ['--wasm', file]),
    ...Object.entries(exports).flatMap(([call, name]) => ['--export', `${call}=${name}`]),
    ...(outOfMemory === undefined ? [] : ['--out-of-memory', outOfMemory]),
    ...(alignment === undefined ? [] : ['--alignment', String(alignment)]),
    ...processWords(flags),
  ];
}

function wasmCode(
  { file, ...shared }: WasmDefinition,
  folder: string,
): ReturnType<Foreign['code']> {
  const path = relative(folder, String(file)).split(sep).join('/');
  const rest = Object.entries(shared).map(([key, value]) => `, ${key}: ${JSON.stringify(value)}`);
  const url = `new URL(${JSON.stringify(path)}, import.meta.url)`;
  return { imports: 'wasmSubject', text: `wasmSubject({ file: ${url}${rest.join('')} })` };
}

function readName(text: string, before: WasmNames | undefined): WasmNames {
  const at = text.indexOf('=');
  const [call, name] = [text.slice(0, at), text.slice(at + 1)];
  if (at <= 0 || name === '')
    throw new InvalidArgumentError('expected a call and a name, such as malloc=my_alloc');
  if (isCall(call)) return { ...before, [call]: name };
  const near = didYouMean(call, WASM_CALLS);
  throw new InvalidArgumentError(
    `there is no call ${call}${near}; use one of: ${WASM_CALLS.join(', ')}`,
  );
}

function isCall(text: string): text is WasmCall {
  return (WASM_CALLS as readonly string[]).includes(text);
}

const ALIGNMENT_MAX = 65_536;

function readAlignment(text: string): number {
  const bytes = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (bytes >= 1 && bytes <= ALIGNMENT_MAX && Number.isInteger(Math.log2(bytes))) return bytes;
  throw new InvalidArgumentError('expected a power of two, up to 65536');
}
