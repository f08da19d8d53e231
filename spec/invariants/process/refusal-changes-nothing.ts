import { processView, region, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { refusedCommands } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const REFUSED = step({ command: 'a = mmap 4096 rw-', outcome: { is: 'refused', error: 'ENOMEM' } });

export const refusalChangesNothing = defineInvariant({
  id: 'process/refusal-changes-nothing',
  holds:
    'a system call that is refused leaves regions, translations, counters and the break as they were',
  because: 'the caller goes on as before, with memory that is no longer as before',
  sources: [source('POSIX mmap, mprotect: on failure'), source('Linux mm/mmap.c, do_brk_flags')],
  when: 'always',
  cost: 'O(regions)',
  every: refusedCommands,
  check({ command, changed }) {
    if (changed.length === 0) return undefined;
    return { at: command, expected: 'nothing changed', actual: `changed: ${changed.join(', ')}` };
  },
  examples: {
    holds: [
      processView({ step: REFUSED }, processView()),
      processView({ step: step(), regions: [region()] }, processView()),
    ],
    violates: [
      processView({ step: REFUSED, regions: [region()], committedPages: 0 }, processView()),
      processView({ step: REFUSED, committedPages: 3 }, processView()),
      processView(
        {
          step: step({
            command: 'brk +4096',
            outcome: { is: 'address', addr: 0x50_0000 },
            broke: [0x50_0000, 0x50_0000],
          }),
          residentFrames: 1,
        },
        processView(),
      ),
    ],
  },
});
