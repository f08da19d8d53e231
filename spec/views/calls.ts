/** A call as people write it. */
import { hex } from '../../src/base/units.ts';
import type { Answer } from './client.ts';

/** For example `malloc 64` or `free 0x1008`. */
export function callOf({ call, argument }: Answer): string {
  return `${call} ${call === 'free' ? hex(argument) : argument}`;
}
