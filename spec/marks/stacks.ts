/** Marks of goroutines' stacks: how they come to another size, where free ones wait, and what of them is looked at. */
import { defineMarks, marksOf } from '../mark.ts';
import type { IdOf } from '../mark.ts';
import { go119 } from '../sources.ts';

const COPIES = defineMarks(go119('stack.go', 'newstack, copystack, shrinkstack'), {
  'stacks/grown': 'a stack is copied to one of twice its size',
  'stacks/grown-further': 'a stack is copied to one of four times its size or more',
  'stacks/grown-while-marking': 'a stack grows while marking runs',
  'stacks/large-grown': 'a stack grows to 32 KiB or more, which is a span of its own',
  'stacks/large-shrunk': 'a stack of 32 KiB or more is shrunk',
  'stacks/local-pointer-moved': 'a local that points into its stack is moved with it',
  'stacks/lookalike-left': 'a word that looks like a pointer into its stack, and is none, is left',
  'stacks/no-memory': 'there is no memory for the stack that a frame needs',
  'stacks/overflow': 'a frame needs a stack that is larger than any may be',
  'stacks/shrink-put-off':
    'a stack is scanned that must not be shrunk, since its goroutine is in the system',
  'stacks/shrunk': 'a stack of which less than a quarter is used is shrunk',
  'stacks/shrunk-at-call':
    'a stack is shrunk when its goroutine calls, having been in the system before',
});

const FREE = defineMarks(
  go119('stack.go', 'stackcacherefill, stackcacherelease, stackcache_clear'),
  {
    'stacks/cache-cleared': 'a processor gives its cached stacks back for a new cycle',
    'stacks/cache-refilled': 'a processor takes half of what it may cache from the pool',
    'stacks/cache-released': 'a processor gives half of a full cache back',
  },
);

const DEAD = defineMarks(go119('proc.go', 'gfput, gfget, mgcmark.go markrootFreeGStacks'), {
  'stacks/dead-freed': 'a cycle frees stacks of dead goroutines that belong to no processor',
  'stacks/dead-taken-over': 'a goroutine starts on the stack of a dead one',
});

const SCANS = defineMarks(go119('mgcmark.go', 'scanstack'), {
  'stacks/scanned-empty': 'a stack is scanned whose frames hold no pointer into the heap',
  'stacks/scanned-roots': 'a stack is scanned whose frames hold pointers into the heap',
});

const SECTIONS = [COPIES, FREE, DEAD, SCANS] as const;

export type StackMarkId = IdOf<(typeof SECTIONS)[number]>;

export const stackMarks = marksOf(SECTIONS);
