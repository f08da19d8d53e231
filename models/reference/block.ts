import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Block } from '../../spec/views/client.ts';

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
  /** The goroutine on whose stack it is held. */
  stack = 0;
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

  constructor(block: Block) {
    this.label = block.label;
    this.addr = block.addr;
    this.size = block.size;
    this.pointerWords = block.pointerWords;
    this.usable = block.usable;
    this.alignment = block.alignment;
  }
}
