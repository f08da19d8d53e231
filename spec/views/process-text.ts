/** What became of a command, in words. */
import { hex } from '../../src/base/units.ts';
import type { ProcessOutcome } from './process.ts';

export function outcomeText(outcome: ProcessOutcome): string {
  switch (outcome.is) {
    case 'ok':
      return 'done';
    case 'address':
      return hex(outcome.addr);
    case 'refused':
      return outcome.error;
    case 'fault':
      return `SIGSEGV (SEGV_${outcome.error}) at ${hex(outcome.addr)}`;
    case 'out-of-memory':
      return `SIGKILL (out of memory) at ${hex(outcome.addr)}`;
  }
}
