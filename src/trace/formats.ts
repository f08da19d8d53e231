/** The formats of recorded traces that are read, as data. What a file is, is seen by its content and not by its name. */
import { BadInput } from '../base/errors.ts';
import { looksLikeCsv, parseCsv } from './csv.ts';
import { looksLikeHeaptrack, parseHeaptrack } from './heaptrack.ts';
import { looksLikeLtrace, parseLtrace } from './ltrace.ts';
import { looksLikeMallocLab, parseMallocLab } from './malloc-lab.ts';
import { looksLikeMtrace, parseMtrace } from './mtrace.ts';
import type { Trace } from './trace.ts';
import { looksLikeValgrind, parseValgrind } from './valgrind.ts';

export type TraceFormatId = 'mtrace' | 'valgrind' | 'heaptrack' | 'malloc-lab' | 'csv' | 'ltrace';

export interface TraceFormat {
  readonly id: TraceFormatId;
  /** Who writes it. */
  readonly writer: string;
  /** How a file of it begins, for those who wonder why theirs is none. */
  readonly begins: string;
  /** Endings of names by which a folder's traces are found. */
  readonly extension: string;
  /** Whether a text is meant to be of this format. It may still be broken further on. */
  readonly looksLike: (text: string) => boolean;
  /** @throws {BadInput} where it is broken */
  readonly parse: (text: string, file: string) => Trace;
}

/** In the order in which they are tried: the one that may begin with anything comes last. */
export const TRACE_FORMATS: readonly TraceFormat[] = [
  {
    id: 'mtrace',
    writer: 'glibc mtrace',
    begins: '= Start',
    extension: '.mtrace',
    looksLike: looksLikeMtrace,
    parse: parseMtrace,
  },
  {
    id: 'valgrind',
    writer: 'valgrind --trace-malloc=yes',
    begins: '== or --, a process id and the same again',
    extension: '.valgrind',
    looksLike: looksLikeValgrind,
    parse: parseValgrind,
  },
  {
    id: 'heaptrack',
    writer: 'heaptrack --raw, unpacked by zstd -dc',
    begins: 'v and two numbers',
    extension: '.heaptrack',
    looksLike: looksLikeHeaptrack,
    parse: parseHeaptrack,
  },
  {
    id: 'malloc-lab',
    writer: 'CS:APP malloc lab',
    begins: 'four numbers, a line each',
    extension: '.rep',
    looksLike: looksLikeMallocLab,
    parse: parseMallocLab,
  },
  {
    id: 'csv',
    writer: 'values separated by commas',
    begins: 'operation,id,size',
    extension: '.trace.csv',
    looksLike: looksLikeCsv,
    parse: parseCsv,
  },
  {
    id: 'ltrace',
    writer: 'ltrace -e malloc+calloc+realloc+free',
    begins: 'a call of malloc, calloc, realloc or free',
    extension: '.ltrace',
    looksLike: looksLikeLtrace,
    parse: parseLtrace,
  },
];

/** The format of a text; undefined where it is none of them. */
export function traceFormatOf(text: string): TraceFormat | undefined {
  return TRACE_FORMATS.find(({ looksLike }) => looksLike(text));
}

/** A line for each format, and where to read on: for files that are none. */
export function formatsText(): string {
  const lines = TRACE_FORMATS.map(({ writer, begins }) => `  ${writer}: begins with ${begins}`);
  return [...lines, 'how to record one: docs/record-a-trace.md'].join('\n');
}

/**
 * Reads the text of a trace of any format.
 *
 * @param file  its name, for the errors
 * @throws {BadInput} where it is no trace, or a broken one
 */
export function parseTrace(text: string, file: string): Trace {
  const format = traceFormatOf(text);
  if (format !== undefined) return format.parse(text, file);
  const problem = `expected a recorded trace of one of these formats:\n${formatsText()}`;
  throw new BadInput({ file, line: 1, column: 1 }, problem);
}
