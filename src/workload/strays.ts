/**
 * Stray commands: single ones that no deed leads to, put between those of a program.
 *
 * Deeds make most commands do something, and a purpose makes what stands beside each other alike: the steps of a
 * collection come in their order, a finalizer on what is then dropped. Strays have no purpose. Each kind is about as likely
 * as the next, on any block, so that what is rare in deeds comes between what is rare. Many do nothing.
 */
import { ALL_WORDS } from '../../spec/subject.ts';
import type { Prng } from '../base/prng.ts';
import type { Bytes } from '../base/units.ts';
import { freshLabel } from '../program/expand.ts';
import { SCHEDULE_OPS, STEP_OPS } from '../program/kinds.ts';
import { isMaker } from '../program/labels.ts';
import { NOSCAN, OP, STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { Profile } from './profile.ts';
import { Weighted } from './weighted.ts';

/** Kinds that mean something to any allocator. */
const PLAIN_OPS: readonly number[] = [OP.MALLOC, OP.CALLOC, OP.REALLOC, OP.FREE, OP.SCAVENGE];

/** A share of kinds in strays. A collection in steps goes on by small ones; a whole one ends it, so it is seldom. */
const WEIGHTS: readonly (readonly [op: number, weight: number])[] = [
  [OP.MALLOC, 5],
  [OP.TERMINATE, 4],
  [OP.MARK, 3],
  [OP.LINK, 3],
  [OP.DROP, 3],
  [OP.FREE, 2],
  [OP.LOAD, 2],
  [OP.SWEEP, 2],
  [OP.GC_START, 1.5],
  [OP.ASSIST, 1],
  [OP.FINALIZER, 2],
  [OP.FINALIZE, 1],
  [OP.WEAK, 1],
  [OP.UPGRADE, 1],
  [OP.AMBIGUOUS, 1],
  [OP.GLOBAL, 1],
  [OP.PAUSE, 1],
  [OP.RESUME, 1],
  [OP.CALLOC, 0.5],
  [OP.REALLOC, 0.5],
  [OP.SCAVENGE, 0.5],
  [OP.GO, 0.5],
  [OP.GOSCHED, 0.5],
  [OP.SYSCALL, 0.5],
  [OP.SYSEXIT, 0.5],
  [OP.RETAKE, 0.5],
  [OP.BGSCAVENGE, 0.4],
  [OP.WAIT, 1],
  [OP.PROCS, 0.8],
  [OP.GOEXIT, 0.3],
  [OP.GC, 0.2],
];

/** Counts that differ in kind: see the steps of a collection in cycle.ts. */
export const COUNTS: readonly number[] = [1, 1, 1, 2, 3, 12, 1_000_000];
const WAITS: readonly number[] = [1, 100, 120_001];
const OFFSETS: readonly number[] = [0, 0, 1, 8];
/** Sizes of a program's strays: few, so that blocks share spans. */
const SIZES_MAX = 4;
/** Bytes of a block that may always be asked for. */
const SMALL: Bytes = 256;
/** One stray in so many has another processor at work. */
const HAND_OVER = 2;

/** The program with `count` strays between its commands, and behind them. */
export function sprinkle(program: Program, count: number, prng: Prng, profile: Profile): Program {
  const commands = new Float64Array(program.commands.length + count * STRIDE);
  const strays = new Strays(program, prng, profile);
  const all = commandCount(program) + count;
  let own = 0;
  for (let index = 0; index < all; index += 1) {
    const isStray = prng.below(all - index) >= commandCount(program) - own;
    const command = isStray
      ? strays.next()
      : program.commands.subarray(own * STRIDE, (own + 1) * STRIDE);
    if (!isStray) own += 1;
    strays.passed(command);
    commands.set(command, index * STRIDE);
  }
  return { ...program, commands };
}

class Strays {
  readonly #prng: Prng;
  readonly #procs: number;
  readonly #kinds: Weighted<number>;
  readonly #sizes: readonly Bytes[];
  /** Bytes that strays may still ask for, but for small blocks. */
  #room: Bytes;
  /** Labels of the blocks made so far. */
  readonly #made: number[] = [];
  #fresh: number;
  #processor: number;

  constructor(program: Program, prng: Prng, profile: Profile) {
    this.#prng = prng;
    this.#procs = program.heap.procs;
    this.#kinds = kindsOf(profile);
    this.#sizes = Array.from({ length: prng.between(1, SIZES_MAX) }, () => drawSize(prng, profile));
    this.#room = profile.liveBytesMax;
    this.#fresh = freshLabel(program);
    this.#processor = prng.below(this.#procs);
  }

  passed([op, label]: ArrayLike<number> & Iterable<number>): void {
    if (isMaker(op as number)) this.#made.push(label as number);
  }

  next(): readonly number[] {
    const prng = this.#prng;
    if (prng.oneIn(HAND_OVER)) this.#processor = prng.below(this.#procs);
    const op = this.#made.length === 0 ? OP.MALLOC : this.#kinds.pick(prng);
    return [op, ...this.#operands(op), this.#processor];
  }

  #operands(op: number): readonly [a: number, b: number, c: number] {
    const prng = this.#prng;
    switch (op) {
      case OP.MALLOC:
        return [this.#new(), this.#size(), prng.oneIn(2) ? NOSCAN : ALL_WORDS];
      case OP.CALLOC:
        return [this.#new(), 1, this.#size()];
      case OP.REALLOC:
        return [this.#new(), this.#any(), this.#size()];
      case OP.LINK:
        return [this.#any(), oneWord(prng), prng.oneIn(4) ? -1 : this.#any()];
      case OP.LOAD:
        return [this.#any(), oneWord(prng), 0];
      case OP.AMBIGUOUS:
        return prng.oneIn(5) ? [-1, 0, 0] : [this.#any(), prng.pick(OFFSETS), 0];
      case OP.WAIT:
        return [prng.pick(WAITS), 0, 0];
      case OP.PROCS:
        return [prng.between(1, this.#procs), 0, 0];
      case OP.MARK:
      case OP.SWEEP:
      case OP.PAUSE:
      case OP.RESUME:
      case OP.SCAVENGE:
      case OP.FINALIZE:
      case OP.BGSCAVENGE:
        return [prng.pick(COUNTS), 0, 0];
      case OP.FREE:
      case OP.DROP:
      case OP.FINALIZER:
      case OP.WEAK:
      case OP.UPGRADE:
      case OP.GLOBAL:
        return [this.#any(), 0, 0];
      default:
        return [0, 0, 0];
    }
  }

  #new(): number {
    this.#fresh += 1;
    return this.#fresh - 1;
  }

  #size(): Bytes {
    const size = this.#prng.pick(this.#sizes);
    if (size > SMALL && size > this.#room) return SMALL;
    this.#room -= size;
    return size;
  }

  /** One of the last blocks as often as any. */
  #any(): number {
    const prng = this.#prng;
    const made = this.#made;
    const back = prng.below(prng.oneIn(2) ? made.length : Math.min(4, made.length));
    return made[made.length - 1 - back] as number;
  }
}

/** Mostly the first. */
function oneWord(prng: Prng): number {
  return prng.oneIn(4) ? 1 : 0;
}

function drawSize(prng: Prng, { edges }: Profile): Bytes {
  return prng.oneIn(3) || edges.length === 0 ? prng.between(1, 64) : Math.max(1, prng.pick(edges));
}

/** The kinds that mean something to the profile's subject. */
function kindsOf({ gc, shares }: Profile): Weighted<number> {
  const weights = WEIGHTS.map(([op, weight]) => {
    if (!gc && !PLAIN_OPS.includes(op)) return 0;
    if (shares.stepped === 0 && STEP_OPS.includes(op)) return 0;
    return shares.scheduled === 0 && SCHEDULE_OPS.includes(op) ? 0 : weight;
  });
  return new Weighted(
    WEIGHTS.map(([op]) => op),
    weights,
  );
}
