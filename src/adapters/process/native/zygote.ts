/**
 * Makes copies of this process, each as it was before any program ran: a fork costs milliseconds, another start of Node
 * and of the library a hundred times as much.
 *
 * V8 asks the kernel to leave its memory out of copies (MADV_DONTFORK), as advice that may be ignored: a filter of
 * system calls does so from here on, and what was left out before is let in again.
 */
import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import {
  addressOf,
  exitMeansNow,
  exitNow,
  fork,
  madvise,
  prctl,
  syscall,
  waitpid,
} from './system.ts';

const MADV_DONTFORK = 10;
const MADV_DOFORK = 11;
const PR_SET_PDEATHSIG = 1;
const PR_SET_NO_NEW_PRIVS = 38;
const SECCOMP_SET_MODE_FILTER = 1;
const SECCOMP_FILTER_FLAG_TSYNC = 1;
const SIGKILL = 9;

/** Numbers of system calls, and the kernel's name of the architecture. */
const KERNEL: Readonly<
  Record<string, { readonly audit: number; readonly madvise: number; readonly seccomp: number }>
> = {
  x64: { audit: 0xc000_003e, madvise: 28, seccomp: 317 },
  arm64: { audit: 0xc000_00b7, madvise: 233, seccomp: 277 },
};

/** Whether copies of this process will be whole. */
export function canFork(): boolean {
  const kernel = KERNEL[arch()];
  if (kernel === undefined) return false;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) !== 0) return false;
  const filter = filterOf(kernel);
  const program = new BigUint64Array([BigInt(filter.length / 8), BigInt(addressOf(filter))]);
  const installed = syscall(
    kernel.seccomp,
    SECCOMP_SET_MODE_FILTER,
    SECCOMP_FILTER_FLAG_TSYNC,
    new Uint8Array(program.buffer),
  );
  if (installed !== 0) return false;
  letIn();
  return leftOut().length === 0;
}

/** A program of the Berkeley packet filter, as <linux/seccomp.h> has it: MADV_DONTFORK does nothing, successfully. */
function filterOf({ audit, madvise }: { audit: number; madvise: number }): Uint8Array {
  const [LOAD, IF_EQUAL, RETURN] = [0x20, 0x15, 0x06];
  const [SYSCALL, ARCHITECTURE, THIRD_ARGUMENT] = [0, 4, 32];
  const [NOTHING_DONE, ALLOWED] = [0x0005_0000, 0x7fff_0000];
  const instructions: readonly (readonly [code: number, skipIfNot: number, value: number])[] = [
    [LOAD, 0, ARCHITECTURE],
    [IF_EQUAL, 5, audit],
    [LOAD, 0, SYSCALL],
    [IF_EQUAL, 3, madvise],
    [LOAD, 0, THIRD_ARGUMENT],
    [IF_EQUAL, 1, MADV_DONTFORK],
    [RETURN, 0, NOTHING_DONE],
    [RETURN, 0, ALLOWED],
  ];
  const made = new DataView(new ArrayBuffer(instructions.length * 8));
  for (const [i, [code, skipIfNot, value]] of instructions.entries()) {
    made.setUint16(i * 8, code, true);
    made.setUint8(i * 8 + 3, skipIfNot);
    made.setUint32(i * 8 + 4, value, true);
  }
  return new Uint8Array(made.buffer);
}

type Region = readonly [from: number, to: number];

/** The regions of memory that a copy would not have. */
function leftOut(): readonly Region[] {
  const regions: Region[] = [];
  let region: Region = [0, 0];
  for (const line of readFileSync('/proc/self/smaps', 'latin1').split('\n')) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) /.exec(line) ?? [];
    if (from !== undefined && to !== undefined) region = [parseInt(from, 16), parseInt(to, 16)];
    else if (/^VmFlags:.* dc\b/.test(line)) regions.push(region);
  }
  return regions;
}

function letIn(): void {
  for (const [from, to] of leftOut()) madvise(from, to - from, MADV_DOFORK);
}

/** Whoever waits for this process is gone when its parent is: it ends too, even where it hangs. */
export function endWithParent(): void {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/**
 * Makes a copy, which runs `life` and ends.
 *
 * @param tell is told `forked PID`, and `ended STATUS` with the copy's end as waitpid tells it
 */
export function runCopy(life: () => void, tell: (line: string) => void): void {
  const pid = fork();
  if (pid === 0) {
    endWithParent();
    // Node's own handlers wait for threads, which a copy does not have.
    exitMeansNow();
    life();
    exitNow(0);
  }
  tell(`forked ${pid}\n`);
  if (pid < 0) return;
  const status = new Int32Array(1);
  while (waitpid(pid, status, 0) !== pid);
  tell(`ended ${status[0]}\n`);
}
