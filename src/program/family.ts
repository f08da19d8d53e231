/**
 * What a command of a program comes to by the functions of C's malloc family, as far as the program alone says it: the
 * client (src/engine/family-requests.ts) and whoever runs a program elsewhere (src/adapters/process) go by the same.
 */
import type { Bytes } from '../base/units.ts';
import { isPowerOfTwo, sizeT } from '../../spec/contract.ts';
import { entryPoint } from '../../spec/entry-points.ts';
import type { Asked, EntryKind, EntryPoint } from '../../spec/entry-points.ts';

/** Bytes of a page, to which valloc aligns. */
const PAGE_BYTES: Bytes = 4096;
const POINTER_BYTES: Bytes = 8;
/** Count times size is at most this, or it is refused. */
const SIZE_T_END = 2 ** 64;

/** The numbers of a command that asks for a block. */
export interface FamilyNumbers {
  readonly kind: Exclude<EntryKind, 'free'>;
  readonly size: number;
  readonly count?: number;
  readonly alignment?: number;
  readonly via?: number;
  /** Whether a realloc is of the null pointer. */
  readonly isOfNull?: boolean;
}

export interface FamilyRequest {
  readonly kind: Exclude<EntryKind, 'free'>;
  readonly entry: EntryPoint;
  /** Of each of `count`. */
  readonly size: Bytes;
  /** 1 where none is said. */
  readonly count: number;
  /** In all; 2^64 or more where that is no size_t. */
  readonly bytes: Bytes;
  /** As asked for; 0 where it was not. */
  readonly alignment: Bytes;
  /** Whether the function must refuse the alignment. */
  readonly isMisaligned: boolean;
}

/**
 * What is asked for; undefined where C does not say what comes of it, so that no careful client asks, and where the allocator
 * has no such function.
 *
 * @param can  names of the functions that it has; undefined where it has what it has by method (spec/subject.ts)
 */
export function familyRequest(
  numbers: FamilyNumbers,
  can: ReadonlySet<string> | undefined,
): FamilyRequest | undefined {
  const { kind, via = 0, isOfNull = false } = numbers;
  const entry = entryPoint(kind, via);
  if (can?.has(entry.name) === false) return undefined;
  if (isOfNull && entry.needsBlock === true) return undefined;
  const [size, count] = [sizeT(numbers.size), sizeT(numbers.count ?? 1)];
  const alignment = sizeT(numbers.alignment ?? 0);
  if (size === undefined || count === undefined || alignment === undefined) return undefined;
  const bytes = Math.min(size * count, SIZE_T_END);
  // To resize to nothing is undefined since C23, and differs among allocators before.
  if (bytes === 0 && (kind === 'realloc' || kind === 'reallocarray') && !isOfNull) return undefined;
  if (bytes === 0 && entry.needsBytes === true) return undefined;
  const isMisaligned = kind === 'memalign' && !isAlignment(entry, alignment);
  if (isMisaligned && entry.alignments === undefined) return undefined;
  const asked = entry.alignsToPage === true ? PAGE_BYTES : alignment;
  return { kind, entry, size, count, bytes, alignment: asked, isMisaligned };
}

/** The function that a free comes to: the plain one where that of the program may not be given such a block, or is not there. */
export function familyFree(
  via: number,
  asked: Asked | undefined,
  can: ReadonlySet<string> | undefined,
): EntryPoint {
  const entry = entryPoint('free', via);
  const plain = entryPoint('free', 0);
  if (asked === undefined || can?.has(entry.name) === false) return plain;
  if (entry.name === 'free_aligned_sized') return asked.kind === 'memalign' ? entry : plain;
  if (entry.tells === 'size') return asked.alignment === 0 ? entry : plain;
  return entry;
}

function isAlignment({ alignments }: EntryPoint, alignment: number): boolean {
  return isPowerOfTwo(alignment) && (alignments === undefined || alignment >= POINTER_BYTES);
}
