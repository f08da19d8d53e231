/** Where processes come from that speak the peer protocol. */
import { AdapterFailed } from '../../base/errors.ts';
import { Exchange } from './exchange.ts';
import type { Status } from './libc.ts';
import type { Link } from './link.ts';
import { parseGreeting } from './protocol.ts';
import type { Greeting } from './protocol.ts';
import { signalName } from './signals.ts';

export interface Origin {
  /** What to call the peer in errors. */
  readonly who: string;
  readonly greeting: Greeting;
  /** A process in which no program ran yet. The one before is ended. */
  start(): Link;
  /** Ends everything. */
  close(): void;
}

/** A program may load a library, or be interpreted, on a busy machine. */
const GREETING_MS = 10_000;

/** What a new process said first. */
export interface Heard {
  readonly lines: readonly string[];
  /** Undefined where it said its greeting. */
  readonly ended: Status | 'hang' | undefined;
  readonly printed: readonly string[];
}

export function hear(link: Link): Heard {
  const exchange = new Exchange(link);
  const { replies, partial, ended } = exchange.run('', 2, GREETING_MS);
  const lines = partial === '' ? replies : [...replies, partial];
  return { lines, ended, printed: exchange.errors };
}

/**
 * What a new process says of itself.
 *
 * @throws {AdapterFailed} when it said no greeting, with what it printed
 */
export function greetingIn(who: string, { lines, ended, printed }: Heard): Greeting {
  if (ended === undefined) return parseGreeting(who, lines as [string, string]);
  const said = lines.length === 0 ? '' : `, having said ${JSON.stringify(lines.join('\n'))}`;
  const output = printed.map((line) => `\n  ${line}`).join('');
  throw new AdapterFailed(`${who} ${endOf(ended)}${said}${output}`);
}

function endOf(ended: Status | 'hang'): string {
  if (ended === 'hang') return `gave no greeting in ${GREETING_MS / 1000} s`;
  const how =
    ended.signal === undefined ? `with exit code ${ended.code}` : `by ${signalName(ended.signal)}`;
  return `ended ${how} before its greeting`;
}
