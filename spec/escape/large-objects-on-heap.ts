import { KIB, MIB } from '../../src/base/units.ts';
import { escapeView, placedSite } from '../fixtures/escape.ts';
import { defineInvariant } from '../invariant.ts';
import { placedSites } from '../quantifiers/escape.ts';
import { source } from '../sources.ts';

/** Bytes of the largest variable, and of the largest object that no variable names, on the stack. */
const VARIABLE_MAX = 10 * MIB;
const IMPLICIT_MAX = 64 * KIB;

const unnamed = { name: 'new([8193]int), 3:10', isVariable: false };

export const largeObjectsOnHeap = defineInvariant({
  id: 'escape/large-objects-on-heap',
  holds:
    'what is on the stack has a size that is known, of 10 MiB at most for a variable and of 64 KiB for all else',
  because: 'a frame has one size, and the stack is copied whole whenever it grows',
  sources: [
    source('Go 1.19 cmd/compile/internal/ir/cfg.go, MaxStackVarSize and MaxImplicitStackVarSize'),
    source('Go 1.19 cmd/compile/internal/escape/utils.go, HeapAllocReason'),
  ],
  when: 'at-end',
  cost: 'O(1)',
  every: placedSites,
  check({ name, isVariable, bytes, region }) {
    const most = isVariable ? VARIABLE_MAX : IMPLICIT_MAX;
    if (region === 'heap' || (bytes !== undefined && bytes <= most)) return undefined;
    return {
      at: name,
      expected: `at most ${most} B on the stack`,
      actual: bytes === undefined ? 'a size that is not known' : `${bytes} B`,
    };
  },
  examples: {
    holds: [
      escapeView({
        sites: [
          placedSite({ bytes: VARIABLE_MAX }),
          placedSite({ ...unnamed, bytes: IMPLICIT_MAX }),
          placedSite({ ...unnamed, bytes: undefined, region: 'heap' }),
        ],
      }),
    ],
    violates: [
      escapeView({ sites: [placedSite({ bytes: VARIABLE_MAX + 8 })] }),
      escapeView({ sites: [placedSite({ ...unnamed, bytes: IMPLICIT_MAX + 8 })] }),
      escapeView({ sites: [placedSite({ ...unnamed, bytes: undefined })] }),
    ],
  },
});
