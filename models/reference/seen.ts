/** Contents of blocks that cannot be read from here: what the subject says that it saw itself. */
import { UsageError } from '../../src/base/errors.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { SeenContents, Subject } from '../../spec/subject.ts';
import type { OracleBlock } from './block.ts';
import { Contents } from './contents.ts';

/** What the oracle asks about the contents of blocks. */
export interface BlockContents {
  /** Of the last difference found. */
  readonly expected: number;
  readonly actual: number;
  /** Writes what the block's label and version call for, where that is done from here. */
  write(block: OracleBlock): void;
  /** First byte of the block that is not as written; -1 when all are. */
  compare(block: OracleBlock): number;
  /** First of the `kept` bytes at `addr` that is not as the old block had it; -1 when all are. */
  compareMoved(old: OracleBlock, addr: Addr, kept: Bytes): number;
  /** First of the bytes from `from` to `to` of a new block that is not zero; -1 when all are. */
  firstNonZero(block: OracleBlock, from: Bytes, to: Bytes): number;
}

export function contentsOf({ memory, contents }: Subject): BlockContents {
  if (memory !== undefined) return new Contents(memory);
  if (contents === undefined) throw new UsageError('a subject has neither memory nor contents');
  return new Seen(contents);
}

class Seen implements BlockContents {
  readonly #contents: SeenContents;

  constructor(contents: SeenContents) {
    this.#contents = contents;
  }

  get expected(): number {
    return this.#contents.expected;
  }

  get actual(): number {
    return this.#contents.actual;
  }

  /** The subject writes by itself. */
  write(): void {}

  compare({ label }: OracleBlock): number {
    return this.#contents.firstDifference(label);
  }

  compareMoved({ label }: OracleBlock): number {
    return this.#contents.firstDifference(label);
  }

  firstNonZero({ label }: OracleBlock): number {
    return this.#contents.firstNonZero(label);
  }
}
