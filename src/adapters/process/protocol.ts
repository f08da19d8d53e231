/** What a peer and we say to each other; docs/protocol.md is the whole of it. */
import { AdapterFailed } from '../../base/errors.ts';
import type { Addr, Bytes } from '../../base/units.ts';

export const PROTOCOL_VERSION = 1;

/** What a peer says of itself before anything is asked. */
export interface Greeting {
  /** One word. */
  readonly name: string;
  /** What it drives and how, for people. */
  readonly about: string;
  /** The words that commands may begin with. */
  readonly can: ReadonlySet<string>;
}

/** Something that a peer saw and should not have: its kind and whole numbers, as docs/protocol.md lists them. */
export interface Note {
  readonly kind: string;
  readonly values: readonly number[];
}

/** One line of a peer. */
export type Reply =
  | { readonly kind: 'ok' | 'no' | 'nothing'; readonly notes: readonly Note[] }
  | {
      readonly kind: 'block';
      readonly addr: Addr;
      /** 0 where it is not known. */
      readonly usable: Bytes;
      readonly notes: readonly Note[];
    }
  | { readonly kind: 'null'; readonly errno: number; readonly notes: readonly Note[] };

/**
 * Reads the two lines that a peer begins with.
 *
 * @param who what to call the peer in errors
 * @throws {AdapterFailed} when they are no greeting, or one of another version
 */
export function parseGreeting(who: string, [hello, can]: readonly [string, string]): Greeting {
  const [word, version, name, ...about] = hello.split(' ');
  if (word !== 'allocheck' || version === undefined || !/^\d+$/.test(version)) {
    throw badGreeting(who, `it began with ${JSON.stringify(hello)}`);
  }
  if (Number(version) !== PROTOCOL_VERSION) {
    throw new AdapterFailed(
      `${who} speaks version ${version} of the peer protocol, not ${PROTOCOL_VERSION}`,
    );
  }
  if (name === undefined || name === '') throw badGreeting(who, 'its first line has no name');
  const [first, ...words] = can.split(' ');
  if (first !== 'can') throw badGreeting(who, `its second line was ${JSON.stringify(can)}`);
  return { name, about: about.join(' '), can: new Set(words.filter((each) => each !== '')) };
}

function badGreeting(who: string, found: string): AdapterFailed {
  return new AdapterFailed(
    `${who} does not speak the peer protocol: ${found}\n` +
      `a peer begins with "allocheck ${PROTOCOL_VERSION} NAME …" and then "can WORD …": see docs/protocol.md`,
  );
}

/**
 * Reads one reply.
 *
 * @param who what to call the peer in errors
 * @throws {AdapterFailed} when it is none
 */
export function parseReply(who: string, line: string): Reply {
  const [head = '', ...tail] = line.split(' ! ');
  const notes = tail.length === 0 ? NO_NOTES : tail.map(parseNote);
  if (head === 'ok') return notes === NO_NOTES ? OK : { kind: 'ok', notes };
  if (head === '-') return { kind: 'nothing', notes };
  if (head === 'no') return { kind: 'no', notes };
  const space = head.indexOf(' ');
  const first = head.slice(0, space);
  const second = Number(head.slice(space + 1));
  if (space > 0 && Number.isInteger(second)) {
    if (first === 'null') return { kind: 'null', errno: second, notes };
    const addr = Number(first);
    if (Number.isInteger(addr)) return { kind: 'block', addr, usable: second, notes };
  }
  throw new AdapterFailed(`${who} answered ${JSON.stringify(line)}, which is no reply`);
}

const NO_NOTES: readonly Note[] = [];
const OK: Reply = { kind: 'ok', notes: NO_NOTES };

function parseNote(text: string): Note {
  const [kind = '', ...values] = text.split(' ');
  return { kind, values: values.map(Number) };
}
