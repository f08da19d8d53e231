/** A program in the words of the peer protocol (docs/protocol.md): what each line is, and which command it came from. */
import type { Bytes } from '../../base/units.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { Asked, EntryKind } from '../../../spec/entry-points.ts';
import type { HeapConfig } from '../../../spec/subject.ts';
import { familyFree, familyRequest } from '../../program/family.ts';
import type { FamilyNumbers } from '../../program/family.ts';
import { isMaker } from '../../program/labels.ts';
import { OP, STRIDE, VIA } from '../../program/program.ts';

export interface Script {
  /** Lines from `begin` to `end`, each with its line feed. */
  readonly text: string;
  /** The line of each command; -1 of one that does nothing. Behind them the line of `end`. */
  readonly lineOf: Int32Array;
}

const KINDS: Readonly<Record<number, Exclude<EntryKind, 'free'>>> = {
  [OP.MALLOC]: 'malloc',
  [OP.CALLOC]: 'calloc',
  [OP.MEMALIGN]: 'memalign',
  [OP.REALLOC]: 'realloc',
  [OP.REALLOCARRAY]: 'reallocarray',
};

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
  }
  lineOf[lineOf.length - 1] = writer.say('end');
  return { text: writer.text, lineOf };
}

class Writer {
  text = '';
  #lines = 0;
  readonly #commands: Float64Array;
  readonly #can: ReadonlySet<string>;
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
    if (op === OP.WRITE) return `write ${label}`;
    return op === OP.READ ? `check ${label}` : undefined;
  }

  #makerLine(op: number, at: number): string | undefined {
    const commands = this.#commands;
    const kind = KINDS[op] as Exclude<EntryKind, 'free'>;
    const [label, second, third, last] = [1, 2, 3, VIA].map((column) => commands[at + column]) as [
      number,
      number,
      number,
      number,
    ];
    const numbers: FamilyNumbers = { kind, size: 0, isOfNull: second < 0 };
    const ask = (
      more: Partial<FamilyNumbers>,
      words: readonly (number | string)[],
    ): string | undefined => {
      const request = familyRequest({ ...numbers, ...more }, this.#can);
      if (request === undefined) return undefined;
      this.#asked[label] = { kind, alignment: request.alignment };
      return `${request.entry.name} ${label} ${words.map(wordOf).join(' ')}`;
    };
    const old = second < 0 ? '-' : second;
    switch (kind) {
      case 'malloc':
        return ask({ size: second, via: last }, [second]);
      case 'calloc':
        return ask({ count: second, size: third, via: last }, [second, third]);
      case 'memalign':
        return ask({ alignment: second, size: third, via: last }, [second, third]);
      case 'realloc':
        return ask({ size: third, via: last }, [String(old), third]);
      case 'reallocarray':
        return ask({ count: third, size: last }, [String(old), third, last]);
    }
  }

  #freeLine(label: number, via: number): string {
    const { name } = familyFree(via, this.#asked[label], this.#can);
    return `${name} ${label < 0 ? '-' : label}`;
  }
}

/** A size_t as the protocol writes it; a word as it is. */
function wordOf(value: number | string): Bytes | string {
  if (typeof value === 'string' || (Number.isSafeInteger(value) && value >= 0)) return value;
  return String(BigInt.asUintN(64, BigInt(value)));
}
