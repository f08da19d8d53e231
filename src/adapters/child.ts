/** Running other people's programs to their end. */
import { spawn } from 'node:child_process';
import { AdapterFailed } from '../base/errors.ts';
import { KIB, MIB } from '../base/units.ts';

export interface ChildOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** Milliseconds after which it is ended. */
  readonly limitMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: Buffer;
  /** The last of it. */
  readonly stderr: string;
}

const STDOUT_MAX = 512 * MIB;
const STDERR_MAX = 64 * KIB;

/**
 * Runs a program without a shell.
 *
 * @throws {AdapterFailed} when it is not there, or does not end in time
 * @throws the signal's reason when that is given
 */
export function runChild(
  command: string,
  args: readonly string[],
  { cwd, env, limitMs, signal }: ChildOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let stderr = '';
    let failure: unknown;
    const end = (reason: unknown): void => {
      failure ??= reason;
      child.kill('SIGKILL');
    };
    const interrupt = (): void => end(signal.reason);
    const seconds = limitMs / 1000;
    const timer = setTimeout(
      () => end(new AdapterFailed(`${command} was still running after ${seconds} s`)),
      limitMs,
    );
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > STDOUT_MAX) end(new AdapterFailed(`${command} wrote more than ${STDOUT_MAX} B`));
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-STDERR_MAX);
    });
    child.on('error', (error) => {
      failure ??= new AdapterFailed(`${command} could not be run: ${error.message}`);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- an abort's reason is its caller's
      if (failure !== undefined) reject(failure);
      else resolve({ code: code ?? undefined, stdout: Buffer.concat(chunks), stderr });
    });
  });
}
