import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** All specials of a span crowd in its first bytes, and those of different objects collide. */
export const specialOffsetCut = defineMutant({
  id: 'go/special-offset-cut',
  story: 'the offset of a special is kept in 7 bits',
  sources: [
    goIssue(70739, 'the offset of a special was cut to 16 bits, and distant ones collided'),
    go119('mheap.go', 'special.offset'),
  ],
  patch: {
    file: 'models/go/specials.ts',
    find: 'span.specials.splice(at, 0, { offset, kind, handle });',
    replace: 'span.specials.splice(at, 0, { offset: offset & 0x7f, kind, handle });',
  },
  caughtBy: [
    'go/specials-at-object-starts',
    'go/specials-sorted',
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
  ],
  withinRuns: 120,
  shortest: {
    lines: ['a = malloc 129 noscan', 'b = malloc 129 noscan', 'weak b'],
    seed: 2,
  },
});
