import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What only the first function of a goroutine holds is freed. */
export const outermostFrameNotScanned = defineMutant({
  id: 'go-stacks/outermost-frame-not-scanned',
  story: 'a scan stops before the outermost frame',
  sources: [go119('mgcmark.go', 'scanstack: gentraceback')],
  patch: {
    file: 'models/runtime/go-stack.ts',
    find: 'for (const { locals, map } of this.frames.toReversed()) {',
    replace: 'for (const { locals, map } of this.frames.slice(1).toReversed()) {',
  },
  caughtBy: [
    'stacks/stack-roots-are-those-of-maps',
    'go/live-blocks-survive-cycles',
    'relation/reference-answers-alike',
  ],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 16 noscan', 'gc'] },
});
