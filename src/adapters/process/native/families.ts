/**
 * The functions that make, change and free blocks, by family: what numbers a command of the protocol gives, and how they
 * stand in the C function's list of parameters.
 */

/** A parameter of a C function: the block, or a number of the command, or one that is made of them. */
export type Parameter =
  | 'block'
  | 'size'
  | 'count'
  | 'alignment'
  /** `MALLOCX_ALIGN(alignment)` of jemalloc. */
  | 'alignmentFlag'
  /** Flags: none. */
  | 'zero'
  /** Where posix_memalign puts the block. */
  | 'out';

/** What a command of the protocol gives besides ids: in this order. */
export const TAKES = {
  make: ['size'],
  makeMany: ['count', 'size'],
  makeAligned: ['alignment', 'size'],
  remake: ['size'],
  remakeMany: ['count', 'size'],
  free: [],
} as const;

export type FamilyName = keyof typeof TAKES;

export interface Entry {
  readonly family: FamilyName;
  /** The C function, where it is not called as the command. */
  readonly symbol?: string;
  readonly parameters: readonly Parameter[];
  /** What it makes is zero. */
  readonly zeroes?: true;
  /** It does not take NULL. */
  readonly needsBlock?: true;
}

/** The command words for the functions that a library may have. */
export const ENTRIES: Readonly<Record<string, Entry>> = {
  malloc: { family: 'make', parameters: ['size'] },
  valloc: { family: 'make', parameters: ['size'] },
  pvalloc: { family: 'make', parameters: ['size'] },
  mallocx: { family: 'make', parameters: ['size', 'zero'] },
  mi_malloc: { family: 'make', parameters: ['size'] },
  mi_zalloc: { family: 'make', parameters: ['size'], zeroes: true },
  tc_malloc: { family: 'make', parameters: ['size'] },
  calloc: { family: 'makeMany', parameters: ['count', 'size'], zeroes: true },
  mi_calloc: { family: 'makeMany', parameters: ['count', 'size'], zeroes: true },
  aligned_alloc: { family: 'makeAligned', parameters: ['alignment', 'size'] },
  memalign: { family: 'makeAligned', parameters: ['alignment', 'size'] },
  posix_memalign: { family: 'makeAligned', parameters: ['out', 'alignment', 'size'] },
  mallocx_aligned: {
    family: 'makeAligned',
    symbol: 'mallocx',
    parameters: ['size', 'alignmentFlag'],
  },
  mi_malloc_aligned: { family: 'makeAligned', parameters: ['size', 'alignment'] },
  mi_zalloc_aligned: { family: 'makeAligned', parameters: ['size', 'alignment'], zeroes: true },
  realloc: { family: 'remake', parameters: ['block', 'size'] },
  rallocx: { family: 'remake', parameters: ['block', 'size', 'zero'], needsBlock: true },
  mi_realloc: { family: 'remake', parameters: ['block', 'size'] },
  reallocarray: { family: 'remakeMany', parameters: ['block', 'count', 'size'] },
  mi_reallocn: { family: 'remakeMany', parameters: ['block', 'count', 'size'] },
  free: { family: 'free', parameters: ['block'] },
  free_sized: { family: 'free', parameters: ['block', 'size'] },
  free_aligned_sized: { family: 'free', parameters: ['block', 'alignment', 'size'] },
  sdallocx: { family: 'free', parameters: ['block', 'size', 'alignmentFlag'], needsBlock: true },
  dallocx: { family: 'free', parameters: ['block', 'zero'], needsBlock: true },
  tc_free_sized: { family: 'free', parameters: ['block', 'size'] },
  mi_free_size: { family: 'free', parameters: ['block', 'size'] },
  mi_free_size_aligned: { family: 'free', parameters: ['block', 'size', 'alignment'] },
};

/** Functions that tell how many bytes of a block may be used; the first that a library has is asked. */
export const USABLE_SYMBOLS: readonly string[] = [
  'malloc_usable_size',
  'malloc_size',
  'usable_size',
  'mi_usable_size',
  'tc_malloc_size',
];
