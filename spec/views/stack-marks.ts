/** Which marks of stacks a subject reached, made from their events, which it passes on to the log. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { StackMarkId } from '../marks/stacks.ts';
import { GC_MARK } from './go.ts';
import { STACK_CACHE_SIZE } from './runtime.ts';
import type { StackCopy, StackLog } from './stack-log.ts';
import type { CopyReason, StackEvents } from './stacks.ts';

export class StackMarks implements StackEvents {
  readonly #reached: Set<string>;
  readonly #log: StackLog;

  /** @param reached  where the ids of marks go */
  constructor(log: StackLog, reached: Set<string>) {
    this.#log = log;
    this.#reached = reached;
  }

  stackCopying(g: number, why: CopyReason): void {
    this.#log.stackCopying(g, why);
  }

  stackCopied(g: number): void {
    this.#log.stackCopied(g);
    const copy = this.#log.copies.at(-1) as StackCopy;
    if (typeof copy.why === 'object') this.#grown(copy);
    else this.#shrunk(copy);
    for (const { kind, before, after } of copy.words) {
      if (kind === 'other' && before === after) this.#reach('stacks/lookalike-left');
      if (kind === 'local' && before !== after) this.#reach('stacks/local-pointer-moved');
    }
  }

  stackScanned(g: number, roots: readonly Addr[]): void {
    this.#reach(roots.length > 0 ? 'stacks/scanned-roots' : 'stacks/scanned-empty');
    this.#log.stackScanned(g, roots);
  }

  stackCacheRefilled(p: number, order: number): void {
    this.#reach('stacks/cache-refilled');
    this.#log.stackCacheRefilled(p, order);
  }

  stackCacheReleased(p: number, order: number): void {
    this.#reach('stacks/cache-released');
    this.#log.stackCacheReleased(p, order);
  }

  stackCachesCleared(p: number, stacks: number): void {
    if (stacks > 0) this.#reach('stacks/cache-cleared');
    this.#log.stackCachesCleared(p);
  }

  stackRefused(why: 'overflow' | 'no-memory'): void {
    this.#reach(`stacks/${why}`);
  }

  stackShrinkPutOff(): void {
    this.#reach('stacks/shrink-put-off');
  }

  stackLeft(g: number, size: Bytes): void {
    this.#log.stackLeft(g, size);
  }

  stackTakenOver(): void {
    this.#reach('stacks/dead-taken-over');
  }

  deadStacksFreed(): void {
    this.#reach('stacks/dead-freed');
  }

  #reach(mark: StackMarkId): void {
    this.#reached.add(mark);
  }

  #grown({ from, to, gcphase }: StackCopy): void {
    const [was, is] = [from.hi - from.lo, to.hi - to.lo];
    this.#reach(is > was * 2 ? 'stacks/grown-further' : 'stacks/grown');
    if (is >= STACK_CACHE_SIZE) this.#reach('stacks/large-grown');
    if (gcphase === GC_MARK) this.#reach('stacks/grown-while-marking');
  }

  #shrunk({ from, why }: StackCopy): void {
    this.#reach(why === 'call' ? 'stacks/shrunk-at-call' : 'stacks/shrunk');
    if (from.hi - from.lo >= STACK_CACHE_SIZE) this.#reach('stacks/large-shrunk');
  }
}
