/** What a program was measured by, side by side: what the text, the JSON and the page are made of. */
import type { Compared } from '../compare/compared.ts';
import type { ReplayFormat } from './replay-text.ts';
import { counted } from './words.ts';

export interface Comparison {
  /** A file, or the id of a profile. */
  readonly name: string;
  readonly format: ReplayFormat | 'profile';
  /** Of a program that a profile drew. */
  readonly seed: number | undefined;
  /** Commands of the program. */
  readonly commands: number;
  /** One for each allocator, in the order in which they were named. */
  readonly compared: readonly Compared[];
}

/** `a trace of 5,163 commands` */
export function inputText({ format, seed, commands }: Comparison): string {
  const of = `of ${counted(commands, 'command')}`;
  if (format === 'profile') return `a program ${of}, drawn by seed ${seed}`;
  return format === 'program' || format === 'recording' ? `a ${format} ${of}` : `a trace ${of}`;
}
