/**
 * A program on film: what its heap looked like after each command.
 *
 * A heap is a set of *things*, each with a key that stays while it is there and one line of text that says how it is. What is
 * kept of a command is the things that changed by it, so a film of ten thousand commands is as long as what they did.
 *
 *     key          text                                                                    of
 *     ------------ ----------------------------------------------------------------------- ----------------------------
 *     row:gc       off, sweepgen 2, all swept                                              anything that is told in words
 *     block:a      region|offset|size|usable                                               a block that the client holds
 *     span:3       addr|npages|page size|state|slot size|noscan|slots|bar|taken|where|symbols   an mspan of Go's heap
 *     span:0x1a00  the same                                                                a span of another, by its address
 *     pages:4096   8192|s1.511                                                             page size, and pages from an address on
 *
 * A state is one of `SPAN_STATES`. The bar stands before a slot, at freeindex of an mspan; -1: there is none.
 * Slots and pages are in runs (`runs.ts`), of the symbols of `heap-go.ts` and `heap-tcmalloc.ts`. Empty text: it is there no
 * more. In the page texts are packed (`pack.ts`).
 */

/** Keys and texts in turns. */
export type Changes = readonly string[];

/** What one command did. */
export interface Scene {
  readonly command: string;
  /** What the subject answered. */
  readonly answer: string;
  readonly changes: Changes;
}

/** A stretch of addresses that were used. */
export interface Region {
  /** Its letter, where the machine chose the addresses; empty where they are the same each time. */
  readonly name: string;
  /** Its first address; 0 where it has a letter. */
  readonly base: number;
  readonly bytes: number;
}

export interface Film {
  /** Steps that are not shown since they are too many: the first scene is of this one. */
  readonly omitted: number;
  /** How things were before the first scene. */
  readonly before: Changes;
  readonly scenes: readonly Scene[];
  /** None of a heap whose blocks lie in its spans: they are of region 0, from 0 on. */
  readonly regions: readonly Region[];
}

/** Sizes of the heap after a command, bytes. */
export type Sizes = Readonly<Record<string, number>>;

/** One thing of a heap. */
export type Thing = readonly [key: string, text: string];

/** Between the fields of a text. */
export const FIELD = '|';

/** What a span is to who looks at it: free pages, pages with slots for blocks, or pages of another kind. */
export const SPAN_STATES = { free: 0, slots: 1, manual: 2 } as const;
