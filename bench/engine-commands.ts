/**
 * The commands of a model-based test of a heap, as one writes them for fast-check: each a class with `check` and `run`.
 *
 * A command that needs a block has a number, which is taken modulo the blocks that it makes sense for when it runs: the
 * idiom of fast-check's documentation for "one of those that there are". The model is the oracle, the real system the
 * subject behind allocheck's client, and what comes of each step is judged by the whole catalogue.
 */
import type { Command as FcCommand } from 'fast-check';
import { OracleBlock } from '../models/reference/block.ts';
import type { AnyInvariant, Finding } from '../spec/invariant.ts';
import type { HeapConfig, SubjectDefinition } from '../spec/subject.ts';
import type { ClientView } from '../spec/views/client.ts';
import { Run } from '../src/engine/execute.ts';
import type { Command } from '../src/program/edit.ts';
import { OP, STRIDE } from '../src/program/program.ts';
import type { Program } from '../src/program/program.ts';

/** An invariant broke: the test fails. */
export class Broken extends Error {
  constructor(findings: readonly Finding[]) {
    super(findings.map(({ invariant }) => invariant).join(', '));
  }
}

/** The real system: a subject behind allocheck's client, judged at every step. */
export class Heap {
  /** Labels that were given so far. */
  made = 0;
  /** Commands that were run so far. */
  count = 0;
  readonly #commands: Float64Array;
  readonly #config: HeapConfig;
  readonly #subject: string;
  readonly #run: Run;

