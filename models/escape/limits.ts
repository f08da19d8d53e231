/**
 * What cannot be on the stack, whatever becomes of its address.
 *
 * @source go1.19 cmd/compile/internal/escape/utils.go HeapAllocReason; cmd/compile/internal/ir/cfg.go
 */
import { KIB, MIB } from '../../src/base/units.ts';
import type { Site } from './syntax.ts';
import { sizeOf } from './types.ts';

/** Bytes of the largest variable, and of the largest object that no variable names, on the stack. */
const VARIABLE_MAX = 10 * MIB;
const IMPLICIT_MAX = 64 * KIB;
/** A size beyond this is none that the compiler counts with. */
const COUNT_MAX = 0x7fff_ffff;

/** Why an object is on the heap without more; undefined where nothing but its address decides. */
export function heapReason({ kind, type, isPassed, elements }: Site): string | undefined {
  if (isPassed) return undefined;
  if (kind === 'variable') return sizeOf(type) > VARIABLE_MAX ? TOO_LARGE : undefined;
  if (kind === 'new' || kind === 'pointer literal')
    return sizeOf(type) > IMPLICIT_MAX ? TOO_LARGE : undefined;
  if (kind !== 'make') return undefined;
  if (elements === undefined || elements > COUNT_MAX) return 'of a size that is not constant';
  const size = sizeOf(type);
  return size > 0 && elements > Math.floor(IMPLICIT_MAX / size) ? TOO_LARGE : undefined;
}

const TOO_LARGE = 'too large for the stack';
