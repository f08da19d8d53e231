/**
 * The oracle: what a client may expect of any allocator, computed the slow, obvious way.
 *
 * It keeps a plain list of the blocks that the client was given, what was written into them and which point to
 * which. It never reuses anything, never asks the subject, and computes reachability by a plain walk. A block is live
 * from the call that made it until it is freed, or until a collection ends and the held blocks do not reach it.
 *
 * A collection may run between the client's calls. Then what is reachable when it ends must live through it, and what
 * was reachable when it started, or was made since, may. A block that may and need not is *floating*: no longer the
 * client's, but its memory may still be taken until the next collection, and what it points to may be marked by it.
 *
 * What the last command did (placed, readings, …) is collected until the next `beginStep`.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { MIB } from '../../src/base/units.ts';
import type { Observation, Subject } from '../../spec/subject.ts';
import { ALL_WORDS } from '../../spec/subject.ts';
import type {
  Answer,
  Breakdown,
  ClientView,
  Collection,
  Placement,
  Reading,
  Return,
} from '../../spec/views/client.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { clear } from '../../src/base/lists.ts';
import { GLOBALS } from './block.ts';
import type { OracleBlock } from './block.ts';
import { contentsOf } from './seen.ts';
import type { BlockContents } from './seen.ts';
import { Occupancy } from './occupancy.ts';

/** Of larger new blocks only this much is read for zeroes, at both ends: the harness touches no memory it need not. */
const FRESH_BYTES_MAX = MIB;

/** Blocks below this size may share a slot with others (Go's tiny allocator), bytes. */
export const SHARED_BELOW = 16;

/** A word on a goroutine's stack. */
export interface StackWord {
  readonly word: number;
  readonly stack: number;
}

export class Oracle implements ClientView {
  readonly live: OracleBlock[] = [];
  readonly answers: Answer[] = [];
  readonly placed: OracleBlock[] = [];
  readonly placements: Placement[] = [];
  readonly readings: Reading[] = [];
  readonly breakdowns: Breakdown[] = [];
  readonly collections: Collection[] = [];
  readonly returns: Return[] = [];
  observations: readonly Observation[] = [];
  /** Words on the stacks that may be addresses. */
  words: StackWord[] = [];
  ended = false;
  freedAll = false;
  /** As asked for. */
  liveBytes: Bytes = 0;
  readonly #contents: BlockContents;
  /** Whether every live block was looked at just now; always where memory can be read from here. */
  readonly #seesAll: () => boolean;
  readonly #occupancy = new Occupancy();
  /** Addresses of blocks, by global variable. */
  readonly #globals: Addr[] = [];
  /** Live blocks by label. */
  readonly #blocks: (OracleBlock | undefined)[] = [];
  /** Where the block of each label was, dead or alive; a zero-size one has none. */
  readonly #addrs: Addr[] = [];
  /** Where collected blocks below SHARED_BELOW bytes were. */
  readonly #collectedTiny = new Set<Addr>();
  #cycle = 0;
  /** What may live through the collection that runs; undefined when none does. */
  #mayLive: OracleBlock[] | undefined;
  /** Not reachable when the last collection ended, though it may have kept them. */
  #floating: readonly OracleBlock[] = [];

  constructor(subject: Subject) {
    this.#contents = contentsOf(subject);
    this.#seesAll = () => subject.contents?.sawAll ?? true;
  }

  /** Forgets what the last command did. */
  beginStep(): void {
    clear(this.answers);
    clear(this.placed);
    clear(this.placements);
    clear(this.readings);
    clear(this.collections);
    clear(this.returns);
    this.observations = [];
    this.freedAll = false;
  }

  /** Where the block of a label is or was; undefined when there never was one with bytes. */
  addrOf(label: number): Addr | undefined {
    return this.#addrs[label];
  }

  /** The block of that label if the client holds it. */
  held(label: number): OracleBlock | undefined {
    const block = this.#blocks[label];
    return block !== undefined && block.held ? block : undefined;
  }