  /** @param commandsMax  most that will be run */
  constructor(
    definition: SubjectDefinition,
    config: HeapConfig,
    { catalogue, commandsMax }: { catalogue: readonly AnyInvariant[]; commandsMax: number },
  ) {
    this.#commands = new Float64Array(commandsMax * STRIDE);
    this.#config = config;
    this.#subject = definition.id;
    const program = { subject: definition.id, heap: config, commands: this.#commands };
    this.#run = new Run(program, definition, catalogue);
  }

  /** The model. */
  get client(): ClientView {
    return this.#run.view.client;
  }

  /** What was run so far. */
  get program(): Program {
    const commands = this.#commands.slice(0, this.count * STRIDE);
    return { subject: this.#subject, heap: this.#config, commands };
  }

  newLabel(): number {
    this.made += 1;
    return this.made - 1;
  }

  /** @throws {Broken} */
  do(...command: Command): void {
    this.#commands.set(command, this.count * STRIDE);
    this.count += 1;
    insist(this.#run.step(this.count - 1));
  }

  /** @throws {Broken} */
  end(): void {
    insist(this.#run.end(this.count));
  }

  dispose(): void {
    this.#run.dispose();
  }
}

function insist(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new Broken(findings);
}

export type HeapCommand = FcCommand<ClientView, Heap>;

/** What all commands say: the processor that they run on. */
interface On {
  readonly p: number;
}

/** A malloc, or a calloc of so many. */
export class Allocate implements HeapCommand {
  readonly #its: AllocateOptions;

  constructor(its: AllocateOptions) {
    this.#its = its;
  }

  check(): boolean {
    return true;
  }

  run(_: ClientView, heap: Heap): void {
    const { size, pointerWords, count, p } = this.#its;
    if (count === undefined) heap.do(OP.MALLOC, heap.newLabel(), size, pointerWords, p);
    else heap.do(OP.CALLOC, heap.newLabel(), count, size, p);
  }
}

interface AllocateOptions extends On {
  readonly size: number;
  readonly pointerWords: number;
  readonly count?: number;
}

export class Realloc implements HeapCommand {
  readonly #its: ReallocOptions;

  constructor(its: ReallocOptions) {
    this.#its = its;
  }

  check(model: Readonly<ClientView>): boolean {
    return heldBy(model).some(isFreeable);
  }

  run(model: ClientView, heap: Heap): void {
    const { pick, size, p } = this.#its;
    const old = one(heldBy(model).filter(isFreeable), pick).label;
    heap.do(OP.REALLOC, heap.newLabel(), old, size, p);
  }
}

interface ReallocOptions extends On {
  readonly pick: number;
  readonly size: number;
}

/** What each command on one block makes sense for. */
const ELIGIBLE = {
  [OP.FREE]: isFreeable,
  [OP.WRITE]: isHeld,
  [OP.READ]: isHeld,
  [OP.DROP]: isHeld,
  [OP.GLOBAL]: isHeld,
  [OP.FINALIZER]: isHeld,
  [OP.WEAK]: isHeld,
  [OP.UPGRADE]: ({ isWeaklyHeld }: OracleBlock) => isWeaklyHeld,
} as const;

export type BlockOp = keyof typeof ELIGIBLE;

/** A command on one block, and nothing else. */
export class OnBlock implements HeapCommand {
  readonly #op: BlockOp;
  readonly #its: OnBlockOptions;

  constructor(op: BlockOp, its: OnBlockOptions) {
    this.#op = op;
    this.#its = its;
  }

  check(model: Readonly<ClientView>): boolean {
    return blocksOf(model).some(ELIGIBLE[this.#op]);
  }

  run(model: ClientView, heap: Heap): void {
    const { pick, p } = this.#its;
    heap.do(this.#op, one(blocksOf(model).filter(ELIGIBLE[this.#op]), pick).label, 0, 0, p);
  }
}

interface OnBlockOptions extends On {
  readonly pick: number;
}

/** Stores a pointer, or nil, into a word of a block. */
export class Link implements HeapCommand {
  readonly #its: LinkOptions;

  constructor(its: LinkOptions) {
    this.#its = its;
  }

  check(model: Readonly<ClientView>): boolean {
    return heldBy(model).some(hasPointers);
  }

  run(model: ClientView, heap: Heap): void {
    const { pick, word, to, p } = this.#its;
    const held = heldBy(model);
    const from = one(held.filter(hasPointers), pick);
    const target = to === undefined ? -1 : one(held, to).label;
    heap.do(OP.LINK, from.label, word % from.pointerWords, target, p);
  }
}

interface LinkOptions extends On {
  readonly pick: number;
  readonly word: number;
  /** Nil where undefined. */
  readonly to: number | undefined;
}

/** Takes hold of what a block points to. */
export class Load implements HeapCommand {
  readonly #its: LoadOptions;

  constructor(its: LoadOptions) {
    this.#its = its;
  }

  check(model: Readonly<ClientView>): boolean {
    return heldBy(model).some(hasLinks);
  }

  run(model: ClientView, heap: Heap): void {
    const { pick, word, p } = this.#its;
    const from = one(heldBy(model).filter(hasLinks), pick);
    heap.do(OP.LOAD, from.label, one([...from.links!.keys()], word), 0, p);
  }
}

interface LoadOptions extends On {
  readonly pick: number;
  readonly word: number;
}

export type StrayOp = typeof OP.BADFREE | typeof OP.AMBIGUOUS;

/** Frees, or has on the stack, an address that is some bytes from where some block is or was. */
export class Stray implements HeapCommand {
  readonly #op: StrayOp;
  readonly #its: StrayOptions;

  constructor(op: StrayOp, its: StrayOptions) {
    this.#op = op;
    this.#its = its;
  }

  check(): boolean {
    return true;
  }

  run(_: ClientView, heap: Heap): void {
    const { pick, offset, p } = this.#its;
    const label = heap.made === 0 ? -1 : pick % heap.made;
    heap.do(this.#op, label, offset, 0, p);
  }
}

interface StrayOptions extends On {
  readonly pick: number;
  readonly offset: number;
}

/** A command on no block: a collection or a step of one, the scavengers, the scheduler. */
export class OnHeap implements HeapCommand {
  readonly #op: number;
  readonly #its: OnHeapOptions;

  constructor(op: number, its: OnHeapOptions) {
    this.#op = op;
    this.#its = its;
  }

  check(): boolean {
    return true;
  }

  run(_: ClientView, heap: Heap): void {
    const { count, p } = this.#its;
    heap.do(this.#op, count, 0, 0, p);
  }
}

interface OnHeapOptions extends On {
  /** Pages, spans, milliseconds …; 0 where there is nothing to count. */
  readonly count: number;
}

function blocksOf({ live }: Readonly<ClientView>): readonly OracleBlock[] {
  return live.filter((block) => block instanceof OracleBlock);
}

function heldBy(model: Readonly<ClientView>): readonly OracleBlock[] {
  return blocksOf(model).filter(isHeld);
}

function isHeld({ held }: OracleBlock): boolean {
  return held;
}

function isFreeable({ held, incoming, hasSpecials }: OracleBlock): boolean {
  return held && incoming === 0 && !hasSpecials;
}

function hasPointers({ pointerWords }: OracleBlock): boolean {
  return pointerWords > 0;
}

function hasLinks({ links }: OracleBlock): boolean {
  return links !== undefined && links.size > 0;
}

function one<T>(items: readonly T[], pick: number): T {
  return items[pick % items.length] as T;
}
