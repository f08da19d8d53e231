/** The command line as users have it: compiled, in a process of its own. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { copyFileSync, cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Compiles the sources as they are now into `folder`, beside what a package needs: the path of the program. Types are
 * checked elsewhere; the script of reports is as it was built.
 */
export function build(folder: string): string {
  const tsc = resolve('node_modules/@typescript/native/bin/tsc');
  const out = join(folder, 'dist');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', out, '--noCheck'];
  const main = join(folder, 'dist/src/cli/main.js');
  execFileSync(process.execPath, args, { stdio: 'pipe' });
  cpSync('dist/viewer', join(folder, 'dist/viewer'), { recursive: true });
  copyFileSync('package.json', join(folder, 'package.json'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return main;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program; `ended` is settled when it is over and both its streams are closed. */
export function start(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: StartOptions,
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, GITHUB_ACTIONS: ____, ...inherited } = process.env;
  const child = spawn(command, args, { cwd, env: { ...inherited, ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code) => settle({ code, out, err }));
  });
  return { child, ended };
}
