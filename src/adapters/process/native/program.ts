/** Runs the commands of programs: calls the functions under test, fills blocks and compares them. */
import type { AddressSpace } from './address-space.ts';
import { ENTRIES, TAKES } from './families.ts';
import type { Entry, FamilyName } from './families.ts';
import type { Caller } from './functions.ts';
import type { Output } from './lines.ts';
import { parseWhole, times } from './numbers.ts';
import type { Whole } from './numbers.ts';
import { differs, fill, notZero, startOf } from './pattern.ts';

/** A block that the program holds. */
interface Block {
  readonly addr: number;
  readonly asked: Whole;
  /** As asked for; 0 where none was. */
  readonly alignment: Whole;
  readonly usable: number;
  /** So many bytes are written. */
  readonly filled: number;
  version: number;
}

/** A command that is none. */
export class Malformed extends Error {}

/** What a function must leave alone if it frees. A value that no C library gives. */
const ERRNO_BEFORE = 4095;

/** No block of so many bytes can be: nothing of it is written. */
const IMPOSSIBLE = 2 ** 47;

/** A program whose blocks are all broken does not tell of each. */
const NOTES_MAX = 16;

const ALWAYS: ReadonlySet<string> = new Set(['begin', 'careful', 'write', 'check', 'end']);

export interface Surroundings {
  /** Calls functions on the thread that commands come on. */
  readonly main: Caller;
  /** Calls functions on others, while there can be more. Undefined where there can be none. */
  readonly threads: { callerOf(thread: number): Caller | undefined } | undefined;
  usable(addr: number): number;
  readonly space: AddressSpace;
}

/** Takes the words of a command, its own name first. */
type Run = (words: readonly string[]) => void;

export class ProgramRunner {
  readonly #out: Output;
  readonly #around: Surroundings;
  readonly #commands = new Map<string, Run>();
  readonly #blocks = new Map<number, Block>();
  #caller: Caller;
  #fillsUsable = false;
  #zeroesUsable = false;

