/**
 * A collection in steps, mixed into what the client does: which step comes next.
 *
 * The generator cannot see how far the collector is, so a cycle here is a script: started, marked and assisted for a
 * while in small steps, marked to the end, terminated by as many steps as there are processors and one more, swept in
 * small steps. A step that does not fit where the collector is does nothing. The script is now and then cut short, so
 * that the end comes too early, or a whole collection comes in between.
 */
import type { Prng } from '../base/prng.ts';
import { ALL_WORDS } from '../../spec/subject.ts';
import { NOSCAN } from '../program/program.ts';
import { NONE } from './client.ts';
import type { Client } from './client.ts';
import { oneHeld } from './deeds.ts';

type Stage = 'start' | 'mark' | 'terminate' | 'sweep';

/** Roots and objects marked by one step, in the middle of marking. */
const SOME: readonly number[] = [1, 1, 1, 2, 3, 5, 12];
/** As many as there are. */
const ALL = 1_000_000;
/** One step in so many of the end of marking is marking all the same, as after a restart. */
const MARKS_ON = 8;

export class Cycle {
  #stage: Stage = 'start';
  /** Steps that are left of the stage. */
  #left = 1;
  #isFirst = true;
  /** Whether a tiny block is current, as far as the client can guess, that nothing reaches. */
  #isTinyLeft = false;
  /** A held block that alone points to another one; or NONE. */
  #hidden = NONE;

  /** Writes the next step. */
  step(client: Client): void {
    const { prng } = client;
    switch (this.#stage) {
      case 'start':
        if (prng.oneIn(4)) leaveWeak(client);
        this.#isTinyLeft = prng.oneIn(4) && leaveTiny(client);
        this.#hidden = prng.oneIn(3) ? leaveHidden(client) : NONE;
        client.gcStart();
        if (client.held.length > 0 && prng.oneIn(8)) client.global(oneHeld(client));
        break;
      case 'mark':
        markStep(client, this.#left, this.#isFirst);
        if (this.#isFirst) this.#afterRoots(client);
        this.#isFirst = false;
        break;
      case 'terminate':
        if (prng.oneIn(MARKS_ON)) {
          client.mark(prng.pick([1, ALL]));
          return;
        }
        if (this.#isFirst && prng.oneIn(4)) {
          this.#end(client);
          return;
        }
        if (this.#isFirst && prng.oneIn(4)) {
          upgradeDropped(client);
          endElsewhere(client);
        }
        this.#isFirst = false;
        if (this.#left === 1) upgradeDropped(client);
        client.terminate(this.#left === 1);
        break;
      case 'sweep':
        // The caches of processors that did not run since are flushed meanwhile.
        if (prng.oneIn(3)) client.terminate(false);
        else client.sweep(prng.oneIn(3) ? ALL : prng.pick(SOME));
        break;
    }
    this.#left -= 1;
    if (this.#left === 0) this.#enter(next(this.#stage), client);
  }

  /** When the stacks are scanned, as most often by the first step. */
  #afterRoots(client: Client): void {
    const { prng } = client;
    if (this.#isTinyLeft) client.malloc(prng.between(1, 4), NOSCAN);
    if (this.#hidden !== NONE) {
      client.load(this.#hidden, 0);
      client.unlink(this.#hidden, 0);
    }
    if (prng.oneIn(8)) endElsewhere(client);
    if (prng.oneIn(12)) comeAndGo(client);
  }

  /** Ends marking at a stroke, and sweeps while most mcaches are still to be flushed. */
  #end(client: Client): void {
    const { prng, plan } = client;
    client.mark(ALL);
    for (let steps = plan.heap.procs + 1; steps > 0; steps -= 1) client.terminate(steps === 1);
    if (prng.oneIn(2)) client.sweep(ALL);
    this.#enter('sweep', client);
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

/** Leaves a tiny block behind that nothing reaches: an object that comes into it later must live. */
function leaveTiny(client: Client): boolean {
  const { prng, plan } = client;
  if (plan.ending === 'free') return false;
  const label = client.malloc(prng.between(1, 8), NOSCAN);
  if (label !== NONE) client.drop(label);
  return label !== NONE;
}

/** Leaves a block that only a pointer in another one leads to, which it answers. */
function leaveHidden(client: Client): number {
  const { plan } = client;
  if (plan.ending === 'free') return NONE;
  const from = client.malloc(8, ALL_WORDS);
  const to = client.malloc(16, NOSCAN);
  if (from === NONE || to === NONE) return NONE;
  client.link(from, 0, to);
  client.drop(to);
  return from;
}

/** Another processor looks for the end of marking, while this one still has what it found in the roots. */
function endElsewhere(client: Client): void {
  const { prng, plan } = client;
  const { procs } = plan.heap;
  if (procs === 1) return;
  client.alone(() => {
    client.switchTo(prng.below(procs));
    for (let steps = procs + 1; steps > 0; steps -= 1) client.terminate(false);
  });
}

/** A goroutine starts and ends while marking runs, so that its stack comes free meanwhile. */
function comeAndGo(client: Client): void {
  client.alone(() => {
    client.spawn();
    client.gosched();
    client.exit();
  });
}

/** Leaves a block that only a weak pointer knows. */
function leaveWeak(client: Client): void {
  const { prng, plan } = client;
  if (plan.ending === 'free') return;
  const label = client.malloc(prng.pick([16, 24, 64]), ALL_WORDS);
  if (label === NONE) return;
  client.weak(label);
  client.drop(label);
}

/**
 * Takes hold of a block that a weak pointer knows. When all that is reached is marked, nothing else can bring up a block
 * that is not, by which marking has to go on.
 */
function upgradeDropped(client: Client): void {
  const { prng, weakLabels } = client;
  const last = weakLabels.findLast((label) => !client.holds(label));
  if (last !== undefined && !prng.oneIn(3)) client.upgrade(last);
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
