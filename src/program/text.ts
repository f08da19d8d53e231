/**
 * The text form of a program: what a report prints, what a corpus holds, what a bug report pastes.
 *
 *     allocheck 1                      the version of the form
 *     heap go procs=2 geometry=wasm32  the subject; then what differs from one P, default geometry,
 *                                      gogc=100 and no limit: gogc=off, limit=64MiB; and checkmark
 *     fault reserve#3 refuse           the third call of sysReserve is refused
 *     fault map#2 refuse onwards       the second call of sysMap is refused, and each later one
 *     fault place descending           where the operating system puts new regions
 *     a = malloc 24                    pointers from end to end
 *     b = malloc 40 noscan on P1       no pointers; on processor 1
 *     c = malloc 64 ptrs=2             pointers in the first two words
 *     d = calloc 3 100
 *     e = realloc d 100
 *     f = memalign 64 100              at a multiple of 64
 *     g = reallocarray e 10 8
 *     h = malloc 24 via mallocx        by another of the functions that do it (spec/entry-points.ts)
 *     i = realloc nil 8                of the null pointer
 *     a[0] -> b                        stores a pointer
 *     a[0] -> nil
 *     drop b                           b is no root any more
 *     root a[0]                        what a[0] points to is a root
 *     write c
 *     read c
 *     gc
 *     scavenge 4
 *     gcStart                          a collection in steps
 *     mark 3                           up to three roots or objects are scanned
 *     assist
 *     terminate
 *     sweep 1
 *     wait 120001                      time passes: milliseconds
 *     bgscavenge 3                     the background scavenger may give back 3 times 64 KiB
 *     freeOSMemory                     a collection, and everything free goes back
 *     finalizer a                      a is handed out once nothing reaches it
 *     finalize 1                       up to one such block is taken
 *     weak a
 *     upgrade a                        a is held again, where it still is
 *     ambiguous a+8                    a word that may be a pointer into a
 *     ambiguous nil
 *     call 64                          a function with 64 bytes of locals runs, where stacks are followed
 *     addrof 1                         a local of it points to one of its caller
 *     return                           what it held is dropped
 *     free a
 *     free f via free_aligned_sized
 *     churn 100 16                     100 times a block of 16 bytes is asked for and freed
 *     badfree a                        a second time
 *     badfree c+8                      inside of c
 *     badfree 0x10                     nowhere
 *
 * One command a line; `#` starts a comment after a space or at the start of a line. Numbers are
 * those of JavaScript: decimal, 0x hexadecimal, NaN, Infinity, -0, and for people also 4KiB, 1MiB,
 * 2**47. Printing and parsing is exact on a round trip.
 */
export { parseProgram } from './parse.ts';
export { printCommand, printProgram } from './print.ts';
