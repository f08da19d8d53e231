import { processView, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { commandsDone } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { outcomeText } from '../../views/process-text.ts';

const FAULT = { is: 'fault', error: 'MAPERR', addr: 0x40_0000 } as const;

export const outcomeAsPromised = defineInvariant({
  id: 'process/outcome-as-promised',
  holds:
    'a command comes to what the manuals promise: served, refused, or a fault of this kind at this address',
  because: 'a program that is right is killed, or one that is wrong goes on',
  sources: [source('man 2 mmap, munmap, mprotect, madvise, brk; man 7 signal: SIGSEGV')],
  when: 'always',
  cost: 'O(1)',
  every: commandsDone,
  check({ command, outcome, promised, region: where }) {
    const [is, should] = [outcomeText(outcome), outcomeText(promised)];
    if (is === should) return undefined;
    return { at: command, expected: should, actual: where === '' ? is : `${is} in ${where}` };
  },
  examples: {
    holds: [processView({ step: step() }), processView({ step: step({ outcome: FAULT }) })],
    violates: [
      processView({ step: step({ outcome: FAULT, promised: { is: 'ok' } }) }),
      processView({ step: step({ promised: FAULT }) }),
    ],
  },
});
