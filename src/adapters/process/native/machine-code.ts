/**
 * What a thread runs that the library under test is called on: a few instructions, which need no compiler and no memory of
 * their own. A thread of Node's would allocate for itself, at any time, from the heap that is under test.
 *
 * It shares a mailbox with whoever has functions called, waits until one is there, calls it, and says that it is done: for
 * ever.
 */
import { arch, platform } from 'node:os';

/** Where things are in a mailbox, bytes. */
export const MAILBOX = {
  /** `CALLED`, or 0 where nothing is to be done: 32 bits, which both wait for by futex(2). */
  state: 0,
  function: 8,
  /** The C library's function that gives the address of errno. */
  errnoLocation: 16,
  /** 32 bits: before the call, and after it. */
  errno: 24,
  result: 32,
  /** Six of 64 bits. */
  args: 40,
  /** For what a function has to be given the address of. */
  out: 88,
  bytes: 128,
} as const;

/** Of the state; 0 is idle. */
export const CALLED = 1;

/**
 * `void *thread(void *mailbox)` of x86-64 in the calling convention of System V, from anywhere in memory.
 * The numbers in it are those of `MAILBOX`, `CALLED` and of futex(2): system call 202, FUTEX_WAIT 0, FUTEX_WAKE 1.
 */
const X86_64: readonly (readonly number[])[] = [
  [0x53], //                        push  rbx             which keeps the stack as calls want it:
  [0x55], //                        push  rbp             a multiple of 16 with the address to return to
  [0x41, 0x54], //                  push  r12
  [0x48, 0x89, 0xfb], //            mov   rbx, rdi        the mailbox
  //                                                    wait:
  [0x8b, 0x13], //                  mov   edx, [rbx]      state
  [0x83, 0xfa, 0x01], //            cmp   edx, 1          CALLED
  [0x74, 0x11], //                  je    call
  [0x48, 0x89, 0xdf], //            mov   rdi, rbx
  [0x31, 0xf6], //                  xor   esi, esi        FUTEX_WAIT, while it is edx
  [0x45, 0x31, 0xd2], //            xor   r10d, r10d      for however long
  [0xb8, 0xca, 0, 0, 0], //         mov   eax, 202        futex
  [0x0f, 0x05], //                  syscall
  [0xeb, 0xe8], //                  jmp   wait
  //                                                    call:
  [0xff, 0x53, 0x10], //            call  [rbx + 16]      errnoLocation
  [0x48, 0x89, 0xc5], //            mov   rbp, rax
  [0x8b, 0x4b, 0x18], //            mov   ecx, [rbx + 24]
  [0x89, 0x4d, 0x00], //            mov   [rbp], ecx      errno, before
  [0x48, 0x8b, 0x7b, 0x28], //      mov   rdi, [rbx + 40]
  [0x48, 0x8b, 0x73, 0x30], //      mov   rsi, [rbx + 48]
  [0x48, 0x8b, 0x53, 0x38], //      mov   rdx, [rbx + 56]
  [0x48, 0x8b, 0x4b, 0x40], //      mov   rcx, [rbx + 64]
  [0x4c, 0x8b, 0x43, 0x48], //      mov   r8, [rbx + 72]
  [0x4c, 0x8b, 0x4b, 0x50], //      mov   r9, [rbx + 80]
  [0x31, 0xc0], //                  xor   eax, eax
  [0xff, 0x53, 0x08], //            call  [rbx + 8]       function
  [0x48, 0x89, 0x43, 0x20], //      mov   [rbx + 32], rax result
  [0x8b, 0x4d, 0x00], //            mov   ecx, [rbp]
  [0x89, 0x4b, 0x18], //            mov   [rbx + 24], ecx errno, after
  [0x31, 0xc0], //                  xor   eax, eax
  [0x87, 0x03], //                  xchg  [rbx], eax      state: idle, after all the rest
  [0x48, 0x89, 0xdf], //            mov   rdi, rbx
  [0xbe, 0x01, 0, 0, 0], //         mov   esi, 1          FUTEX_WAKE
  [0xba, 0x01, 0, 0, 0], //         mov   edx, 1          one
  [0xb8, 0xca, 0, 0, 0], //         mov   eax, 202        futex
  [0x0f, 0x05], //                  syscall
  [0xeb, 0x9b], //                  jmp   wait
];

/** The instructions; undefined for a processor or system that there are none for. */
export function threadCode(): Uint8Array | undefined {
  return platform() === 'linux' && arch() === 'x64' ? Uint8Array.from(X86_64.flat()) : undefined;
}
