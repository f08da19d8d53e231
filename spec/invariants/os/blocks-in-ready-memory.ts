import { hex } from '../../../src/base/units.ts';
import { block, clientPart } from '../../fixtures/client.ts';
import { osPart } from '../../fixtures/os.ts';
import { defineInvariant } from '../../invariant.ts';
import type { ViewOf } from '../../invariant.ts';
import { blocksInMemory } from '../../quantifiers/os.ts';
import { go119, goIssue } from '../../sources.ts';
import { firstPageNot, stateName } from '../../views/os-pages.ts';
import { PAGE_PREPARED, PAGE_READY } from '../../views/os.ts';

const at = (addr: number, size: number): ViewOf<'os'> => ({
  client: clientPart({ placed: [block({ addr, size })] }),
  os: osPart([
    { addr: 0x40_0000, bytes: 0x2000, state: PAGE_READY },
    { addr: 0x40_2000, bytes: 0x2000, state: PAGE_PREPARED },
  ]),
});

export const blocksInReadyMemory = defineInvariant({
  id: 'os/blocks-in-ready-memory',
  holds: 'every byte of a live block lies in a physical page that is ready for use',
  because:
    'the client faults, or writes to memory that the operating system may take away at any time',
  sources: [go119('mem.go', 'Ready'), goIssue(9993, 'pages in use were given back')],
  when: 'always',
  cost: 'O(usable bytes / physical page)',
  every: blocksInMemory,
  check({ addr, usable }, { os }) {
    const page = firstPageNot(os, PAGE_READY, addr, usable);
    if (page < 0) return undefined;
    const actual = `${stateName(os.stateAt(page))} at ${hex(page)}`;
    return { at: hex(addr), expected: `${usable} bytes in ready pages`, actual };
  },
  examples: {
    holds: [at(0x40_0000, 64), at(0x40_0100, 0x1f00), at(0x50_0000, 0)],
    violates: [at(0x40_1ff0, 64), at(0x40_3000, 64), at(0x50_0000, 64)],
  },
});
