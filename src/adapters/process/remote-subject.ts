/**
 * An allocator in a process of its own, behind the contract of every subject.
 *
 * A peer runs the whole program before the first call is answered here; then each call is answered by what the peer replied to
 * its line. Where the process ended in a command, that command breaks the subject down, with what the process said.
 */
import { AdapterFailed } from '../../base/errors.ts';
import type { Addr, Bytes } from '../../base/units.ts';
import { OBJECT_MAX, naturalAlignment } from '../../../spec/contract.ts';
import type { Contract } from '../../../spec/contract.ts';
import { Fatal, Refusal } from '../../../spec/subject.ts';
import type { Observation, SeenContents, Subject } from '../../../spec/subject.ts';
import { observationsOf } from './observations.ts';
import type { Ending, Ran } from './pool.ts';
import { parseReply } from './protocol.ts';
import type { Note, Reply } from './protocol.ts';
import type { Script } from './script.ts';

/** What a C function gives for an alignment that it does not take. */
const EINVAL = 22;

const NOTHING: Reply = { kind: 'nothing', notes: [] };

export interface Remote {
  /** What to call the peer in errors. */
  readonly who: string;
  readonly can: ReadonlySet<string>;
  readonly contract: Contract;
}

/** The subject where no program is run: it says only what it could do. */
export function idleSubject(remote: Remote): Subject {
  const ran: Ran = { replies: [], ended: undefined };
  return new RemoteSubject(remote, { text: '', lineOf: new Int32Array(0) }, ran);
}

export class RemoteSubject implements Subject {
  readonly maxSize: Bytes = OBJECT_MAX;
  readonly contract: Contract;
  readonly can: ReadonlySet<string>;
  readonly contents: SeenContents;
  readonly calloc?: (count: number, size: Bytes) => Addr;
  readonly realloc?: (addr: Addr, size: Bytes) => Addr;
  readonly reallocarray?: (addr: Addr, count: number, size: Bytes) => Addr;
  readonly memalign?: (alignment: Bytes, size: Bytes) => Addr;
  readonly freeSized: (addr: Addr) => void;
  readonly #remote: Remote;
  readonly #script: Script;
  readonly #lines: readonly string[];
  readonly #ran: Ran;
  readonly #seen = new Seen();
  /** Line of the command that is asked for. */
  #line = -1;
  #reply: Reply = NOTHING;

  constructor(remote: Remote, script: Script, ran: Ran) {
    this.#remote = remote;
    this.#script = script;
    this.#lines = script.text.split('\n');
    this.#ran = ran;
    this.contract = remote.contract;
    this.can = remote.can;
    this.contents = this.#seen;
    this.freeSized = () => this.free();
    const block = (): Addr => this.#block();
    if (this.can.has('calloc')) this.calloc = block;
    if (this.can.has('realloc')) this.realloc = block;
    if (this.can.has('reallocarray')) this.reallocarray = block;
    if ([...this.can].some((name) => name.includes('align'))) this.memalign = block;
  }

  beginCommand(index: number, move = 0): void {
    const first = this.#script.lineOf[index] ?? -1;
    const line = first < 0 ? first : first + move;
    this.#line = line;
    this.#reply = NOTHING;
    if (line >= 0) {
      const { ended, replies } = this.#ran;
      if (ended !== undefined && line >= ended.after) throw brokenBy(this.#remote.who, ended);
      this.#reply = parseReply(this.#remote.who, replies[line] ?? '');
    }
    this.#seen.look(this.#reply.notes, index === this.#script.lineOf.length - 1);
  }

  observations(): readonly Observation[] {
    if (this.#line < 0 || this.#reply.kind === 'nothing') return [];
    return observationsOf(this.#said, this.#reply, this.contract.promises);
  }

  malloc(): Addr {
    return this.#block();
  }

  free(): void {
    if (this.#reply.kind !== 'ok') throw this.#unexpected('ok');
  }

  usableSize(): Bytes {
    return this.#reply.kind === 'block' ? this.#reply.usable : 0;
  }

  alignmentOf(size: Bytes): Bytes {
    return naturalAlignment(this.contract, size);
  }

  /** What changed over there cannot be seen from here. */
  footprint(): readonly number[] {
    return [];
  }

  get #said(): string {
    return this.#lines[this.#line] ?? '';
  }

  #block(): Addr {
    const reply = this.#reply;
    if (reply.kind === 'block') return reply.addr;
    if (reply.kind !== 'null') throw this.#unexpected('a block or null');
    const kind = reply.errno === EINVAL ? 'bad-alignment' : 'out-of-memory';
    throw new Refusal(kind, `${this.#said}: errno ${reply.errno}`);
  }

  #unexpected(wanted: string): AdapterFailed {
    return new AdapterFailed(
      `${this.#remote.who} answered ${JSON.stringify(this.#ran.replies[this.#line] ?? '')} to ` +
        `${JSON.stringify(this.#said)}, where ${wanted} was to come`,
    );
  }
}

/** How the end of a process comes to be known as a subject's own. */
function brokenBy(who: string, { how, name, stderr, repeats }: Ending): Error {
  const said = stderr.length === 0 ? '' : `: ${stderr.join(' / ')}`;
  const doubt = repeats ? '' : ', though not again in a process of its own';
  if (how === 'error') return new AdapterFailed(`${who} said: ${name}${said}`);
  if (how === 'hang') return new Fatal(`it did not return${doubt}`);
  const ended =
    how === 'signal' ? `its process was ended by ${name}` : `its process ended: ${name}`;
  return name === 'SIGABRT' || how === 'exit'
    ? new Fatal(`${ended}${said}${doubt}`)
    : new Error(`${ended}${said}${doubt}`);
}

/** What the notes of a reply say about contents. */
class Seen implements SeenContents {
  expected = 0;
  actual = 0;
  sawAll = false;
  #notes: readonly Note[] = [];
  look(notes: readonly Note[], sawAll: boolean): void {
    this.#notes = notes;
    this.sawAll = sawAll;
  }

  firstDifference(label: number): number {
    return this.#first('contents', label);
  }

  firstNonZero(label: number): number {
    return this.#first('zero', label);
  }

  #first(kind: string, label: number): number {
    const note = this.#notes.find((each) => each.kind === kind && each.values[0] === label);
    if (note === undefined) return -1;
    const [, offset = 0, expected = 0, actual = 0] = note.values;
    this.expected = expected;
    this.actual = actual;
    return offset;
  }
}
