/** Names of signals. */
import { constants } from 'node:os';

/** `SIGSEGV` for 11. */
export function signalName(signal: number): string {
  const found = Object.entries(constants.signals).find(([, number]) => number === signal);
  return found?.[0] ?? `signal ${signal}`;
}