  /**
   * Whether a subject may take `addr` for the start of an allocated block: a live one starts there; or a collected
   * one that was so small that it may have shared its memory with one that still lives; or one that the last
   * collection may have kept.
   */
  mayStartBlock(addr: Addr): boolean {
    const isThere = (block: OracleBlock): boolean => block.addr === addr;
    return this.#collectedTiny.has(addr) || this.live.some(isThere) || this.#floating.some(isThere);
  }

  /** A new block: compared with the live ones and, where zeroes were asked for, with zero; then written. */
  place(block: OracleBlock, zeroed: boolean): void {
    this.#blocks[block.label] = block;
    if (block.size > 0) this.#addrs[block.label] = block.addr;
    this.placed.push(block);
    this.#mayLive?.push(block);
    const claimed = this.#occupancy.claim(block.addr, block.size);
    this.placements.push({ block, other: claimed ? undefined : this.#overlapping(block) });
    if (zeroed && block.size > 0) this.#readFresh(block);
    this.#append(block);
    this.#contents.write(block);
  }

  /** A block whose memory must not be another's. */
  #add(block: OracleBlock): void {
    const claimed = this.#occupancy.claim(block.addr, block.size);
    this.placements.push({ block, other: claimed ? undefined : this.#overlapping(block) });
    this.#append(block);
  }

  #append(block: OracleBlock): void {
    block.liveIndex = this.live.length;
    this.live.push(block);
    this.liveBytes += block.size;
  }

  /** Compares a block with what the client wrote last. */
  read(block: OracleBlock): void {
    this.readings.push(this.#reading(block));
  }

  /** A realloc that was served gave `addr`: compares what was kept with what the client wrote into the old block. */
  readMoved(old: OracleBlock, addr: Addr, size: Bytes): void {
    const kept = Math.min(old.size, size);
    const at = this.#contents.compareMoved(old, addr, kept);
    const { expected, actual } = this.#contents;
    this.readings.push({ block: old, fresh: false, at, expected, actual });
  }

  /** The client writes a block anew, links excepted. */
  write(block: OracleBlock): void {
    block.version += 1;
    this.#contents.write(block);
  }

  /** Notes that word `word` of `from` points to `to`, or to nothing. */
  link(from: OracleBlock, word: number, to: OracleBlock | undefined): void {
    const before = from.links?.get(word);
    if (before !== undefined && before !== from) before.incoming -= 1;
    if (to === undefined) {
      from.links?.delete(word);
      return;
    }
    if (to !== from) to.incoming += 1;
    (from.links ??= new Map()).set(word, to);
  }

  /** The block is no longer the client's. */
  release(block: OracleBlock): void {
    unlink(block);
    this.#remove(block);
  }

  #remove(block: OracleBlock): void {
    this.#blocks[block.label] = undefined;
    this.liveBytes -= block.size;
    this.#occupancy.release(block.addr, block.size);
    const last = this.live.pop() as OracleBlock;
    if (last !== block) {
      this.live[block.liveIndex] = last;
      last.liveIndex = block.liveIndex;
    }
    block.liveIndex = -1;
    const at = this.placed.indexOf(block);
    if (at >= 0) this.placed.splice(at, 1);
  }

  /** Addresses of the held blocks, in the order of the list. */
  roots(): Addr[] {
    const roots: Addr[] = [];
    for (const { held, addr } of this.live) if (held) roots.push(addr);
    return roots;
  }

  /**
   * Addresses of the blocks that are held on stack `g`, in the order of the list.
   *
   * @param isLeftOut  those that are not wanted; none when not given
   */
  stackRoots(g: number, isLeftOut?: (block: OracleBlock) => boolean): Addr[] {
    const roots: Addr[] = [];
    for (const block of this.live) {
      if (block.held && block.stack === g && isLeftOut?.(block) !== true) roots.push(block.addr);
    }
    return roots;
  }

  /** What the global variables hold, by variable; 0 for nil. */
  globalRoots(): readonly Addr[] {
    return this.#globals;
  }

  /** The first global variable that is nil holds the block, and no stack does. */
  publish(block: OracleBlock): void {
    const free = this.#globals.indexOf(0);
    block.globalIndex = free < 0 ? this.#globals.length : free;
    this.#globals[block.globalIndex] = block.addr;
    block.stack = GLOBALS;
  }

  /** The global variable that held the block is nil. */
  withdraw(block: OracleBlock): void {
    this.#globals[block.globalIndex] = 0;
    block.globalIndex = -1;
  }

  /** What a goroutine held goes with it. */
  goroutineEnded(g: number): void {
    for (const block of this.live) if (block.stack === g) block.held = false;
    this.words = this.words.filter(({ stack }) => stack !== g);
  }

  /** The program is over: nothing is held. */
  letGoOfAll(): void {
    for (const block of this.live) block.held = false;
    this.#globals.length = 0;
  }

  /** A collection starts. */
  startCycle(): void {
    this.#mayLive = this.#reachable((block) => block.awaitsFinalizer || pointsToItself(block));
  }

  /** It ends: what the held blocks do not reach is dead, but for what awaits its finalizer. */
  endCycle(): void {
    const may = this.#mayLive ?? [];
    const isOpen = this.#hasWildWords();
    const reachable = this.#reachable(({ finalizer }) => finalizer === 'due');
    const must = this.#cycle;
    if (!isOpen) for (const block of this.#floating) unlink(block);
    this.#cycle += 1;
    for (const block of isOpen ? this.live : may) {
      if (block.cycle !== must) block.cycle = this.#cycle;
    }
    const unreached = this.live.filter(({ cycle }) => cycle !== must);
    const floats = (block: OracleBlock): boolean => block.cycle === this.#cycle;
    for (const block of unreached) advanceFinalizer(block, { floats: floats(block), isOpen });
    const dead = unreached.filter(({ finalizer }) => finalizer === 'none');
    this.#floating = [...(isOpen ? this.#floating : []), ...dead.filter(floats)];
    for (const block of dead) {
      if (block.size < SHARED_BELOW) this.#collectedTiny.add(block.addr);
      if (!floats(block)) unlink(block);
      this.#remove(block);
    }
    this.#mayLive = undefined;
    this.collections.push({ reachable, may: isOpen ? undefined : may });
  }

  /** What a weak pointer to the block may give: its address, 0, or either. */
  upgradable(block: OracleBlock): readonly Addr[] {
    const { addr, size, weakIsNil, finalizer, liveIndex } = block;
    if (weakIsNil || finalizer === 'due') return [0];
    if (finalizer === 'maybe') return [0, addr];
    if (liveIndex >= 0) return [addr];
    return size < SHARED_BELOW || this.#floating.includes(block) ? [0, addr] : [0];
  }

  /** A weak pointer gave the block, which is the client's again, on stack `g`. */
  upgrade(block: OracleBlock, g: number): void {
    this.#revive(block);
    if (block.finalizer === 'maybe') block.finalizer = 'set';
    this.#hold(block, g);
  }

  /** Blocks that a finalizer's turn may give. */
  awaiting(): OracleBlock[] {
    return this.live.filter((block) => block.awaitsFinalizer);
  }

  /** A finalizer's turn gave the block, which is the client's again, on stack `g`. */
  finalized(block: OracleBlock, g: number): void {
    block.finalizer = 'none';
    block.weakIsNil = true;
    this.#hold(block, g);
  }

  #hold(block: OracleBlock, g: number): void {
    if (!block.held) block.stack = g;
    block.held = true;
    this.#mayLive?.push(block);
    this.read(block);
  }

  /** A floating block, and what it points to, was kept after all. */
  #revive(block: OracleBlock): void {
    if (block.liveIndex >= 0) return;
    this.#floating = this.#floating.filter((each) => each !== block);
    this.#blocks[block.label] = block;
    this.#add(block);
    for (const target of block.links?.values() ?? []) this.#revive(target);
  }

  /**
   * Whether a word may turn up on stack `g`. While a collection runs a pointer into a block comes only from where the
   * stack has one already: by any other way the collector would be told of it.
   */
  mayAppear(word: number, g: number): boolean {
    if (this.#mayLive === undefined) return true;
    const block = this.#holding(word);
    return block === undefined || (block.held && block.stack === g);
  }

  #hasWildWords(): boolean {
    return this.words.some(({ word }) => this.#holding(word) === undefined);
  }

  #holding(word: number): OracleBlock | undefined {
    return this.live.find(({ addr, size }) => addr <= word && word < addr + size);
  }

  /**
   * What the held blocks reach, and what may point to blocks; then what blocks with finalizers point to. These get the
   * number of a new walk.
   *
   * @param isQueued  further blocks that are roots
   */
  #reachable(isQueued: (block: OracleBlock) => boolean): OracleBlock[] {
    this.#cycle += 1;
    const reached: OracleBlock[] = [];
    const reach = (block: OracleBlock): void => {
      if (block.cycle === this.#cycle) return;
      block.cycle = this.#cycle;
      reached.push(block);
    };
    for (const block of this.live) if (block.held || isQueued(block)) reach(block);
    for (const { word } of this.words) {
      const block = this.#holding(word);
      if (block !== undefined) reach(block);
    }
    for (const block of this.live) {
      if (block.finalizer === 'none') continue;
      for (const target of block.links?.values() ?? []) if (target !== block) reach(target);
    }
    for (let i = 0; i < reached.length; i += 1) {
      for (const target of reached[i]!.links?.values() ?? []) reach(target);
    }
    return reached;
  }

  allPlacements(): readonly Placement[] {
    const byAddr = this.live.filter(({ size }) => size > 0).sort((a, b) => a.addr - b.addr);
    let highest: OracleBlock | undefined;
    return byAddr.map((block) => {
      const other =
        highest !== undefined && highest.addr + highest.size > block.addr ? highest : undefined;
      if (highest === undefined || block.addr + block.size > highest.addr + highest.size)
        highest = block;
      return { block, other };
    });
  }

  allReadings(): readonly Reading[] {
    return this.#seesAll() ? this.live.map((block) => this.#reading(block)) : [...this.readings];
  }

  #reading(block: OracleBlock): Reading {
    const at = this.#contents.compare(block);
    const { expected, actual } = this.#contents;
    return { block, fresh: false, at, expected, actual };
  }

