/** Which tier served a request, by what a subject shows of its inside. */
import type { Subject } from '../../spec/subject.ts';
import type { Block } from '../../spec/views/client.ts';
import { GoTouched } from '../../spec/views/go-touched.ts';
import type { Tier } from './compared.ts';
import { GoTiers } from './go-tiers.ts';
import { TcmallocTiers } from './tcmalloc-tiers.ts';

/** Tells the tiers of one subject, command by command. */
export interface TierTeller {
  /** Those that there are. */
  readonly tiers: readonly Tier[];
  /** A command is going to be run, and what the last one touched is forgotten. */
  begin(): void;
  /** The farthest that the last command came to for this block. */
  tierOf(block: Block): Tier;
}

/** Undefined where the subject shows none. */
export function tierTellerOf({ go, tcmalloc, touched }: Subject): TierTeller | undefined {
  if (go !== undefined && touched instanceof GoTouched) return new GoTiers(go, touched);
  return tcmalloc === undefined ? undefined : new TcmallocTiers(tcmalloc);
}
