/** What a reply of a peer says besides its answer: what the call had to leave as it was, or to say. */
import type { Observation } from '../../../spec/subject.ts';
import type { Note, Reply } from './protocol.ts';

const EINVAL = 22;
const ENOMEM = 12;

type Kind = Observation['of'];

/**
 * One observation of each kind that is promised and that the call is about, whether it went well or not.
 *
 * @param said  the line that was answered
 */
export function observationsOf(
  said: string,
  reply: Reply,
  promised: readonly Kind[],
): readonly Observation[] {
  // A block that was got is all that there is to say.
  if (promised.length === 0 || reply.kind === 'block') return NONE;
  const call = said.slice(0, said.indexOf(' '));
  const seen: Observation[] = [];
  for (const of of promised) {
    const [expected, actual] = LOOKS[of](call, reply) ?? [];
    if (expected !== undefined && actual !== undefined)
      seen.push({ of, call: said, expected, actual });
  }
  return seen;
}

const NONE: readonly Observation[] = [];

/** What had to be, and what was; nothing where the call is about something else. */
type Look = (
  call: string,
  reply: Reply,
) => readonly [expected: readonly number[], actual: number] | undefined;

const LOOKS: Readonly<Record<Kind, Look>> = {
  'errno-after-free': (call, { notes }) =>
    call.includes('free') || call.includes('dallocx') ? kept(notes, 'errno') : undefined,
  'errno-after-failure': (call, reply) => {
    // Its errors are what it returns.
    if (reply.kind !== 'null' || call === 'posix_memalign') return undefined;
    return [[ENOMEM, ...(call.includes('align') ? [EINVAL] : [])], reply.errno];
  },
  'pointer-after-failure': (call, reply) =>
    call === 'posix_memalign' && reply.kind === 'null' ? kept(reply.notes, 'pointer') : undefined,
  'usable-size': (call, { kind, notes }) =>
    kind === 'ok' && call !== 'write' ? kept(notes, 'usable') : undefined,
};

/** The last two numbers of the note, where there is one. */
function kept(notes: readonly Note[], kind: string): readonly [readonly number[], number] {
  const [before = 0, after = 0] = notes.find((note) => note.kind === kind)?.values.slice(-2) ?? [];
  return [[before], after];
}
