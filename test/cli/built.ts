/** The command line as users have it: compiled, in a process of its own. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { BUILT_ONCE } from './built-once.ts';

/** Between two looks at whether another test has compiled the sources. */
const WAIT_MS = 50;

/**
 * Puts the sources as they are now, compiled, into `folder`, beside what a package needs: the path of the program. Types are
 * checked elsewhere; the script of reports is as it was built.
 */
export function build(folder: string): string {
  const once = process.env[BUILT_ONCE];
  const out = join(folder, 'dist');
  if (once === undefined) compile(out);
  else cpSync(compiledOnce(once), out, { recursive: true });
  cpSync('dist/viewer', join(out, 'viewer'), { recursive: true });
  copyFileSync('package.json', join(folder, 'package.json'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return join(out, 'src/cli/main.js');
}

/** By the first test of a run that needs it; others wait. */
function compiledOnce(folder: string): string {
  const [out, over, failed] = ['dist', 'over', 'failed'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  if (isNew(join(folder, 'begun')))
    try {
      compile(out);
    } catch (error) {
      writeFileSync(failed, String(error));
    } finally {
      writeFileSync(over, '');
    }
  while (!existsSync(over)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  if (existsSync(failed)) throw new Error(`not compiled: ${readFileSync(failed, 'utf8')}`);
  return out;
}

/** Makes a folder, which only one of those can who try. */
function isNew(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function compile(out: string): void {
  const tsc = resolve('node_modules/@typescript/native/bin/tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', out, '--noCheck'];
  execFileSync(process.execPath, args, { stdio: 'pipe' });
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
