/** A call as people write it. */
import { hex } from '../../src/base/units.ts';
import type { Violation } from '../invariant.ts';
import type { Observation } from '../subject.ts';
import type { Answer, Return } from './client.ts';

/** For example `malloc 64` or `free 0x1008`. */
export function callOf({ call, argument }: Answer): string {
  return `${call} ${call === 'free' ? hex(argument) : argument}`;
}

/** The violation that something seen is none of what it had to be. `what` names it, as `errno`. */
export function unexpectedSight(
  what: string,
  { call, expected, actual }: Observation,
): Violation | undefined {
  if (expected.includes(actual)) return undefined;
  return { at: call, expected: `${what} ${expected.join(' or ')}`, actual: `${what} ${actual}` };
}

/** The violation that a block came back, or none did, where something else had to. */
export function unexpectedReturn({ by, addr, allowed }: Return): Violation | undefined {
  if (allowed.includes(addr)) return undefined;
  const expected = allowed.length === 1 && allowed[0] === 0 ? 'nothing' : allowed.map(nameOf);
  return { at: `what the ${by} gives`, expected: String(expected), actual: nameOf(addr) };
}

function nameOf(addr: number): string {
  return addr === 0 ? 'nothing' : `the block at ${hex(addr)}`;
}
