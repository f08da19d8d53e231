/** Peers and libraries for tests. What a machine does not have, its tests skip. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { CommandOrigin } from '../../../src/adapters/process/command-origin.ts';
import { NativeOrigin } from '../../../src/adapters/process/native-origin.ts';
import type { NativePeer } from '../../../src/adapters/process/native-origin.ts';
import type { Origin } from '../../../src/adapters/process/origin.ts';
import { PeerPool } from '../../../src/adapters/process/pool.ts';
import type { Ran } from '../../../src/adapters/process/pool.ts';

/** Processor time that no program of a test needs, milliseconds. */
export const LIMIT_MS = 20_000;

export const FIXTURES = resolve('test/adapters/process/fixtures');

export function has(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

/** Whether this is Linux with glibc, which the native peer loads libraries into. */
export const hasGlibc: boolean = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'].some(
  (loader) => existsSync(loader),
);

export const hasCompiler: boolean = hasGlibc && has('cc');

const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
];

/** The path of an installed library; undefined where there is none. */
export function installed(name: string): string | undefined {
  return LIBRARY_FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** A file of C; its path. */
export function source(folder: string, name: string, text: string): string {
  const path = join(folder, `${name}.c`);
  writeFileSync(path, text);
  return path;
}

/** Compiles C into a shared library; its path. */
export function library(folder: string, name: string, ...args: readonly string[]): string {
  const path = join(folder, `${name}.so`);
  execFileSync('cc', ['-w', '-shared', '-fPIC', '-O1', ...args, '-o', path]);
  return path;
}

/** The library with a bug planted in it, as fixtures/planted.c lists them; `NONE` is sound. */
export function planted(folder: string, plant: string): string {
  return library(folder, plant, `-DPLANT_${plant}`, join(FIXTURES, 'planted.c'));
}

export function nativeOrigin(
  peer: Pick<NativePeer, 'library'> & Partial<NativePeer>,
): NativeOrigin {
  return new NativeOrigin({ env: process.env, node: process.execPath, ...peer });
}

export function commandOrigin(command: string, ...args: readonly string[]): CommandOrigin {
  return new CommandOrigin({ command, args, env: process.env });
}

/** A pool that is closed after the test file's last test. */
export function pooled(origin: Origin): PeerPool {
  const pool = new PeerPool(origin);
  afterAll(() => pool.close());
  return pool;
}

/** Runs commands as a program in a process of its own. */
export function runAlone(pool: PeerPool, ...commands: readonly string[]): Ran {
  return pool.run(programOf(commands), { fresh: true, limitMs: LIMIT_MS });
}

export function programOf(commands: readonly string[]): string {
  return ['begin', ...commands, 'end', ''].join('\n');
}

/** Replies to the commands alone, each block's address as `ADDR`, which differs from run to run. */
export function repliesOf({ replies }: Ran): readonly string[] {
  return replies.slice(1, -1).map((reply) => reply.replace(/^\d+(?= \d)/, 'ADDR'));
}
