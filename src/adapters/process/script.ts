/** A program in the words of the peer protocol (docs/protocol.md): what each line is, and which command it came from. */
import type { Contract } from '../../../spec/contract.ts';
import type { Asked } from '../../../spec/entry-points.ts';
import type { HeapConfig } from '../../../spec/subject.ts';
import { familyFree, familyRequest } from '../../program/family.ts';
import type { FamilyNumbers } from '../../program/family.ts';
import { movesAt } from '../../program/churn.ts';
import { freshLabel } from '../../program/expand.ts';
import { isMaker } from '../../program/labels.ts';
import { OP, STRIDE, VIA } from '../../program/program.ts';

/** The label of no block. */
const NONE = -1;

export interface Script {
  /** Lines from `begin` to `end`, each with its line feed. */
  readonly text: string;
  /** The line of each command; -1 of one that does nothing. Behind them the line of `end`. */
  readonly lineOf: Int32Array;
}

/**
 * @param commands  as in a program (src/program/program.ts)
 * @param can       names of the functions that the peer has
 */
export function scriptOf(
  commands: Float64Array,
  heap: Pick<HeapConfig, 'procs' | 'memoryLimit'>,
  contract: Contract,
  can: ReadonlySet<string>,
): Script {
  const writer = new Writer(commands, can);
  writer.say('begin');
  if (heap.memoryLimit !== undefined && can.has('limit')) writer.say(`limit ${heap.memoryLimit}`);
  if (contract.usable === 'writable' && can.has('fill')) writer.say('fill usable');
  if (contract.zeroesUsable === true && can.has('zero')) writer.say('zero usable');
  const threads = can.has('thread') ? heap.procs : 1;
  const lineOf = new Int32Array(commands.length / STRIDE + 1).fill(-1);
  let thread = 0;
  for (let at = 0; at < commands.length; at += STRIDE) {
    const line = writer.lineFor(at);
    if (line === undefined) continue;
    const runsOn = Math.min(commands[at + 4] as number, threads - 1);
    if (runsOn !== thread) writer.say(`thread ${runsOn}`);
    thread = runsOn;
    lineOf[at / STRIDE] = writer.say(line);
    for (let move = 1; move < movesAt(commands, at); move += 1)
      writer.say(writer.churnLine(at, move));
  }
  lineOf[lineOf.length - 1] = writer.say('end');
  return { text: writer.text, lineOf };
}

class Writer {
  text = '';
  #lines = 0;
  readonly #commands: Float64Array;
  readonly #can: ReadonlySet<string>;
  /** A label that no command names, once one was needed. */
  #unused = NONE;
  /** How each label's block was asked for. */
  readonly #asked: Asked[] = [];

  constructor(commands: Float64Array, can: ReadonlySet<string>) {
    this.#commands = commands;
    this.#can = can;
  }

  /** Adds a line; its place. */
  say(line: string): number {
    this.text += `${line}\n`;
    this.#lines += 1;
    return this.#lines - 1;
  }

  /** What the command at `at` comes to; undefined where it does nothing. */
  lineFor(at: number): string | undefined {
    const op = this.#commands[at] as number;
    const label = this.#commands[at + 1] as number;
    if (isMaker(op)) return this.#makerLine(op, at);
    if (op === OP.FREE) return this.#freeLine(label, this.#commands[at + VIA] as number);
    if (op === OP.CHURN)
      return movesAt(this.#commands, at) === 0 ? undefined : this.#askedAgain(at);
    if (op === OP.WRITE) return `write ${label}`;
    return op === OP.READ ? `check ${label}` : undefined;
  }

  /** A later move of a command that asks for a block and frees it, where there is a first. */
  churnLine(at: number, move: number): string {
    if (move % 2 === 1) return this.#freeLine(this.#unused, 0);
    return this.#askedAgain(at) as string;
  }

  #askedAgain(at: number): string | undefined {
    const size = this.#commands[at + 2] as number;
    if (this.#unused < 0) this.#unused = freshLabel({ commands: this.#commands });
    const name = this.#ask(this.#unused, { kind: 'malloc', size, via: 0 });
    return name && `${name} ${this.#unused} ${wordOf(size)}`;
  }

  #makerLine(op: number, at: number): string | undefined {
    const commands = this.#commands;
    const label = commands[at + 1] as number;
    const second = commands[at + 2] as number;
    const third = commands[at + 3] as number;
    const last = commands[at + VIA] as number;
    switch (op) {
      case OP.MALLOC: {
        const name = this.#ask(label, { kind: 'malloc', size: second, via: last });
        return name && `${name} ${label} ${wordOf(second)}`;
      }
      case OP.CALLOC: {
        const name = this.#ask(label, { kind: 'calloc', count: second, size: third, via: last });
        return name && `${name} ${label} ${wordOf(second)} ${wordOf(third)}`;
      }
      case OP.MEMALIGN: {
        const asked = { kind: 'memalign', alignment: second, size: third, via: last } as const;
        const name = this.#ask(label, asked);
        return name && `${name} ${label} ${wordOf(second)} ${wordOf(third)}`;
      }
      case OP.REALLOC: {
        const asked = { kind: 'realloc', size: third, via: last, isOfNull: second < 0 } as const;
        const name = this.#ask(label, asked, second);
        return name && `${name} ${label} ${blockOf(second)} ${wordOf(third)}`;
      }
      default: {
        const asked = {
          kind: 'reallocarray',
          count: third,
          size: last,
          isOfNull: second < 0,
        } as const;
        const name = this.#ask(label, asked, second);
        return name && `${name} ${label} ${blockOf(second)} ${wordOf(third)} ${wordOf(last)}`;
      }
    }
  }

  /** The function that the command comes to; undefined where it does nothing. */
  #ask(label: number, numbers: FamilyNumbers, old = NONE): string | undefined {
    const request = familyRequest(numbers, this.#can);
    if (request === undefined) return undefined;
    const { kind, alignment } = request;
    const before = old < 0 ? 0 : (this.#asked[old]?.alignment ?? 0);
    this.#asked[label] = { kind, alignment: alignment || before };
    return request.entry.name;
  }

  #freeLine(label: number, via: number): string {
    const { name } = familyFree(via, this.#asked[label], this.#can);
    return `${name} ${blockOf(label)}`;
  }
}

/** A size_t as the protocol writes it. */
function wordOf(value: number): string {
  const isPlain = Number.isSafeInteger(value) && value >= 0;
  return isPlain ? String(value) : String(BigInt.asUintN(64, BigInt(value)));
}

function blockOf(label: number): string {
  return label < 0 ? '-' : String(label);
}
