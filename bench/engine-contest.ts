/** Engines that hunt the same mutants from the same seeds, with the same budget. */
import { loadMutant } from '../models/mutants/load.ts';
import type { Mutant } from '../models/mutants/mutant.ts';
import type { SubjectDefinition } from '../spec/subject.ts';
import { huntByCommands } from './engine-fc.ts';
import type { Hunt, Hunter } from './engine-hunt.ts';
import { shortestOf } from './engine-mutants.ts';
import { huntOurs } from './engine-ours.ts';

export interface Engine {
  readonly name: string;
  readonly hunt: Hunter;
}

/** Ours first: the others are compared with it. */
export const ENGINES: readonly [Engine, ...Engine[]] = [
  { name: 'allocheck', hunt: huntOurs },
  { name: 'fc +1', hunt: huntByCommands('+1') },
  { name: 'fc', hunt: huntByCommands('=') },
];

/** What is hunted. */
export interface Prey {
  readonly name: string;
  /** Commands of the smallest program that is known. */
  readonly shortest: number;
  readonly load: () => SubjectDefinition;
}

/** All hunts for one of them. */
export interface PreyHunts extends Pick<Prey, 'name' | 'shortest'> {
  /** By engine, then by seed. */
  readonly hunts: readonly (readonly Hunt[])[];
}

export function preyOf(mutant: Mutant): Prey {
  return { name: mutant.id, shortest: shortestOf(mutant), load: () => loadMutant(mutant) };
}

/** Engines take turns at being first, which pays for what the machine has to compile. @param seeds  1, 2, … so many */
export function huntAll(prey: Prey, seeds: number, budget: number): PreyHunts {
  const { name, shortest } = prey;
  const subject = prey.load();
  const hunts = ENGINES.map((): Hunt[] => []);
  for (let seed = 1; seed <= seeds; seed += 1) {
    for (let turn = 0; turn < ENGINES.length; turn += 1) {
      const i = (seed + turn) % ENGINES.length;
      hunts[i]!.push(ENGINES[i]!.hunt(subject, seed, budget));
    }
  }
  return { name, shortest, hunts };
}
