/** The log of what the calls since the last `clear` touched. */
import type { Addr } from '../../src/base/units.ts';

export interface Touched {
  /** The client was given, or gave back, the block at `addr`. Told by the harness, which knows it better. */
  client(addr: Addr): void;
  clear(): void;
  /** Whether the subject itself reported anything: without it, only the client's own blocks were touched. */
  readonly eventful: boolean;
}
