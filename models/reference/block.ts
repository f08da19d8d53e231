import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Asked } from '../../spec/entry-points.ts';
import type { Block } from '../../spec/views/client.ts';

/** What a block is born with. */
type NewBlock = Omit<Block, 'awaitsFinalizer'>;

/** What is known of a block's finalizer. */
export type FinalizerState =
  | 'none'
  /** Attached; its turn has not come. */
  | 'set'
  /** Its turn may have come: nothing reached the block when the last collection ended. */
  | 'maybe'
  /** Its turn has come, or will when the last collection's sweep comes to it. */
  | 'due';

/** `stack` of what a global variable holds. */
export const GLOBALS = -1;

/** A block as the oracle keeps it. It is never reused for another. */
export class OracleBlock implements Block {
  readonly label: number;
  readonly addr: Addr;
  readonly size: Bytes;
  readonly pointerWords: number;
  readonly usable: Bytes;
  readonly alignment: Bytes;
  /** Whether the client holds it: it is a root, and can be named. */
  held = true;
  /** The goroutine on whose stack it is held; GLOBALS where a global variable holds it. */
  stack = 0;
  /** Of the global variable that holds it. */
  globalIndex = -1;
  /** Place in the oracle's list of live blocks. */
  liveIndex = -1;
  /** Times the client wrote it; with the label it decides the contents. */
  version = 0;
  /** Slots of other live blocks that point to this one. */
  incoming = 0;
  /** What its words point to, by word; nil words are not in it. */
  links: Map<number, OracleBlock> | undefined;
  /** The last collection that reached it. */
  cycle = 0;

  /** How a function of C's malloc family was asked for it. */
  asked: Asked | undefined;

  finalizer: FinalizerState = 'none';
  /** Whether a weak pointer to it was ever made. */
  isWeaklyHeld = false;
  /** Whether the weak pointers to it, made so far, are nil for good. */
  weakIsNil = false;

  constructor(block: NewBlock) {
    this.label = block.label;
    this.addr = block.addr;
    this.size = block.size;
    this.pointerWords = block.pointerWords;
    this.usable = block.usable;
    this.alignment = block.alignment;
  }

  get awaitsFinalizer(): boolean {
    return this.finalizer === 'maybe' || this.finalizer === 'due';
  }

  /** Whether something is attached to it, so that it must not be freed explicitly. */
  get hasSpecials(): boolean {
    return this.finalizer !== 'none' || this.isWeaklyHeld;
  }
}
