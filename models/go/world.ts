import type { Addr } from '../../src/base/units.ts';

const NONE: readonly Addr[] = [];

/** What a heap asks of the runtime that it is part of. */
export interface World {
  /** The goroutine that runs on a processor; negative when none does. */
  goroutineOn(p: number): number;
  /** Brings everybody to a safepoint. */
  stopTheWorld(): void;
  /** Brings a goroutine to a safepoint. */
  settle(g: number): void;
  /** The goroutine on the current processor waits; another may run there. */
  park(): void;
  /** A goroutine that waits may go on. */
  ready(g: number): void;
  /** A cycle is over, and the world still stopped. */
  betweenCycles(): void;
  /** All is swept: does some of the sweeper's other work; whether there is more. */
  behindSweep(): boolean;
  /** A processor's mcache was flushed for a new cycle. */
  mcacheFlushed(p: number): void;
  /** The collector comes to a goroutine's stack: what its frames point to. */
  scanstack(g: number): readonly Addr[];
  /** What they point to, for whoever only looks. */
  frameRoots(g: number): readonly Addr[];
  /** The collector comes to the stacks that dead goroutines left. */
  freeDeadStacks(): void;
}

/** Of a heap that is its own: each processor has a goroutine of its number. */
export class LoneWorld implements World {
  goroutineOn(p: number): number {
    return p;
  }

  stopTheWorld(): void {}

  settle(): void {}

  park(): void {}

  ready(_g: number): void {}

  betweenCycles(): void {}

  behindSweep(): boolean {
    return false;
  }

  mcacheFlushed(): void {}

  scanstack(): readonly Addr[] {
    return NONE;
  }

  frameRoots(): readonly Addr[] {
    return NONE;
  }

  freeDeadStacks(): void {}
}
