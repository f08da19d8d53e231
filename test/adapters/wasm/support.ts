/** Compiles AssemblyScript for the tests of what comes of it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of the test file alone, which goes with it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-wasm-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The module's path. In a process of its own, since the compiler keeps the libraries that it has seen. @param flags  of asc */
export function compile(
  folder: string,
  name: string,
  source: string,
  ...flags: readonly string[]
): string {
  const out = join(folder, `${name}.wasm`);
  execFileSync(process.execPath, [COMPILER, source, '--outFile', out, ...flags]);
  return out;
}

const COMPILER = 'node_modules/assemblyscript/bin/asc.js';

export const ASSEMBLY = 'test/adapters/wasm/assembly';

/** A runtime with what the adapter needs to store references. @param lib  of the block and the store */
export function compileCollected(
  folder: string,
  runtime: 'incremental' | 'minimal',
  options: { readonly name?: string; readonly lib?: string; readonly use?: readonly string[] } = {},
): string {
  const { name = runtime, lib = 'examples/wasm/assembly/lib', use = [] } = options;
  const source = 'examples/wasm/assembly/collected.ts';
  const uses = use.flatMap((it) => ['--use', it]);
  return compile(
    folder,
    name,
    source,
    '--lib',
    lib,
    '--exportRuntime',
    '--runtime',
    runtime,
    '-O',
    ...uses,
  );
}