  #readFresh(block: OracleBlock): void {
    const { size } = block;
    let at = this.#contents.firstNonZero(block, 0, Math.min(size, FRESH_BYTES_MAX));
    if (at < 0 && size > FRESH_BYTES_MAX) {
      const from = Math.max(FRESH_BYTES_MAX, size - FRESH_BYTES_MAX);
      at = this.#contents.firstNonZero(block, from, size);
    }
    const { actual } = this.#contents;
    this.readings.push({ block, fresh: true, at, expected: 0, actual });
  }

  #overlapping(block: OracleBlock): OracleBlock | undefined {
    const end = block.addr + block.size;
    return this.live.find(({ addr, size }) => addr < end && block.addr < addr + size);
  }
}

/** Whether a block with a finalizer may keep itself: then its turn may never come. */
function pointsToItself({ finalizer, links }: OracleBlock): boolean {
  if (finalizer === 'none') return false;
  for (const target of links?.values() ?? []) if (target.links === links) return true;
  return false;
}

/** A collection ended and did not reach the block. Tiny ones may have been kept by a neighbour. */
function advanceFinalizer(
  block: OracleBlock,
  { floats, isOpen }: { floats: boolean; isOpen: boolean },
): void {
  if (block.finalizer === 'none' || block.finalizer === 'due') return;
  const isUnmarked = !pointsToItself(block) && (block.finalizer === 'maybe' || !floats);
  const isCertain = block.size >= SHARED_BELOW && !isOpen && isUnmarked;
  block.finalizer = isCertain ? 'due' : 'maybe';
}

/** What the block points to has one pointer to it less. */
function unlink(block: OracleBlock): void {
  if (block.links === undefined) return;
  for (const target of block.links.values()) if (target !== block) target.incoming -= 1;
}

/** Words of a block that may hold pointers, for a request as the client makes it. */
export function pointerWordsOf(size: Bytes, pointerWords: number): number {
  const words = Math.floor(size / WORD_BYTES);
  return pointerWords === ALL_WORDS ? words : Math.min(pointerWords, words);
}
