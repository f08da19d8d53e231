/** The C library's malloc and free, measured by a program that is compiled for the occasion. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picksOf } from './loops.ts';
import type { Work } from './loops.ts';

export interface CLibrary {
  /** For example `glibc 2.36`. */
  readonly name: string;
  /** Nanoseconds of CPU time per malloc+free pair. */
  measure(work: Work): number;
  dispose(): void;
}

/** @returns undefined where there is no C compiler or no C library that the program knows. */
export function compileCLibrary(source: string): CLibrary | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-bench-'));
  const program = join(folder, 'glibc-pair');
  const compiled = spawnSync('cc', ['-O2', '-o', program, source], { stdio: 'ignore' });
  if (compiled.status !== 0) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const run = (args: readonly string[], input = ''): string =>
    spawnSync(program, args, { input, encoding: 'utf8' }).stdout;
  return {
    name: run(['version']).trim(),
    measure: ({ loop, live, table }) => {
      const picks = loop === 'replace' ? picksOf(live).join('\n') : '';
      return Number.parseFloat(
        run([loop, String(live), ...Array.from(table.sizes, String)], picks),
      );
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}
