/**
 * Runs one program on one allocator and measures what it takes, gives and asks for. Nothing is judged: that is what `execute` is
 * for.
 *
 * All of it is a function of the program and the subject: there is no clock, and a cost is a number of requests.
 */
import type { OracleBlock } from '../../models/reference/block.ts';
import type { Oracle } from '../../models/reference/oracle.ts';
import type { Subject, SubjectDefinition } from '../../spec/subject.ts';
import { Client } from '../engine/client.ts';
import { guarded, heapOf } from '../engine/execute.ts';
import { OP, STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { BrokeDown, Compared, Tier } from './compared.ts';
import { ReuseMeter } from './reuse.ts';
import { SizeMeter } from './size-meter.ts';
import { tierTellerOf } from './tiers.ts';
import type { TierTeller } from './tiers.ts';

/** Points that are kept of a run when nobody says how many. */
const POINTS = 240;

/**
 * Until the program ends, or the subject breaks down.
 *
 * @param points  heaps that are kept of the run, at most: 1 or more
 */
export function measure(
  program: Program,
  definition: SubjectDefinition,
  points = POINTS,
): Compared {
  return guarded(definition, () => {
    const subject = definition.create(heapOf(program, definition), program);
    const measured = new Measurement(program, subject, points).toItsEnd();
    subject.dispose?.();
    return { subject: definition.id, version: definition.version, ...measured };
  });
}

type Measured = Omit<Compared, 'subject' | 'version'>;

class Measurement {
  readonly #program: Program;
  readonly #subject: Subject;
  readonly #client: Client;
  readonly #oracle: Oracle;
  readonly #sizes: SizeMeter;
  readonly #reuse = new ReuseMeter();
  readonly #teller: TierTeller | undefined;
  readonly #tiers = new Map<Tier, number>();
  /** Blocks that were live after the last command. */
  readonly #known = new Set<OracleBlock>();
  #commands = 0;
  #requests = 0;
  #refused = 0;

  constructor(program: Program, subject: Subject, points: number) {
    this.#program = program;
    this.#subject = subject;
    this.#client = new Client(subject, program);
    this.#oracle = this.#client.oracle;
    this.#sizes = new SizeMeter(subject, commandCount(program), points);
    this.#teller = tierTellerOf(subject);
    const inPlace: readonly Tier[] = subject.realloc === undefined ? [] : ['inPlace'];
    for (const tier of [...inPlace, ...(this.#teller?.tiers ?? [])]) this.#tiers.set(tier, 0);
  }

  toItsEnd(): Measured {
    const count = commandCount(this.#program);
    let brokeDown: BrokeDown | undefined;
    for (let step = 0; step < count && brokeDown === undefined; step += 1) {
      this.#command(step);
      const [breakdown] = this.#oracle.breakdowns;
      if (breakdown !== undefined) brokeDown = { step, message: breakdown.message };
    }
    const calls = this.#subject.os?.callsByKind;
    return {
      commands: this.#commands,
      requests: this.#requests,
      refused: this.#refused,
      brokeDown,
      ...this.#sizes.result(),
      osCalls: calls && { ...calls },
      reuse: this.#reuse.result(),
      tiers: this.#teller && Object.fromEntries(this.#tiers),
    };
  }

  #command(step: number): void {
    const moves = this.#client.moves(step);
    let did = false;
    for (let move = 0; move < moves && this.#oracle.breakdowns.length === 0; move += 1) {
      this.#subject.touched?.clear();
      this.#teller?.begin();
      const old = this.#named(step);
      did = this.#client.step(step, move) || did;
      this.#note(old);
    }
    if (did) this.#commands += 1;
    this.#sizes.ran(this.#oracle.liveBytes);
  }

  /** The block that the command frees or resizes, if it does. */
  #named(step: number): OracleBlock | undefined {
    const { commands } = this.#program;
    const at = step * STRIDE;
    const op = commands[at];
    const isResize = op === OP.REALLOC || op === OP.REALLOCARRAY;
    if (!isResize && op !== OP.FREE) return undefined;
    return this.#oracle.held(commands[at + (isResize ? 2 : 1)] as number);
  }

  /** Puts down which blocks came and which went. @param named  that the command spoke of */
  #note(named: OracleBlock | undefined): void {
    const { answers, placed, live } = this.#oracle;
    for (const { call, outcome } of answers)
      if (call !== 'free' && outcome !== 'served') this.#refused += 1;
    const old = named !== undefined && named.liveIndex < 0 ? named : undefined;
    const isInPlace = old !== undefined && placed.some(({ addr }) => addr === old.addr);
    for (const block of placed) this.#came(block, isInPlace);
    if (old !== undefined) this.#went(old, isInPlace);
    if (this.#known.size !== live.length) this.#recount();
  }

  #came(block: OracleBlock, isInPlace: boolean): void {
    this.#known.add(block);
    this.#sizes.given(block);
    this.#requests += 1;
    if (!isInPlace && block.size > 0) this.#reuse.allocated(block.addr);
    if (this.#teller === undefined) return;
    const tier = isInPlace ? 'inPlace' : this.#teller.tierOf(block);
    this.#tiers.set(tier, (this.#tiers.get(tier) ?? 0) + 1);
  }

  #went(block: OracleBlock, isInPlace = false): void {
    this.#known.delete(block);
    this.#sizes.gone(block);
    if (!isInPlace && block.size > 0) this.#reuse.freed(block.addr);
  }

  /** A collection freed blocks, a later command ended a call, or a weak pointer gave one back. */
  #recount(): void {
    for (const block of this.#known) if (block.liveIndex < 0) this.#went(block);
    for (const block of this.#oracle.live) {
      if (this.#known.has(block)) continue;
      this.#known.add(block);
      this.#sizes.given(block);
    }
  }
}