  /** @param words the functions that the library has, by their command words */
  constructor(words: readonly string[], around: Surroundings, out: Output) {
    this.#out = out;
    this.#around = around;
    this.#caller = around.main;
    for (const word of words) this.#commands.set(word, this.#runOf(word, ENTRIES[word] as Entry));
    const others: Readonly<Record<string, Run>> = {
      begin: () => this.#begin(),
      careful: () => this.#careful(),
      limit: ([, bytes]) => this.#answer(around.space.limit(Number(whole(bytes)))),
      fill: ([, what]) => {
        this.#fillsUsable = isUsable(what);
        this.#answer(true);
      },
      zero: ([, what]) => {
        this.#zeroesUsable = isUsable(what);
        this.#answer(true);
      },
      write: ([, id]) => this.#write(idOf(id)),
      check: ([, id]) => this.#check(idOf(id)),
      end: () => this.#end(),
    };
    for (const [word, run] of Object.entries(others)) this.#commands.set(word, run);
    const { threads } = around;
    if (threads !== undefined) {
      this.#commands.set('thread', ([, number]) => {
        const thread = Number(whole(number));
        this.#goOnWith(thread === 0 ? around.main : threads.callerOf(thread));
      });
    }
  }

  /** Command words that not every peer knows. */
  get words(): readonly string[] {
    return [...this.#commands.keys()].filter((word) => !ALWAYS.has(word));
  }

  /** @throws {Malformed} when it is no command */
  run(line: string): void {
    const words = line.split(' ');
    const run = this.#commands.get(words[0] as string);
    if (run === undefined) throw new Malformed(`unknown command ${JSON.stringify(words[0])}`);
    run(words);
  }

  #runOf(word: string, entry: Entry): Run {
    switch (entry.family) {
      case 'make':
      case 'makeMany':
      case 'makeAligned':
        return (words) => this.#make(word, entry, words);
      case 'remake':
      case 'remakeMany':
        return (words) => this.#remake(word, entry, words);
      case 'free':
        return ([, id]) => this.#free(word, entry, id);
    }
  }

  #begin(): void {
    this.#blocks.clear();
    this.#caller = this.#around.main;
    this.#fillsUsable = false;
    this.#zeroesUsable = false;
    this.#around.space.limit(0);
    this.#out.say('ok\n');
  }

  #careful(): void {
    this.#out.careful = true;
    this.#out.say('ok\n');
  }

  #answer(can: boolean): void {
    this.#out.say(can ? 'ok\n' : 'no\n');
  }

  #goOnWith(caller: Caller | undefined): void {
    if (caller !== undefined) this.#caller = caller;
    this.#answer(caller !== undefined);
  }

  #make(word: string, entry: Entry, words: readonly string[]): void {
    const id = this.#newId(words[1]);
    const asked = request(entry.family, words, 2);
    this.#call(word, entry, 0, asked);
    const { addr } = this.#caller.outcome;
    if (addr === 0) return this.#refused();
    const made = this.#made(id, addr, asked);
    const zeroed = entry.zeroes === true ? this.#notZeroed(id, made) : '';
    fill(addr, made.filled, startOf(id, 0));
    this.#out.say(`${zeroed}\n`);
  }

  /** Takes a new block down and says so; its reply is not finished. */
  #made(id: number, addr: number, { size, alignment }: Request): Block {
    const usable = this.#around.usable(addr);
    const most = this.#fillsUsable ? Math.max(Number(size), usable) : Number(size);
    const filled = most < IMPOSSIBLE ? most : 0;
    const block: Block = { addr, asked: size, alignment, usable, filled, version: 0 };
    this.#blocks.set(id, block);
    this.#out.say(`${addr} ${usable}`);
    return block;
  }

  #notZeroed(id: number, { addr, asked, usable }: Block): string {
    const bytes = this.#zeroesUsable ? Math.max(Number(asked), usable) : Number(asked);
    const wrong = bytes < IMPOSSIBLE ? notZero(addr, bytes) : undefined;
    return wrong === undefined ? '' : ` ! zero ${id} ${wrong.offset} 0 ${wrong.actual}`;
  }

  #refused(): void {
    const { errno, pointerBefore, pointerAfter } = this.#caller.outcome;
    const touched =
      pointerBefore === pointerAfter ? '' : ` ! pointer ${pointerBefore} ${pointerAfter}`;
    this.#out.say(`null ${errno}${touched}\n`);
  }

  #remake(word: string, entry: Entry, words: readonly string[]): void {
    const id = this.#newId(words[1]);
    const asked = request(entry.family, words, 3);
    const oldId = words[2] === '-' ? -1 : idOf(words[2]);
    const old = this.#blocks.get(oldId);
    if (old === undefined && (oldId >= 0 || entry.needsBlock === true)) {
      return this.#out.say('-\n');
    }
    const before = old === undefined ? '' : this.#wrongs(oldId, old);
    this.#call(word, entry, old?.addr ?? 0, asked);
    const { addr, errno } = this.#caller.outcome;
    if (addr === 0) {
      // Of size 0, and without an error, NULL says that the block was freed.
      if (Number(asked.size) === 0 && errno === 0) this.#blocks.delete(oldId);
      return this.#out.say(`null ${errno}${before}\n`);
    }
    this.#blocks.delete(oldId);
    const made = this.#made(id, addr, asked);
    const kept = old === undefined ? '' : moved(oldId, old, made);
    fill(addr, made.filled, startOf(id, 0));
    this.#out.say(`${before}${kept}\n`);
  }

  #free(word: string, entry: Entry, text: string | undefined): void {
    if (text === '-' && entry.needsBlock !== true) {
      this.#call(word, entry, 0, NOTHING, ERRNO_BEFORE);
      return this.#out.say(`ok${this.#errnoChanged()}\n`);
    }
    const id = text === '-' ? -1 : idOf(text);
    const block = this.#blocks.get(id);
    this.#out.say(block === undefined ? '-\n' : `ok${this.#freed(word, entry, id, block)}\n`);
  }

  /** Frees a block; notes of what was wrong with it. */
  #freed(word: string, entry: Entry, id: number, block: Block): string {
    const wrongs = this.#wrongs(id, block);
    this.#blocks.delete(id);
    const { asked: size, alignment } = block;
    this.#call(word, entry, block.addr, { count: 1, part: size, size, alignment }, ERRNO_BEFORE);
    return wrongs + this.#errnoChanged();
  }

  #errnoChanged(): string {
    const { errno } = this.#caller.outcome;
    return errno === ERRNO_BEFORE ? '' : ` ! errno ${ERRNO_BEFORE} ${errno}`;
  }

  #write(id: number): void {
    const block = this.#blocks.get(id);
    if (block === undefined) return this.#out.say('-\n');
    block.version += 1;
    fill(block.addr, block.filled, startOf(id, block.version));
    this.#out.say('ok\n');
  }

  #check(id: number): void {
    const block = this.#blocks.get(id);
    this.#out.say(block === undefined ? '-\n' : `ok${this.#wrongs(id, block)}\n`);
  }

  #end(): void {
    const notes: string[] = [];
    for (const [id, block] of this.#blocks) {
      const wrongs = this.#freed('free', ENTRIES['free'] as Entry, id, block);
      if (wrongs !== '' && notes.length < NOTES_MAX) notes.push(wrongs);
    }
    this.#around.space.limit(0);
    this.#out.say(`ok${notes.join('')}\n`);
  }

  /** Notes of what a held block should not be. */
  #wrongs(id: number, { addr, filled, usable, version }: Block): string {
    const wrong = differs(addr, filled, filled, startOf(id, version));
    const now = this.#around.usable(addr);
    let notes = wrong === undefined ? '' : contents(id, wrong);
    if (now !== usable) notes += ` ! usable ${id} ${usable} ${now}`;
    return notes;
  }

  #call(word: string, entry: Entry, block: number, asked: Request, errnoBefore = 0): void {
    const args: Whole[] = [];
    for (const parameter of entry.parameters) {
      if (parameter === 'block') args.push(block);
      else if (parameter === 'size') args.push(asked.part);
      else if (parameter === 'count') args.push(asked.count);
      else if (parameter === 'alignment') args.push(asked.alignment);
      else if (parameter === 'alignmentFlag') args.push(alignmentFlag(asked.alignment));
      else if (parameter === 'zero') args.push(0);
    }
    this.#around.space.narrow();
    this.#caller.call(word, args, errnoBefore);
    this.#around.space.widen();
  }

  #newId(text: string | undefined): number {
    const id = idOf(text);
    if (this.#blocks.has(id)) throw new Malformed(`block ${id} is held`);
    return id;
  }
}

