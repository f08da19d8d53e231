/** Places of the classic Go heap that a search ought to reach. */
import { defineMarks, marksOf } from '../mark.ts';
import type { IdOf, Mark } from '../mark.ts';
import { go110 } from '../sources.ts';

const RESERVATION = defineMarks(go110('malloc.go', 'mallocinit, (*mheap).sysAlloc'), {
  'go-classic/arena-at-next-base':
    'the preferred place is taken or refused, and the next one is not',
  'go-classic/arena-of-smaller-size':
    'the arena is smaller than wanted, since the system refused more',
  'go-classic/arena-used-up':
    'a request finds no room between what is used and the end of the arena',
  'go-classic/growth-exact': 'the system refuses the least growth and grants what is needed',
  'go-classic/growth-failed': 'the heap does not grow',
  'go-classic/growth-joined': 'what the heap grew by joins a free span below it',
  'go-classic/growth-rounded': 'the heap grows by more than the least, in whole steps',
});

const PAGES = defineMarks(go110('mheap.go', '(*mheap).allocSpanLocked, freeSpanLocked'), {
  'go-classic/large-chosen-by-address':
    'of several long free spans of one length the lowest is taken',
  'go-classic/large-from-order': 'a span comes from the long free ones',
  'go-classic/list-crossed': 'a span that is joined leaves a list for the long ones',
  'go-classic/list-from-longer': 'a span comes from the list of a longer length',
  'go-classic/list-from-own': 'a span comes from the list of its length',
  'go-classic/merged-both': 'a span joins free ones on both sides',
  'go-classic/merged-left': 'a span joins the free one below it alone',
  'go-classic/merged-right': 'a span joins the free one above it alone',
  'go-classic/merged-released': 'a span joins one whose memory was given back',
  'go-classic/merged-unlike-zero': 'a span of zeroes joins one that is not',
  'go-classic/released-used-again':
    'a span whose memory was given back in part or as a whole is put to use',
  'go-classic/rest-dirty': 'what is left of a span that is not zero becomes a span of its own',
  'go-classic/released-by-age': 'the scavenger takes the memory of a span that was free for long',
  'go-classic/young-span-left': 'the scavenger leaves a span that was not free for long',
  'go-classic/released-in-part': 'a span of which a part was given back is given back as a whole',
});

const SWEEPING = defineMarks(go110('mcentral.go', '(*mcentral).cacheSpan, freeSpan'), {
  'go-classic/empty-span-had-none': 'a full span is swept for an object, and has none',
  'go-classic/empty-span-swept-for-object': 'a full span is swept for an object, and has one',
  'go-classic/large-span-reclaimed': 'a large object is swept so that its pages can be had',
  'go-classic/nonempty-span-preserved': 'a span without objects is kept by who swept it to use it',
  'go-classic/nonempty-span-swept-for-object':
    'a span with a free object is swept before it is used',
  'go-classic/reclaimed-by-sweeping-all': 'small objects are swept until there are pages enough',
  'go-classic/span-became-nonempty': 'a full span gets a free object by being swept',
  'go-classic/span-gone-home': 'a span without objects goes back to the page heap',
  'go-classic/uncached-with-room': 'a processor gives a span back that has room',
});

export type ClassicMarkId = IdOf<typeof RESERVATION> | IdOf<typeof PAGES> | IdOf<typeof SWEEPING>;

export const classicMarks: readonly Mark[] = marksOf([RESERVATION, PAGES, SWEEPING]);
