/**
 * A collection in steps, mixed into what the client does: which step comes next.
 *
 * The generator cannot see how far the collector is, so a cycle here is a script: started, marked and assisted for a
 * while in small steps, marked to the end, terminated by as many steps as there are processors and one more, swept in
 * small steps. A step that does not fit where the collector is does nothing. The script is now and then cut short, so
 * that the end comes too early, or a whole collection comes in between.
 */
import type { Prng } from '../base/prng.ts';
import type { Client } from './client.ts';

type Stage = 'start' | 'mark' | 'terminate' | 'sweep';

/** Roots and objects marked by one step, in the middle of marking. */
const SOME: readonly number[] = [1, 1, 1, 2, 3, 5, 12];
/** As many as there are. */
const ALL = 1_000_000;

export class Cycle {
  #stage: Stage = 'start';
  /** Steps that are left of the stage. */
  #left = 1;
  #isFirst = true;

  /** Writes the next step. */
  step(client: Client): void {
    const { prng } = client;
    switch (this.#stage) {
      case 'start':
        client.gcStart();
        break;
      case 'mark':
        markStep(client, this.#left, this.#isFirst);
        this.#isFirst = false;
        break;
      case 'terminate':
        client.terminate(this.#left === 1);
        break;
      case 'sweep':
        client.sweep(prng.oneIn(6) ? ALL : prng.pick(SOME));
        break;
    }
    this.#left -= 1;
    if (this.#left === 0) this.#enter(next(this.#stage), client);
  }

  #enter(stage: Stage, { prng, plan }: Client): void {
    const { procs } = plan.heap;
    this.#stage = stage;
    this.#isFirst = true;
    this.#left = stepsOf(stage, prng, procs);
  }
}

function next(stage: Stage): Stage {
  switch (stage) {
    case 'start':
      return 'mark';
    case 'mark':
      return 'terminate';
    case 'terminate':
      return 'sweep';
    case 'sweep':
      return 'start';
  }
}

function stepsOf(stage: Stage, prng: Prng, procs: number): number {
  switch (stage) {
    case 'start':
      return 1;
    case 'mark':
      return prng.between(1, 8);
    case 'terminate':
      return procs + 1 + (prng.oneIn(3) ? prng.below(3) : 0);
    case 'sweep':
      return prng.between(1, 6);
  }
}

/**
 * Most cycles scan just the stacks by their first step, when all that moves is moved behind the collector's back; and
 * are marked to the end by their last, so that they can be terminated.
 */
function markStep(client: Client, left: number, isFirst: boolean): void {
  const { prng, plan } = client;
  if (isFirst && !prng.oneIn(3)) client.mark(plan.heap.procs);
  else if (left === 1 && !prng.oneIn(6)) client.mark(ALL);
  else if (prng.oneIn(4)) client.assist();
  else if (prng.oneIn(12)) client.terminate(false);
  else client.mark(prng.pick(SOME));
}