/** What a command asks for. */
interface Request {
  readonly count: Whole;
  /** The size in the command: the block has `count` times as much. */
  readonly part: Whole;
  /** Of the whole block. */
  readonly size: Whole;
  /** 0 for none. */
  readonly alignment: Whole;
}

const NOTHING: Request = { count: 0, part: 0, size: 0, alignment: 0 };

/** @param from where the numbers begin in the command */
function request(family: FamilyName, words: readonly string[], from: number): Request {
  const takes = TAKES[family];
  if (words.length !== from + takes.length) {
    const count = from + takes.length - 1;
    throw new Malformed(`${count} numbers are expected in ${JSON.stringify(words.join(' '))}`);
  }
  const first = whole(words[from]);
  switch (family) {
    case 'makeMany':
    case 'remakeMany': {
      const part = whole(words[from + 1]);
      return { count: first, part, size: times(first, part), alignment: 0 };
    }
    case 'makeAligned': {
      const size = whole(words[from + 1]);
      return { count: 1, part: size, size, alignment: first };
    }
    case 'make':
    case 'remake':
    case 'free':
      return { count: 1, part: first, size: first, alignment: 0 };
  }
}

/** `MALLOCX_ALIGN`: the logarithm; 0 for none. */
function alignmentFlag(alignment: Whole): number {
  return Number(alignment) === 0 ? 0 : Math.trunc(Math.log2(Number(alignment)));
}

/** Notes of what the first bytes of a block that was moved should not be. */
function moved(oldId: number, old: Block, { addr, asked }: Block): string {
  const kept = Math.min(old.filled, Number(asked));
  const wrong = differs(addr, old.filled, kept, startOf(oldId, old.version));
  return wrong === undefined ? '' : contents(oldId, wrong);
}

function contents(
  id: number,
  { offset, expected, actual }: { offset: number; expected: number; actual: number },
): string {
  return ` ! contents ${id} ${offset} ${expected} ${actual}`;
}

function whole(text: string | undefined): Whole {
  const number = parseWhole(text ?? '');
  if (number === undefined) throw new Malformed(`${JSON.stringify(text ?? '')} is no whole number`);
  return number;
}

function idOf(text: string | undefined): number {
  const id = whole(text);
  if (typeof id === 'bigint') throw new Malformed(`${id} is no id`);
  return id;
}

function isUsable(text: string | undefined): boolean {
  if (text !== 'usable' && text !== 'asked') {
    throw new Malformed(`usable or asked is expected, not ${JSON.stringify(text ?? '')}`);
  }
  return text === 'usable';
}
