/**
 * Import of heaptrack's raw recordings, as `heaptrack --raw` makes them and `zstd -dc` unpacks them.
 *
 *     the recording says         the program does
 *     -----------------------------------------------------------------------------------------
 *     v 10400 3                  nothing: heaptrack's version, and the format's
 *     + 18 8 558769b3e1d0        a = malloc 24 noscan: size, index of the stack, address
 *     - 558769b3e1d0             free a
 *
 * Numbers are hexadecimal without 0x. All other lines (stacks, modules, time, memory) are none of our concern. A calloc and
 * a memalign look like malloc, and a realloc is a `-` and a `+`, so it is a free and a malloc here. A call that was
 * refused is not there.
 *
 * Recordings that heaptrack_interpret went over have numbers in the place of addresses, and more lines than a raw one:
 * they are refused.
 *
 * Source: heaptrack 1.4, src/track/libheaptrack.cpp (handleMalloc, handleFree), src/interpret/heaptrack_interpret.cpp.
 */
import { BadInput } from '../base/errors.ts';
import { Scanner, linesOf } from './scanner.ts';
import { TraceBuilder } from './trace.ts';
import type { Trace } from './trace.ts';

/** Whether a text begins as heaptrack begins a recording, raw or not. */
export function looksLikeHeaptrack(text: string): boolean {
  return /^v [0-9a-f]+(?: [0-9a-f]+)?\r?\n/.test(text);
}

const SIZE = / ([0-9a-f]{1,13})(?= |$)/y;
const INDEX = / [0-9a-f]+(?= |$)/y;
const ADDR = / ([0-9a-f]{1,13})(?= |$)/y;

/** Lines that only an interpreted recording has: a string, an instruction, a kind of allocation. */
const INTERPRETED = /^(?:[sia] |[-+] [0-9a-f]{1,7}$)/;

/**
 * Reads the text of a recording.
 *
 * @param file  its name, for the errors
 * @throws {BadInput} at the first operation that is not as heaptrack writes it, or that has no address
 */
export function parseHeaptrack(text: string, file: string): Trace {
  const builder = new TraceBuilder();
  for (const [line, place] of linesOf(text, file)) {
    if (INTERPRETED.test(line)) throw interpreted(place);
    if (line.startsWith('+')) readMalloc(new Scanner(line, place), place.line, builder);
    else if (line.startsWith('-')) readFree(new Scanner(line, place), place.line, builder);
  }
  return builder.finish();
}

function readMalloc(scanner: Scanner, line: number, builder: TraceBuilder): void {
  scanner.need('+', /\+/y);
  const size = scanner.need('a size such as 18', SIZE);
  scanner.need('the index of a stack', INDEX);
  const addr = scanner.need('an address such as 558769b3e1d0', ADDR);
  scanner.end();
  builder.events += 1;
  builder.malloc(line, Number.parseInt(addr, 16), Number.parseInt(size, 16));
}

function readFree(scanner: Scanner, line: number, builder: TraceBuilder): void {
  scanner.need('-', /-/y);
  const addr = scanner.need('an address such as 558769b3e1d0', ADDR);
  scanner.end();
  builder.events += 1;
  builder.free(line, Number.parseInt(addr, 16));
}

function interpreted({ file, line }: { readonly file: string; readonly line: number }): BadInput {
  const problem =
    'this recording was interpreted, which leaves the addresses out: frees name no block\n' +
    'record again by: heaptrack --raw PROGRAM; then: zstd -dc heaptrack.PROGRAM.PID.raw.zst > PROGRAM.heaptrack';
  return new BadInput({ file, line, column: 1 }, problem);
}
