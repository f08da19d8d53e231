import { hex } from '../../../src/base/units.ts';
import { processView, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { commandsDone } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { outcomeText } from '../../views/process-text.ts';

const FAULTY = step({
  command: 'write text 1 7',
  outcome: { is: 'fault', error: 'ACCERR', addr: 0x40_0000 },
  region: 'text (r-x)',
});

export const accessesPermitted = defineInvariant({
  id: 'process/accesses-permitted',
  holds: 'a command accesses only what is mapped, and only as its region permits',
  because:
    'the process is killed by SIGSEGV, or, without a guard there, goes on with what is not its own',
  sources: [source('man 7 signal: SIGSEGV, SEGV_MAPERR, SEGV_ACCERR')],
  when: 'always',
  cost: 'O(1)',
  every: commandsDone,
  check({ command, outcome, region: where }) {
    if (outcome.is !== 'fault') return undefined;
    const actual = `${outcomeText(outcome)} in ${where}, by \`${command}\``;
    return { at: hex(outcome.addr), expected: 'an access that is permitted', actual };
  },
  examples: {
    holds: [processView({ step: step() })],
    violates: [processView({ step: FAULTY })],
  },
});
